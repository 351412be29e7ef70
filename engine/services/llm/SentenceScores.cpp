#include "services/llm/SentenceScores.h"

#include "model/QuestionMark.h"
#include "model/StopWords.h"
#include "services/llm/IrregularForms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace tandem {

namespace {

// Weights of the parts of a score, set by hand on the demo questions.
constexpr double meaningWeight = 0.45;
constexpr double coverageWeight = 2.2;
constexpr double focusWeight = 0.5;
constexpr double standingWeight = 0.7;
constexpr double numberBonus = 0.35;
constexpr double stepBonus = 0.3;
constexpr double headingShare = 0.4; // a question's word in the title or heading counts this much
constexpr double stepHeadingShare = 0.9; // steps say what they lead to in their heading alone
constexpr double numberShare = 0.4;
constexpr double unknownWeight = 0.15;
constexpr double identifierBonus = 0.8;
constexpr std::size_t shortStep = 8; // content words of "Open Settings › Billing › Refunds."
constexpr double stepPenalty = 0.25;
constexpr double backwardPenalty = 0.2;
constexpr double orphanPenalty = 0.6;
constexpr double pathPenalty = 0.5; // where to click answers another question

constexpr auto backReferences = std::to_array<std::string_view>(
    {"this", "it", "these", "they", "that", "those", "he", "she", "esto", "esta", "este", "estos", "estas", "ello", "cela",
        "ceci", "ils", "elles", "celui", "celle", "cette", "cet", "ces", "ce", "dies", "diese", "dieser", "dieses", "sie", "es",
        "das", "questo", "questa", "questi", "queste", "isto", "isso", "esse", "essa", "deze", "dit", "ze", "het", "to", "ten",
        "te", "bu", "bunlar", "هذا", "هذه", "ذلك", "وهذا", "وهذه", "这", "该", "此", "これ", "それ", "この", "その"});

std::string_view firstWord(std::string_view sentence)
{
    const auto words = text::words(sentence.substr(0, std::min<std::size_t>(sentence.size(), 64)));
    return words.empty() ? std::string_view() : words.front().of(sentence);
}

// "This error means…" carries its noun along; "This means…" does not. A pronoun followed by a noun is taken as the harmless case
// only where the noun is a code or name.
bool refersBack(std::string_view sentence)
{
    const std::string folded = text::foldAccents(firstWord(sentence));
    if (std::ranges::find(backReferences, folded) == backReferences.end())
        return false;
    const std::vector<ContentWord> words = contentWords(sentence.substr(0, std::min<std::size_t>(sentence.size(), 60)));
    return words.empty() || words.front().shape == WordShape::Plain;
}

std::size_t separators(std::string_view text, std::string_view separator)
{
    std::size_t count = 0;
    for (auto at = text.find(separator); at != std::string_view::npos; at = text.find(separator, at + separator.size()))
        ++count;
    return count;
}

bool endsSentence(std::string_view text)
{
    return text.ends_with('.') || text.ends_with('!') || text.ends_with("。") || text.ends_with("！") || text.ends_with('"')
        || text.ends_with(')') || text.ends_with("؟") || text.ends_with("”");
}

struct Line {
    bool alone = false; // the sentence fills its line
    bool neighbour = false; // so does the one before or after it
};

bool fillsLine(std::string_view passage, const std::vector<text::Span>& sentences, std::size_t i)
{
    const bool begins = i == 0 || passage.substr(sentences[i - 1].end, sentences[i].begin - sentences[i - 1].end).contains('\n');
    const bool ends
        = i + 1 == sentences.size() || passage.substr(sentences[i].end, sentences[i + 1].begin - sentences[i].end).contains('\n');
    return begins && ends;
}

Line lineOf(std::string_view passage, const std::vector<text::Span>& sentences, std::size_t i)
{
    Line line;
    line.alone = fillsLine(passage, sentences, i);
    line.neighbour = line.alone
        && ((i > 0 && fillsLine(passage, sentences, i - 1))
            || (i + 1 < sentences.size() && fillsLine(passage, sentences, i + 1)));
    return line;
}

SentenceRole roleOf(std::string_view sentence, const Line& line)
{
    if (isQuestion(sentence))
        return SentenceRole::Question;
    if (sentence.ends_with(':') || sentence.ends_with("："))
        return SentenceRole::ListIntroduction;
    if (line.alone && separators(sentence, "; ") >= 1 && separators(sentence, ": ") >= 2)
        return SentenceRole::TableRow;
    const bool marked = sentence.starts_with("- ") || sentence.starts_with("* ") || sentence.starts_with("• ")
        || (!sentence.empty() && sentence[0] >= '1' && sentence[0] <= '9'
            && (sentence.substr(1, 2) == ". " || sentence.substr(1, 2) == ") "));
    if (marked || (line.alone && line.neighbour))
        return SentenceRole::ListLine;
    if (!endsSentence(sentence) && line.alone && text::words(sentence).size() <= 8)
        return SentenceRole::Fragment;
    return SentenceRole::Statement;
}

// A number that the question does not hold already; the numbers of a date are none.
bool holdsAmount(const std::vector<ContentWord>& words, const std::set<std::string_view>& asked)
{
    const auto isYear = [](const ContentWord& word) {
        return word.shape == WordShape::Number && word.stem.size() == 4
            && (word.stem.starts_with("19") || word.stem.starts_with("20"));
    };
    const auto numbers = std::ranges::count_if(words, [&](const ContentWord& word) {
        return (word.shape == WordShape::Number || word.shape == WordShape::Identifier) && !asked.contains(word.stem);
    });
    const auto years = std::ranges::count_if(words, isYear);
    return numbers > 2 * years;
}

double roleScore(SentenceRole role, AnswerKind kind)
{
    switch (role) {
    case SentenceRole::Statement: return 0;
    case SentenceRole::ListIntroduction: return kind == AnswerKind::Steps ? stepBonus : -0.3;
    case SentenceRole::ListLine: return kind == AnswerKind::Steps ? stepBonus : 0;
    case SentenceRole::TableRow: return -tableRowPenalty;
    case SentenceRole::Question: return -1.5;
    case SentenceRole::Fragment: return -1.2;
    }
    return 0;
}

std::set<std::string_view> stemsOf(const std::vector<ContentWord>& words)
{
    std::set<std::string_view> stems;
    for (const ContentWord& word : words)
        stems.insert(word.stem);
    return stems;
}

} // namespace

