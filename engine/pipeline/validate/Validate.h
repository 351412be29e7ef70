#pragma once

#include "base/Error.h"
#include "model/Draft.h"
#include "model/Knowledge.h"
#include "pipeline/validate/DraftPolicy.h"
#include "pipeline/validate/Grounding.h"
#include "services/llm/ReplyTemplates.h"

#include <stop_token>
#include <string_view>
#include <vector>

namespace tandem {

// What a draft is checked with; both outlive the call.
struct DraftChecks {
    const Grounding& grounding;
    const ReplyTemplates& templates;
    std::string_view customerSays{}; // the newest message: Grounding::check
    std::vector<std::string_view> conversation{}; // whose personal data the draft may name
    const DraftRules* rules = nullptr; // null: none beside those for any desk
};

// Checks a draft against the passages it was written from, drops factual sentences without support when supported ones remain,
// and sets its confidence: from the writer's own estimate where it gave one, from the evidence otherwise. What the writer marked
// as no statement is checked all the same when it holds one, unless it is a phrase of the templates. A sentence that does not
// stand in the draft's text, after the ones before it, cannot be dropped and stays unsupported. An abstention is left as it is,
// with confidence 0. What rests on a rule that holds no longer must stand under the sentence that says until when it did
// (ReplyTemplates::beforeDate); that sentence's date is the document's own, and with any other date it is checked like a claim.
// What a sentence says against the desk's rules (draftFindings) makes it a claim without support; the findings are returned,
// those of sentences that were dropped included.
Result<std::vector<DraftFinding>> validate(
    const DraftChecks& checks, const SearchResult& evidence, Draft& draft, std::stop_token stop);

// Holds what a person wrote for the customer against evidence and rules, as a draft is held, and drops nothing. What was done for
// the customer may be told, for a person may have done it. `language`: of the text. All its sentences, in order.
Result<std::vector<DraftSentence>> checkedReply(
    const DraftChecks& checks, const SearchResult& evidence, std::string_view text, Language language, std::stop_token stop);

// 0…1: how likely a draft answers before it is checked: its writer's estimate, else the evidence; 0 of an abstention.
double draftStrength(double evidence, const Draft& draft);

// 0…1: the evidence for an answer, lowered by the weakest factual sentence. A first form: it ranks drafts, it is not calibrated.
double draftConfidence(double evidence, const Draft& draft);

} // namespace tandem
