#pragma once

#include "base/Text.h"
#include "model/Draft.h"

#include <cstdint>
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
    ForeignLink
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
};

// Whether a person must see the ticket though the sentence was taken out: whoever wrote it may have obeyed somebody else.
bool isSevere(PolicyFault fault);

// Holds a sentence against the rules, whoever wrote it; at most one finding a fault. What stands word for word in the evidence is
// nobody's invention and is no finding; links must stand there, personal data there or in the conversation. Names of people are
// not looked at: too much that is none looks like one. Pure.
std::vector<DraftFinding> draftFindings(const DraftSentence& sentence, const DraftGround& ground);

// Marks the checked sentences that have findings as claims without support, with the first finding's reason. All findings.
// `isOurs`: sentences that are left alone, by place. Pure.
std::vector<DraftFinding> enforceDraftPolicy(
    std::vector<DraftSentence>& sentences, const DraftGround& ground, const std::vector<bool>& isOurs);

} // namespace tandem