double sharedWords(const std::vector<ContentWord>& left, const std::vector<ContentWord>& right)
{
    const std::set<std::string_view> leftStems = stemsOf(left);
    const std::set<std::string_view> rightStems = stemsOf(right);
    const std::size_t shorter = std::min(leftStems.size(), rightStems.size());
    const auto shared = std::ranges::count_if(leftStems, [&](std::string_view stem) { return rightStems.contains(stem); });
    return shorter == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(shorter);
}

SentenceScores::SentenceScores(const DraftRequest& request)
    : m_request(request)
    , m_parts(questionParts(request.question))
    , m_words(comparableWords(request.question))
{
    for (std::size_t i = 0; i < request.passages.size(); ++i)
        collect(i);
    weigh();
    scoreMeaning();
    for (SentenceCandidate& candidate : m_candidates) {
        candidate.coverage = coverageOf(candidate, m_words, m_parts.front().kind);
        // The questions themselves count more than what is told around them.
        double best = 0;
        for (const QuestionPart& part : m_parts)
            best = std::max(best, partScore(candidate, part));
        const AnswerKind kind = m_parts.front().kind;
        candidate.score = 0.65 * best + 0.35 * scoreOf(candidate, candidate.coverage, kind);
    }
}

void SentenceScores::collect(std::size_t passage)
{
    const Passage& source = m_request.passages[passage].passage;
    m_headings.push_back(comparableWords(source.title + "\n" + source.heading));
    const std::size_t first = m_candidates.size();
    for (std::size_t i = 0; i < source.sentences.size(); ++i) {
        SentenceCandidate candidate;
        candidate.passage = passage;
        candidate.sentence = i;
        candidate.text = text::trim(source.sentences[i].of(source.text));
        if (candidate.text.empty())
            continue;
        candidate.role = roleOf(candidate.text, lineOf(source.text, source.sentences, i));
        candidate.words = comparableWords(candidate.text);
        candidate.refersBack = refersBack(candidate.text);
        m_candidates.push_back(std::move(candidate));
    }
    markSteps(first);
}

// A list that begins with a short line that names a menu is a list of steps.
void SentenceScores::markSteps(std::size_t first)
{
    bool steps = false;
    for (std::size_t i = first; i < m_candidates.size(); ++i) {
        SentenceCandidate& candidate = m_candidates[i];
        const bool isLine = candidate.role == SentenceRole::ListLine;
        const bool begins = isLine && (i == first || m_candidates[i - 1].role != SentenceRole::ListLine);
        if (begins)
            steps = candidate.text.contains("›") && candidate.words.size() <= shortStep;
        candidate.step = isLine && steps;
    }
}

void SentenceScores::weigh()
{
    for (const SentenceCandidate& candidate : m_candidates)
        m_weights.addText(candidate.words);
}

void SentenceScores::scoreMeaning()
{
    double sum = 0;
    double squares = 0;
    std::size_t count = 0;
    const auto similarity = [this](const SentenceCandidate& candidate) {
        const std::vector<float>& all = m_request.passages[candidate.passage].sentenceSimilarity;
        return candidate.sentence < all.size() ? static_cast<double>(all[candidate.sentence]) : 0.0;
    };
    for (const SentenceCandidate& candidate : m_candidates) {
        const double value = similarity(candidate);
        if (value <= 0)
            continue;
        sum += value;
        squares += value * value;
        ++count;
    }
    if (count < 2)
        return;
    const double mean = sum / static_cast<double>(count);
    const double deviation = std::sqrt(std::max(squares / static_cast<double>(count) - mean * mean, 1e-8));
    m_hasMeaning = true;
    for (SentenceCandidate& candidate : m_candidates) {
        const double value = similarity(candidate);
        candidate.meaning = value > 0 ? std::clamp((value - mean) / std::max(deviation, 0.008), -3.0, 3.0) : 0.0;
    }
}

