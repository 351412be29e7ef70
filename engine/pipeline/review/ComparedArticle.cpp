#include "pipeline/review/ComparedArticle.h"

#include "base/Text.h"
#include "knowledge/Readers.h"
#include "pipeline/review/Duplicate.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <set>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t mostContradictions = 5; // of two articles: more of them are two versions of one
constexpr std::size_t longestSentence = 600; // bytes; what is longer is a log or a table
constexpr std::size_t fewestWords = 2;

std::optional<double> cosineOf(
    const StoredPassage& left, std::size_t leftSentence, const StoredPassage& right, std::size_t rightSentence)
{
    if (leftSentence >= left.sentenceVectors.size() || rightSentence >= right.sentenceVectors.size())
        return std::nullopt;
    const std::vector<float>& a = left.sentenceVectors[leftSentence];
    const std::vector<float>& b = right.sentenceVectors[rightSentence];
    if (a.empty() || a.size() != b.size())
        return std::nullopt;
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

FindingSide sideOf(const ComparedArticle& article, std::size_t passage)
{
    const Document& document = article.document();
    const Passage& of = article.passages()[passage].passage;
    return {document.id, document.title, document.language, of.id, of.text, "", "", document.contentHash};
}

std::string hex(std::uint64_t number)
{
    char text[17];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(number));
    return text;
}

// The smaller id first, and an id that both orders share.
Finding finished(Finding finding)
{
    if (finding.second.article < finding.first.article)
        std::swap(finding.first, finding.second);
    std::string all(name(finding.kind));
    for (const FindingSide* side : {&finding.first, &finding.second}) {
        for (const std::string* field : {&side->article.value(), &side->contentHash, &side->sentence})
            all.append("\x1F").append(*field);
    }
    const std::uint64_t first = text::hash64(all);
    finding.id = FindingId(hex(first) + hex(text::hash64(all, first ^ 0x9E3779B97F4A7C15ULL)));
    return finding;
}

// Conflicts that are shown of the same two sentences once, whichever passages repeat them.
using Shown = std::set<std::pair<std::string_view, std::string_view>>;

} // namespace

ComparedArticle::ComparedArticle(Document document, std::vector<StoredPassage> passages)
    : m_document(std::move(document))
    , m_passages(std::move(passages))
{
    readLines();
    readWordPairs();
}

void ComparedArticle::readLines()
{
    for (const StoredPassage& stored : m_passages)
        m_headings.push_back(stored.passage.title + "\n" + stored.passage.heading);
    for (std::size_t i = 0; i < m_passages.size(); ++i) {
        const Passage& passage = m_passages[i].passage;
        for (std::size_t j = 0; j < passage.sentences.size(); ++j) {
            const std::string_view sentence = passage.sentences[j].of(passage.text);
            if (sentence.size() > longestSentence || sentence.ends_with('?') || sentence.ends_with("？"))
                continue;
            Line line{i, j, contradiction::Statement(sentence, m_headings[i], passage.language), false};
            line.tells = !line.statement.values.values.empty() || line.statement.read.stems.size() >= fewestWords;
            if (line.tells)
                m_lines.push_back(std::move(line));
        }
    }
}

void ComparedArticle::readWordPairs()
{
    for (const StoredPassage& stored : m_passages) {
        const auto words = text::words(stored.passage.text);
        std::uint64_t before = 0;
        for (const text::Span& span : words) {
            const std::uint64_t word = text::hash64(text::fold(span.of(stored.passage.text)));
            if (before != 0)
                m_wordPairs.insert(before * 31 + word);
            before = word;
        }
    }
}

bool haveSameReaders(const Document& left, const Document& right)
{
    return left.language == right.language && readerNames(left.plan) == readerNames(right.plan)
        && readerNames(left.audience) == readerNames(right.audience);
}

std::vector<Finding> contradictionsBetween(const ComparedArticle& left, const ComparedArticle& right, const std::stop_token& stop)
{
    std::vector<Finding> findings;
    Shown shown;
    for (const ComparedArticle::Line& a : left.lines()) {
        if (stop.stop_requested())
            break;
        for (const ComparedArticle::Line& b : right.lines()) {
            const auto conflict = contradiction::differenceOf(a.statement, b.statement);
            if (!conflict)
                continue;
            const auto cosine = cosineOf(left.passages()[a.passage], a.sentence, right.passages()[b.passage], b.sentence);
            const double score = contradiction::likeness(a.statement, b.statement, cosine, conflict->denied);
            if (score < contradiction::contradicts || !shown.emplace(a.statement.read.text, b.statement.read.text).second)
                continue;
            Finding finding;
            finding.kind = FindingKind::Contradiction;
            finding.first = sideOf(left, a.passage);
            finding.second = sideOf(right, b.passage);
            finding.first.sentence = std::string(a.statement.read.text);
            finding.second.sentence = std::string(b.statement.read.text);
            finding.first.value = conflict->denied ? "" : conflict->first;
            finding.second.value = conflict->denied ? "" : conflict->second;
            finding.score = score;
            findings.push_back(finished(std::move(finding)));
        }
    }
    std::ranges::stable_sort(findings, std::ranges::greater(), &Finding::score);
    findings.resize(std::min(findings.size(), mostContradictions));
    return findings;
}

std::optional<Finding> duplicateOf(const ComparedArticle& left, const ComparedArticle& right)
{
    const auto features = duplicate::featuresOf(left, right);
    const double likeness = features ? duplicate::likeness(*features) : 0;
    if (likeness < duplicate::repeats)
        return std::nullopt;
    Finding finding;
    finding.kind = FindingKind::Duplicate;
    finding.first = sideOf(left, 0);
    finding.second = sideOf(right, 0);
    finding.score = likeness;
    return finished(std::move(finding));
}

} // namespace tandem
