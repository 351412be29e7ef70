#include "pipeline/understand/InjectionDetector.h"

#include "base/Logistic.h"
#include "base/Text.h"
#include "pipeline/understand/InjectionLayers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <string>

namespace tandem {

namespace {

constexpr int suspiciousInvisibles = 12;
constexpr int suspiciousTags = 4;
constexpr std::size_t longestWords = 160; // bytes shown of what fired
constexpr double worthNaming = 0.5; // of the judge
constexpr double worthHiding = 0.4; // of the judge, where a style keeps it from people

// Patterns of one kind alone stay below what the desk acts on, unless a judge half agrees: customers use such words as well.
constexpr double mostOfOneKind = 0.45;
constexpr double halfAgreed = 0.3;

// How the judges come together, in log-odds; fitted on the dev halves. A long text has more sentences of which the worst counts.
constexpr double vectorShare = 0.4;
constexpr double balance = -0.4;
constexpr double manySentencesBesideVector = 0.2;
constexpr double manyParts = 0.3;
constexpr double balanceOfSentence = 0.35; // without a vector
constexpr double balanceBesideVector = -1.5; // what is quoted has none
constexpr double manySentences = 0.7;
constexpr double bytesOfSentence = 60;
constexpr std::size_t longestCounted = 2000; // bytes

double logit(double probability)
{
    const double bounded = std::clamp(probability, 1e-4, 1 - 1e-4);
    return std::log(bounded / (1 - bounded));
}

std::string shown(std::string_view words)
{
    return text::collapseWhitespace(text::repairUtf8(text::truncate(words, longestWords)));
}

// Comments do not count: templates of forms hold their directions in them.
bool isHiddenByStyle(std::string_view text, const text::Span& span, const std::vector<InjectionHit>& hits)
{
    return std::any_of(hits.begin(), hits.end(), [&](const InjectionHit& hit) {
        return hit.kind == InjectionKind::Hidden && hit.begin < span.end && hit.end > span.begin
            && !text.substr(hit.begin).starts_with("<!--");
    });
}

// A part of the text without what is excused.
std::string judgedWords(std::string_view text, const text::Span& span, const std::vector<InjectionHit>& excused)
{
    std::string words;
    std::size_t at = span.begin;
    for (const InjectionHit& hit : excused) {
        if (hit.begin >= span.end || hit.end <= at)
            continue;
        words += text.substr(at, std::max(hit.begin, at) - at);
        words += ' ';
        at = std::min(hit.end, span.end);
    }
    return words.append(text.substr(at, span.end - at));
}

// Gathers what each layer says.
class Gathering {
public:
    Gathering(const InjectionHead& head, const Lexicon& lexicon)
        : m_head(head)
        , m_lexicon(lexicon)
    {
    }

    void addLayer(const InjectionLayer& layer)
    {
        const std::vector<InjectionHit> hits = injectionHits(layer.text, m_lexicon);
        const bool encoded = layer.disguise == "encoded";
        bool spoken = false;
        bool hidden = false;
        std::size_t hiddenEnd = 0;
        for (const InjectionHit& hit : hits) {
            if (hit.kind == InjectionKind::Hidden)
                hiddenEnd = std::max(hiddenEnd, hit.end);
            if (hit.weight <= 0)
                continue;
            spoken = true;
            hidden = hidden || hit.begin < hiddenEnd;
            weigh(hit.kind, hit.weight, layer.text, hit.begin, hit.end);
        }
        const Judged judged = judgeSentences(layer.text, hits);
        if (encoded && (spoken || judged.worst >= worthNaming))
            weigh(InjectionKind::Encoded, 0.5, layer.text, 0, layer.text.size());
        m_bytes += layer.text.size();
        if (hidden || judged.worstHidden >= worthHiding)
            weigh(InjectionKind::Hidden, judged.worstHidden >= worthHiding ? 0.55 : 0.4, layer.text, 0, 0);
        m_spoken = m_spoken || spoken;
    }

    void addInvisible(const InjectionLayers& layers)
    {
        const bool worst = m_spoken || m_sentence >= worthNaming;
        m_spelt = layers.tags >= suspiciousTags;
        if (worst && layers.invisibles + layers.tags > 0)
            weigh(InjectionKind::Invisible, 0.4, "", 0, 0);
        else if (layers.tags >= suspiciousTags)
            weigh(InjectionKind::Invisible, 0.6, "", 0, 0);
        else if (layers.invisibles >= suspiciousInvisibles)
            weigh(InjectionKind::Invisible, 0.3, "", 0, 0);
    }

    void addVectors(const InjectionNet& net, const MessageVectors& vectors)
    {
        m_vector = vectors.whole.size() == InjectionNet::dimensions;
        if (!m_vector)
            return;
        m_whole = net.attack(vectors.whole);
        m_parts = vectors.parts.size();
        for (const MessageVectors::Part& part : vectors.parts) {
            if (const double attack = net.attack(part.vector); attack > m_part) {
                m_part = attack;
                m_partWords = shown(part.text);
            }
        }
    }

