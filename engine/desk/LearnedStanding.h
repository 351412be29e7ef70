#pragma once

#include "base/Error.h"
#include "model/Draft.h"
#include "model/Knowledge.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a learned resolution inherits from the documents that its answer quotes. Pure functions.
namespace tandem {

// For whom and when it holds, as Document has it.
struct LearnedStanding {
    std::string plan;
    std::string audience;
    std::optional<TimePoint> validFrom;
    std::optional<TimePoint> validUntil;
};

// The documents cited by those of the draft's sentences that the reply keeps, each once, in the draft's order. A sentence is kept
// when it stands in the reply, when most of its words do, in however many sentences, or when most of the words of one of the
// reply's sentences are its own: a word that was changed is no other claim's evidence, and an answer held back wrongly does less
// harm than one told wrongly.
std::vector<ArticleId> keptEvidence(const Draft& draft, std::string_view reply);

// Stands where documents would when nobody can tell which they are. No document has this id, so nothing that rests on it is
// offered, whatever way it came into the knowledge base.
inline ArticleId unknownEvidence()
{
    return {};
}

// What a reply rests on by the ticket's present draft. `named` is the draft that it was written from, "" = none was named:
// another one than the present has been replaced, and its citations with it.
std::vector<ArticleId> evidenceOf(const std::optional<Draft>& present, const DraftId& named, std::string_view reply);

// The strictest that all of them allow: the plans and audiences that each of them names or leaves open, and the time in which all
// hold. Nothing cited is no restriction. Conflict, in a sentence for a person: they go together for nobody, or at no time, or
// one of them is superseded.
Result<LearnedStanding> standingOf(std::span<const Document> cited);

} // namespace tandem
