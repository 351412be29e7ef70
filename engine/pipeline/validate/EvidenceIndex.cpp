#include "pipeline/validate/EvidenceIndex.h"

#include "model/StopWords.h"
#include "pipeline/validate/WordExchange.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace tandem {

namespace {

constexpr double saysItAll = 0.8; // a sentence that holds this much must hold the rest too
constexpr double leastGain = 0.12; // what a further sentence must add
constexpr std::size_t mostSentences = 3;
constexpr double orderWeight = 0.2;
constexpr double factWeight = 0.02; // decides between equals
constexpr std::size_t mostCompared = 12; // word by word
constexpr std::size_t mostNearest = 6;

// "three weeks" is compared as an amount, not as two words.
bool isAmount(const Fact& fact)
{
    const bool kind = fact.kind == FactKind::Number || fact.kind == FactKind::Date || fact.kind == FactKind::TimeOfDay;
    return kind && !(fact.article && fact.measure.dimension == Dimension::None);
}

bool holds(const Fact& fact, const ContentWord& word)
{
    return fact.span.begin <= word.span.begin && word.span.end <= fact.span.end;
}

} // namespace

bool holdsStem(const ReadSentence& sentence, const std::string& stem)
{
    if (std::ranges::binary_search(sentence.stems, stem))
        return true;
    // Other forms of a word differ from its fifth letter on at the earliest; ideographs have no forms.
    if (stem.size() < 5 || (static_cast<unsigned char>(stem.front()) & 0x80U) != 0)
        return false;
    const auto from = std::ranges::lower_bound(sentence.stems, stem.substr(0, 4));
    for (auto it = from; it != sentence.stems.end() && it->starts_with(stem.substr(0, 4)); ++it) {
        const std::size_t shorter = std::min(it->size(), stem.size());
        const auto common = static_cast<std::size_t>(std::ranges::mismatch(*it, stem).in1 - it->begin());
        if (common >= 5 && common + 1 >= shorter)
            return true;
    }
    return false;
}

ReadSentence readSentence(std::string_view text, Language language, std::size_t evidence)
{
    ReadSentence read;
    read.text = text;
    read.evidence = evidence;
    read.language = language;
    read.facts = factsOf(text, language);
    read.words = contentWords(read.facts.text);
    std::erase_if(read.words, [&read](const ContentWord& word) {
        const bool code = word.shape == WordShape::Number || word.shape == WordShape::Identifier;
        return code
            || std::ranges::any_of(read.facts.facts, [&](const Fact& fact) { return isAmount(fact) && holds(fact, word); });
    });
    for (const ContentWord& word : read.words)
        read.stems.push_back(word.stem);
    std::ranges::sort(read.stems);
    const auto repeats = std::ranges::unique(read.stems);
    read.stems.erase(repeats.begin(), repeats.end());
    read.polarity = polarityOf(read.facts.text, read.words, language);
    return read;
}

EvidenceIndex::EvidenceIndex(const std::vector<Evidence>& evidence, const std::vector<std::size_t>& used)
{
    std::vector<std::size_t> all(evidence.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const std::size_t i : used.empty() ? all : used) {
        const Evidence& source = evidence[i];
        const Language language = languageByStopWords(source.text).value_or(Language::En);
        for (const text::Span& span : source.sentences) {
            const std::string_view sentence = text::trim(span.of(source.text));
            if (sentence.empty())
                continue;
            m_sentences.push_back(readSentence(sentence, language, i));
            m_weights.addText(m_sentences.back().words);
        }
        if (!source.heading.empty())
            m_headings.push_back(factsOf(source.heading, language));
    }
}

double EvidenceIndex::coverage(const std::vector<ContentWord>& words, const ReadSentence& sentence) const
{
    double held = 0;
    double all = 0;
    for (const ContentWord& word : words) {
        const double weight = m_weights.weight(word);
        all += weight;
        held += holdsStem(sentence, word.stem) ? weight : 0;
    }
    return all > 0 ? held / all : 1;
}

double EvidenceIndex::known(const std::vector<ContentWord>& words) const
{
    double held = 0;
    double all = 0;
    for (const ContentWord& word : words) {
        const double weight = m_weights.weight(word);
        all += weight;
        held += std::ranges::any_of(m_sentences, [&](const ReadSentence& sentence) { return holdsStem(sentence, word.stem); })
            ? weight
            : 0;
    }
    return all > 0 ? held / all : 1;
}

std::vector<EvidenceIndex::Ranked> EvidenceIndex::nearest(const ReadSentence& answer) const
{
    const auto best = [](std::vector<Ranked>& ranked, std::size_t count) {
        std::ranges::stable_sort(ranked, std::greater(), &Ranked::score);
        ranked.resize(std::min(ranked.size(), count));
    };
    std::vector<Ranked> ranked;
    for (std::size_t i = 0; i < m_sentences.size(); ++i)
        ranked.push_back({i, coverage(answer.words, m_sentences[i])});
    best(ranked, mostCompared);
    for (Ranked& each : ranked) {
        const ReadSentence& sentence = m_sentences[each.sentence];
        each.score += orderWeight * commonOrder(answer, sentence);
        for (const Fact& fact : answer.facts.facts) {
            const auto& facts = sentence.facts.facts;
            each.score += std::ranges::any_of(facts, [&](const Fact& other) { return sameFact(fact, other); }) ? factWeight : 0;
        }
    }
    best(ranked, mostNearest);
    return ranked;
}

SupportWindow EvidenceIndex::windowFrom(const ReadSentence& answer, std::size_t first) const
{
    SupportWindow window;
    window.sentences.push_back(first);
    window.single = coverage(answer.words, m_sentences[first]);
    window.coverage = window.single;
    std::vector<ContentWord> missing;
    double all = 0;
    for (const ContentWord& word : answer.words) {
        all += m_weights.weight(word);
        if (!holdsStem(m_sentences[first], word.stem))
            missing.push_back(word);
    }
    while (window.single < saysItAll && window.sentences.size() < mostSentences && !missing.empty() && all > 0) {
        std::size_t best = first;
        double bestGain = 0;
        for (std::size_t i = 0; i < m_sentences.size(); ++i) {
            double gain = 0;
            for (const ContentWord& word : missing)
                gain += holdsStem(m_sentences[i], word.stem) ? m_weights.weight(word) : 0;
            // Neighbours belong together.
            const bool near = i + 1 == first || i == first + 1;
            gain = gain / all + (near && gain > 0 ? 0.02 : 0);
            if (gain > bestGain) {
                best = i;
                bestGain = gain;
            }
        }
        if (bestGain < leastGain)
            break;
        window.sentences.push_back(best);
        window.coverage += bestGain;
        std::erase_if(missing, [&](const ContentWord& word) { return holdsStem(m_sentences[best], word.stem); });
    }
    window.coverage = std::min(window.coverage, 1.0);
    return window;
}

} // namespace tandem
