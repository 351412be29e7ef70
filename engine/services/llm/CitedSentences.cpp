#include "services/llm/CitedSentences.h"

#include "base/Text.h"
#include "model/QuestionMark.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tandem {

namespace {

bool holdsWords(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || static_cast<unsigned char>(c) >= 0x80U;
    });
}

// A question asks; one with digits may say something on the side ("Shall I send the $500 we owe you?"). The check of the draft
// looks closer, whoever wrote it.
bool asksOnly(std::string_view sentence)
{
    return isQuestion(sentence) && std::ranges::none_of(sentence, [](char c) { return c >= '0' && c <= '9'; });
}

// Where the part of the answer that a citation speaks of meets the sentence in more than punctuation.
bool speaksOf(const ChatCitation& citation, text::Span sentence, std::string_view answer)
{
    const std::size_t begin = std::max(citation.begin, sentence.begin);
    const std::size_t end = std::min({citation.end, sentence.end, answer.size()});
    return begin < end && holdsWords(answer.substr(begin, end - begin));
}

} // namespace

std::vector<DraftSentence> citedSentences(const ChatReply& reply, const PromptMaterial& material, const DraftRequest& request)
{
    std::vector<DraftSentence> sentences;
    for (const text::Span& span : text::sentences(reply.text, name(request.language))) {
        DraftSentence sentence;
        sentence.text = material.redacted.restore(span.of(reply.text));
        for (const ChatCitation& citation : reply.citations) {
            if (citation.document >= material.sources.size() || !speaksOf(citation, span, reply.text))
                continue;
            const PromptMaterial::Source& source = material.sources[citation.document];
            if (citation.firstSentence >= citation.endSentence || citation.endSentence > source.sentences.size())
                continue;
            const Passage& passage = request.passages[source.passage].passage;
            const std::size_t begin = source.sentences[citation.firstSentence].begin;
            const std::size_t end = source.sentences[citation.endSentence - 1].end;
            Citation made{passage.article, passage.id, passage.text.substr(begin, end - begin)};
            const bool known = std::ranges::any_of(sentence.citations,
                [&](const Citation& other) { return other.passage == made.passage && other.quote == made.quote; });
            if (!known)
                sentence.citations.push_back(std::move(made));
        }
        sentence.factual = !sentence.citations.empty() || !asksOnly(sentence.text);
        sentences.push_back(std::move(sentence));
    }
    return sentences;
}

} // namespace tandem