    [[nodiscard]] InjectionDetector::Reading reading() const
    {
        InjectionDetector::Reading result;
        double doubt = 1;
        for (const auto& [kind, found] : m_found)
            doubt *= 1 - found.weight;
        result.evidence
            = {1 - doubt, m_found.size() + (m_spelt ? 1 : 0), m_sentence, m_whole, m_part, m_parts, m_vector, m_bytes};
        result.finding.score = injectionScore(result.evidence);
        std::map<InjectionKind, double> kinds;
        for (const auto& [kind, found] : m_found)
            kinds[kind] = found.weight;
        if (result.finding.score >= worthNaming)
            kinds.try_emplace(m_sentenceKind, m_sentence);
        double strongest = 0;
        for (const auto& [kind, found] : m_found) {
            if (!found.words.empty() && found.weight > strongest) {
                strongest = found.weight;
                result.finding.words = found.words;
            }
        }
        if (result.finding.words.empty() && result.finding.score >= worthNaming)
            result.finding.words = m_part > m_sentence ? m_partWords : m_sentenceWords;
        for (const auto& [kind, weight] : kinds)
            result.finding.kinds.emplace_back(name(kind));
        return result;
    }

private:
    struct Found {
        double weight = 0;
        std::string words;
    };

    // Variants of one order count once.
    void weigh(InjectionKind kind, double weight, std::string_view text, std::size_t begin, std::size_t end)
    {
        Found& found = m_found[kind];
        if (weight > found.weight)
            found = {weight, shown(text.substr(begin, end - begin))};
    }

    struct Judged {
        double worst = 0;
        double worstHidden = 0; // of what people do not see
    };

    // Each sentence alone and with the one before it.
    Judged judgeSentences(std::string_view text, const std::vector<InjectionHit>& hits)
    {
        Judged judged;
        TextCounts before;
        text::Span last{};
        const auto judge = [&](const TextCounts& counts, const text::Span& span) {
            const InjectionKinds kinds = kindsWithin(hits, span.begin, span.end);
            const double attack = this->judge(counts, kinds, text, span);
            judged.worst = std::max(judged.worst, attack);
            if (kinds.test(static_cast<std::size_t>(InjectionKind::Hidden)) && isHiddenByStyle(text, span, hits))
                judged.worstHidden = std::max(judged.worstHidden, attack);
        };
        std::vector<InjectionHit> excused;
        std::copy_if(
            hits.begin(), hits.end(), std::back_inserter(excused), [](const InjectionHit& hit) { return hit.weight < 0; });
        for (const text::Span& segment : injectionSegments(text)) {
            TextCounts counts = InjectionHead::count(excused.empty() ? segment.of(text) : judgedWords(text, segment, excused));
            judge(counts, segment);
            if (last.end > last.begin)
                judge(InjectionHead::merged(before, counts), {last.begin, segment.end});
            before = std::move(counts);
            last = segment;
        }
        return judged;
    }

    double judge(const TextCounts& counts, const InjectionKinds& kinds, std::string_view text, const text::Span& span)
    {
        const auto judgement = m_head.judge(counts, kinds);
        if (judgement.attack > m_sentence) {
            m_sentence = judgement.attack;
            m_sentenceKind = judgement.kind;
            m_sentenceWords = shown(span.of(text));
        }
        return judgement.attack;
    }

    const InjectionHead& m_head;
    const Lexicon& m_lexicon;
    std::map<InjectionKind, Found> m_found;
    std::size_t m_bytes = 0;
    bool m_spoken = false;
    bool m_spelt = false; // something in letters that nobody sees: nothing ordinary does
    bool m_vector = false;
    double m_sentence = 0;
    double m_whole = 0;
    double m_part = 0;
    std::size_t m_parts = 0;
    InjectionKind m_sentenceKind = InjectionKind::Override;
    std::string m_sentenceWords;
    std::string m_partWords;
};

} // namespace

double injectionScore(const InjectionEvidence& evidence)
{
    const bool agreed = evidence.kinds > 1 || std::max({evidence.sentence, evidence.whole, evidence.part}) >= halfAgreed;
    const double rules = agreed ? evidence.rules : std::min(evidence.rules, mostOfOneKind);
    const double sentences = std::log(1 + static_cast<double>(std::min(evidence.bytes, longestCounted)) / bytesOfSentence);
    const double sentence = logit(evidence.sentence);
    if (!evidence.vector)
        return std::max(rules, logistic(sentence - manySentences * sentences + balanceOfSentence));
    double vector = logit(evidence.whole);
    if (evidence.parts > 0)
        vector = std::max(vector, logit(evidence.part) - manyParts * std::log(1 + static_cast<double>(evidence.parts)));
    const double words = sentence - manySentencesBesideVector * sentences;
    return std::max({rules, logistic(vectorShare * vector + words + balance), logistic(words + balanceBesideVector)});
}

Result<InjectionDetector> InjectionDetector::load(const std::filesystem::path& models)
{
    InjectionDetector detector;
    detector.m_head = TRY(InjectionHead::load(models));
    detector.m_net = TRY(InjectionNet::load(models));
    return detector;
}

InjectionDetector::Reading InjectionDetector::read(
    std::string_view text, const MessageVectors& vectors, const Lexicon& lexicon) const
{
    const InjectionLayers layers = injectionLayers(text);
    Gathering gathering(m_head, lexicon);
    for (const InjectionLayer& layer : layers.layers)
        gathering.addLayer(layer);
    gathering.addInvisible(layers);
    gathering.addVectors(m_net, vectors);
    return gathering.reading();
}

} // namespace tandem
