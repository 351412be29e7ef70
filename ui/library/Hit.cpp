#include "ui/library/Hit.h"

#include "ui/conversation/PlainText.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace tandem::ui {

namespace {

constexpr std::size_t mostOfASnippet = 400; // bytes
constexpr std::size_t partCount = 5;
using Parts = std::array<double, partCount>; // by HitPart

Parts valuesOf(const ScoreParts& parts)
{
    return {parts.meaning, parts.words, parts.identifiers, parts.kind, parts.language};
}

// The sentence nearest in meaning; without a model the one that holds most of the query's words.
std::size_t bestSentence(const ScoredPassage& scored, std::string_view query)
{
    const Passage& passage = scored.passage;
    const auto place = [](auto& values) { return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin()); };
    if (scored.sentenceSimilarity.size() == passage.sentences.size() && !passage.sentences.empty())
        return place(scored.sentenceSimilarity);
    std::vector<std::size_t> counts;
    for (const text::Span& sentence : passage.sentences)
        counts.push_back(wordMatches(sentence.of(passage.text), query).size());
    return counts.empty() ? 0 : place(counts);
}

QString placeOf(const Passage& passage)
{
    const QString title = shownLine(passage.title);
    QString heading = shownLine(passage.heading);
    if (heading == title || heading.startsWith(title + QStringLiteral(" › ")))
        heading = heading.mid(title.size() + 3);
    return heading.isEmpty() ? title : title + QStringLiteral(" › ") + heading;
}

Hit hitOf(const ScoredPassage& scored, std::string_view query)
{
    const Passage& passage = scored.passage;
    Hit hit;
    hit.article = passage.article;
    hit.kind = passage.kind;
    hit.language = passage.language;
    hit.place = placeOf(passage);
    std::size_t begin = 0;
    if (!passage.sentences.empty()) {
        const text::Span& sentence = passage.sentences[bestSentence(scored, query)];
        begin = sentence.begin;
        hit.quote = shownText(sentence.of(passage.text));
    }
    const std::string rest
        = text::collapseWhitespace(text::truncate(std::string_view(passage.text).substr(begin), mostOfASnippet));
    hit.snippet = shownLine(rest);
    // What is shown may hold marks in the place of characters that would hide something: then its own words are looked for.
    hit.marks = wordMatches(hit.snippet.toStdString(), query);
    hit.compared = scored.parts.has_value();
    return hit;
}

void share(std::vector<Hit>& hits, const SearchResult& result)
{
    std::optional<Parts> least;
    std::optional<Parts> most;
    for (const ScoredPassage& scored : result.passages) {
        if (!scored.parts)
            continue;
        const Parts values = valuesOf(*scored.parts);
        if (!least)
            least = most = values;
        for (std::size_t i = 0; i < partCount; ++i) {
            (*least)[i] = std::min((*least)[i], values[i]);
            (*most)[i] = std::max((*most)[i], values[i]);
        }
    }
    double whole = 0;
    for (std::size_t i = 0; least && i < partCount; ++i)
        whole += (*most)[i] - (*least)[i];
    if (whole <= 0)
        return;
    for (std::size_t place = 0; place < hits.size(); ++place) {
        if (!result.passages[place].parts)
            continue;
        const Parts values = valuesOf(*result.passages[place].parts);
        for (std::size_t i = 0; i < partCount; ++i) {
            const int hundredths = static_cast<int>(std::lround(100 * (values[i] - (*least)[i]) / whole));
            if (hundredths > 0)
                hits[place].shares.push_back({static_cast<HitPart>(i), hundredths});
            hits[place].hundredths += std::max(hundredths, 0);
        }
    }
}

} // namespace

QString partWord(HitPart part)
{
    switch (part) {
    case HitPart::Meaning: return QCoreApplication::translate("Hit", "meaning");
    case HitPart::Words: return QCoreApplication::translate("Hit", "words");
    case HitPart::Code: return QCoreApplication::translate("Hit", "code or number");
    case HitPart::Kind: return QCoreApplication::translate("Hit", "an article");
    case HitPart::Language: return QCoreApplication::translate("Hit", "language");
    }
    return {};
}

std::vector<Hit> hitsOf(const SearchResult& result, std::string_view query)
{
    std::vector<Hit> hits;
    hits.reserve(result.passages.size());
    for (const ScoredPassage& scored : result.passages)
        hits.push_back(hitOf(scored, query));
    share(hits, result);
    return hits;
}

} // namespace tandem::ui
