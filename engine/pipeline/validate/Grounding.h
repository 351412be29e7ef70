#pragma once

#include "base/Error.h"
#include "base/Text.h"
#include "model/Draft.h"
#include "model/Knowledge.h"
#include "model/Language.h"
#include "services/embedding/Embedder.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A text that a sentence may rest on.
struct Evidence {
    ArticleId article;
    PassageId passage;
    std::string text;
    std::vector<text::Span> sentences; // of `text`
    std::string heading; // title and headings; names in it count as said, nothing else
};

// Whether a citation names it; one without a passage names all of its article.
bool isNamed(const Citation& citation, const ArticleId& article, const PassageId& passage);

// Takes a sentence's support, for a reason that speaks against it; its score ends at .25 or below.
void refuse(DraftSentence& sentence, std::string reason);

Evidence evidenceOf(const Passage& passage);
// For text that is no passage (the check verb's context).
Evidence evidenceOf(std::string text);

// Decides sentence by sentence whether an answer is supported by evidence, whoever wrote it: meaning, numbers with their units,
// amounts, dates, links, identifiers, menu paths, names and negation. Thread-safe.
class Grounding {
public:
    // Without an embedder (null) support rests on words alone. The embedder outlives this.
    explicit Grounding(Embedder* embedder);

    // Splits an answer into sentences and marks which are factual: any with a number, link, menu path or promise, and any other
    // statement; greetings, courtesies and questions that say nothing on the side are not.
    [[nodiscard]] static std::vector<DraftSentence> sentencesOf(std::string_view answer, std::string_view language);
    // Whether a sentence that is marked as no statement holds nothing that needs evidence all the same: no number, link or code,
    // and of a question, nothing said on the side.
    [[nodiscard]] static bool mayStandUnchecked(std::string_view sentence, Language language);
    // Fills supported, score and reason. A factual sentence with citations is held against the cited passages alone; one without
    // against all evidence, and gets a citation where it is supported. A courtesy is supported as it is. `customerSays` is the
    // customer's message: it supports nothing, but a number of it may stand in a calculation that a sentence shows, and what is
    // about another error code than its own is not supported.
    Result<std::vector<DraftSentence>> check(const std::vector<Evidence>& evidence, std::vector<DraftSentence> sentences,
        std::stop_token stop, std::string_view customerSays = {}) const;

private:
    Embedder* m_embedder;
};

} // namespace tandem