double SentenceScores::coverageOf(
    const SentenceCandidate& candidate, const std::vector<ContentWord>& words, AnswerKind kind) const
{
    const double share = kind == AnswerKind::Steps && candidate.role == SentenceRole::ListLine ? stepHeadingShare : headingShare;
    const std::set<std::string_view> own = stemsOf(candidate.words);
    const std::set<std::string_view> heading = stemsOf(m_headings[candidate.passage]);
    double held = 0;
    double all = 0;
    for (const ContentWord& word : words) {
        // A word that no passage holds parts no sentence from another.
        const bool known = m_weights.isKnown(word.stem) || heading.contains(word.stem);
        const double number = word.shape == WordShape::Number ? numberShare : 1.0; // "in 2026" tells little
        const double weight = known ? number * std::pow(m_weights.weight(word), 2) : unknownWeight;
        all += weight;
        if (own.contains(word.stem))
            held += weight;
        else if (heading.contains(word.stem))
            held += share * weight;
    }
    return all > 0 ? held / all : 0;
}

double SentenceScores::standing(std::size_t passage) const
{
    const double best = m_request.passages.front().score;
    const double worst = m_request.passages.back().score;
    const double byRank = 1.0 / (1.0 + 0.35 * static_cast<double>(passage));
    if (best <= worst)
        return byRank;
    return 0.5 * byRank + 0.5 * std::clamp((m_request.passages[passage].score - worst) / (best - worst), 0.0, 1.0);
}

double SentenceScores::scoreOf(const SentenceCandidate& candidate, double coverage, AnswerKind kind) const
{
    const std::set<std::string_view> asked = stemsOf(m_words);
    const auto onTopic
        = std::ranges::count_if(candidate.words, [&](const ContentWord& word) { return asked.contains(word.stem); });
    const double focus = candidate.words.empty() ? 0 : static_cast<double>(onTopic) / static_cast<double>(candidate.words.size());
    const bool holdsIdentifier = std::ranges::any_of(candidate.words,
        [&](const ContentWord& word) { return word.shape == WordShape::Identifier && asked.contains(word.stem); });
    double score = coverageWeight * coverage + focusWeight * focus + standingWeight * standing(candidate.passage)
        + roleScore(candidate.role, kind);
    if (m_hasMeaning)
        score += meaningWeight * candidate.meaning;
    if (kind == AnswerKind::Number && holdsAmount(candidate.words, asked))
        score += numberBonus;
    if (holdsIdentifier)
        score += identifierBonus;
    if (candidate.step)
        score += kind == AnswerKind::Steps ? stepBonus : -stepPenalty;
    if (kind != AnswerKind::Steps && candidate.text.contains("›"))
        score -= pathPenalty;
    // With the sentence before it is complete; at the start of a passage nothing comes before.
    if (candidate.refersBack)
        score -= candidate.sentence > 0 ? backwardPenalty : orphanPenalty;
    if (candidate.words.size() < 2)
        score -= 0.6;
    return score;
}

int SentenceScores::unknownNames() const
{
    int count = 0;
    for (const QuestionPart& part : m_parts) {
        // Where every noun has a capital, it shows no name.
        const bool german = languageByStopWords(m_request.question) == Language::De;
        for (std::size_t i = 0; i < part.words.size(); ++i) {
            const ContentWord& word = part.words[i];
            const bool name = word.shape == WordShape::Identifier || (word.shape == WordShape::Name && !german);
            // "October 2026", "Firefox 132": the number says what is meant, the name alone need not be known.
            const bool qualified = i + 1 < part.words.size() && part.words[i + 1].shape == WordShape::Number;
            const bool inHeading = std::ranges::any_of(m_headings, [&](const std::vector<ContentWord>& heading) {
                return std::ranges::any_of(heading, [&](const ContentWord& other) { return other.stem == word.stem; });
            });
            count += name && !qualified && !inHeading && !m_weights.isKnown(word.stem) ? 1 : 0;
        }
    }
    return count;
}

double SentenceScores::partCoverage(const SentenceCandidate& candidate, const QuestionPart& part) const
{
    return coverageOf(candidate, part.words, part.kind);
}

double SentenceScores::partScore(const SentenceCandidate& candidate, const QuestionPart& part) const
{
    return scoreOf(candidate, coverageOf(candidate, part.words, part.kind), part.kind);
}

} // namespace tandem
