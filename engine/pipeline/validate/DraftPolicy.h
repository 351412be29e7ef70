#pragma once

#include "base/Text.h"
#include "model/Draft.h"
#include "pipeline/validate/DraftRules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class PolicyFault : std::uint8_t {
    MoneyPromise,
    ActionClaim,
    LegalStatement,
    RemoteContent,
    ForeignPersonalData,
    ForeignLink,
    OtherLanguage, // than the customer's
    Competitor,
    Insult,
    Threat,
    Sexual,
    SelfHarm,
    Instructions, // those that the writer was given
    ColdTone
};

// What a sentence of an answer says against the desk's rules.
struct DraftFinding {
    PolicyFault fault = PolicyFault::MoneyPromise;
    text::Span span; // bytes of the sentence
    std::string reason; // a sentence without a full stop; quotes nothing of the answer
};

// What an answer may say and name. The texts outlive this.
struct DraftGround {
    std::vector<std::string_view> evidence; // passages
    std::vector<std::string_view> conversation; // what the customer and the desk wrote, and the customer's name
    bool isActionDone = false; // an action that people approved was carried out for this ticket
    const DraftRules* rules = nullptr; // null: none beside those for any desk
    std::optional<Language> language = std::nullopt; // that the answer should have; nullopt: any
};

// Whether a person must see the ticket though the sentence was taken out: whoever wrote it may have obeyed somebody else.
bool isSevere(PolicyFault fault);

// Holds a sentence against the rules, whoever wrote it; at most one finding a fault. What stands word for word in the evidence is
// nobody's invention and is no finding; links must stand there, personal data there or in the conversation. A competitor may be
// named only where the evidence does and the customer did, also in a quotation; without a conversation the evidence decides.
// Names of people are not looked at: too much that is none looks like one. Pure.
std::vector<DraftFinding> draftFindings(const DraftSentence& sentence, const DraftGround& ground);

// Marks the checked sentences that have findings as claims without support, with the first finding's reason. All findings.
// `isOurs`: sentences that are left alone, by place. Pure.
std::vector<DraftFinding> enforceDraftPolicy(
    std::vector<DraftSentence>& sentences, const DraftGround& ground, const std::vector<bool>& isOurs);

} // namespace tandem
