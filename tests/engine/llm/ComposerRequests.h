#pragma once

#include "services/llm/Composer.h"
#include "support/Strings.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Requests to a Composer and what it wrote.
namespace tandem {

inline Composer composer()
{
    return {valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json")), {}};
}

inline ScoredPassage passage(const char* id, Language language, const std::string& heading, const std::vector<std::string>& lines,
    std::vector<float> similarity = {}, DocumentKind kind = DocumentKind::Article)
{
    ScoredPassage scored;
    scored.passage.id = PassageId(std::string(id) + "#0");
    scored.passage.article = ArticleId(id);
    scored.passage.kind = kind;
    scored.passage.language = language;
    scored.passage.heading = heading;
    for (const std::string& line : lines) {
        if (!scored.passage.text.empty())
            scored.passage.text += "\n";
        const std::size_t begin = scored.passage.text.size();
        scored.passage.text += line;
        for (const text::Span& span : text::sentences(line))
            scored.passage.sentences.push_back({begin + span.begin, begin + span.end});
    }
    scored.score = 1;
    scored.sentenceSimilarity = std::move(similarity);
    return scored;
}

inline DraftRequest request(const std::string& question, Language language, std::vector<ScoredPassage> passages)
{
    DraftRequest request;
    request.question = question;
    request.language = language;
    request.passages = std::move(passages);
    request.evidence = 0.9;
    return request;
}

inline Draft draftOf(const DraftRequest& request)
{
    return valueOf(composer().draft(request, {}));
}

inline std::vector<std::string> factual(const Draft& draft)
{
    std::vector<std::string> texts;
    for (const DraftSentence& sentence : draft.sentences) {
        if (sentence.factual)
            texts.push_back(sentence.text);
    }
    return texts;
}

inline bool says(const Draft& draft, std::string_view text)
{
    return draft.text.contains(text);
}

} // namespace tandem
