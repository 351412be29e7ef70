#include "pipeline/understand/Understanding.h"

#include "base/Log.h"
#include "base/Text.h"
#include "pipeline/EscalationReasons.h"
#include "pipeline/understand/Explanations.h"
#include "pipeline/understand/Fingerprints.h"
#include "pipeline/understand/InjectionDetector.h"
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/Lexicon.h"
#include "pipeline/understand/NewestText.h"
#include "pipeline/understand/Sentiment.h"
#include "pipeline/understand/SignalReader.h"
#include "pipeline/understand/TextHeads.h"
#include "pipeline/understand/UrgencyScorer.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace tandem {

namespace {

constexpr std::size_t consideredBytes = 64U << 10U; // of a message; more says nothing new
constexpr std::size_t mostLogged = 20; // lines of a desk's own lexicons that are skipped
constexpr std::size_t consideredHistory = 128U << 10U; // bytes of all earlier messages together
constexpr double sameQuestion = 0.6; // word overlap
constexpr double pleased = 0.25; // who feels better than this asks for nothing again: thanks said twice are thanks
constexpr double sureLanguage = 0.9;
constexpr double sureLanguageOfFewWords = 0.98;
constexpr std::size_t fewWords = 6;
constexpr std::size_t leastWords = 3;
constexpr std::size_t languageContext = 2000; // bytes of what was said before
constexpr double feelingOfWords = 3; // weight of the lexicon beside the head, in log-odds
constexpr double learnedUrgency = 0.88; // weight of the head beside the lexicon
constexpr double learnedUrgencyOfWords = 0.8;
constexpr double urgencyGainOfWords = 1.1; // a head without a vector is less sure of itself: levels mean the same again

class Understander final : public Understanding {
public:
    Understander(Lexicon lexicon, LanguageDetector languages, TextHeads heads, SignalReader signalReader,
        InjectionDetector injections, std::map<std::string, std::string> files)
        : m_lexicon(std::move(lexicon))
        , m_languages(std::move(languages))
        , m_heads(std::move(heads))
        , m_signals(std::move(signalReader))
        , m_injections(std::move(injections))
        , m_files(std::move(files))
    {
    }

    [[nodiscard]] Classification analyze(const Conversation& conversation, const MessageVectors& vectors) const override;
    [[nodiscard]] Explanation explain(
        const Conversation& conversation, const MessageVectors& vectors, const Classification& classification) const override;
    [[nodiscard]] LanguageGuess detectLanguage(std::string_view text) const override { return m_languages.detect(text); }
    [[nodiscard]] CategoryHead& categoryHead() override { return m_heads.categoryHead(); }
    [[nodiscard]] std::map<std::string, std::string> fingerprints() const override;
    [[nodiscard]] std::vector<EscalationReason> escalationReasons(const Classification& classification,
        const Conversation& conversation, const UnderstandingThresholds& thresholds) const override
    {
        return reasonsForPerson(inputsOf(classification, conversation), thresholds);
    }

private:
    [[nodiscard]] Feeling feeling(
        const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading) const;
    [[nodiscard]] LanguageGuess language(
        const Conversation& conversation, std::string_view subject, const std::string& newest) const;
    std::vector<Feeling> addHistory(
        const Conversation& conversation, const MessageVectors& vectors, const Tokens& asked, Classification& result) const;
    void addFeeling(const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading,
        std::vector<Feeling> feelings, Classification& result) const;
    void addUrgency(const Conversation& conversation, const Tokens& tokens, const std::vector<PatternMatch>& matches,
        const TextHeads::Reading& reading, Classification& result) const;

    Lexicon m_lexicon;
    LanguageDetector m_languages;
    TextHeads m_heads;
    SignalReader m_signals;
    InjectionDetector m_injections;
    std::map<std::string, std::string> m_files; // fingerprints
};

std::map<std::string, std::string> Understander::fingerprints() const
{
    std::map<std::string, std::string> all = m_files;
    all["category"] = fingerprintText(m_heads.categoryHead().currentFingerprint());
    return all;
}

Feeling Understander::feeling(
    const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading) const
{
    return feelingOf(m_heads.sentiment(reading), lexicalSentiment(tokens, matches), feelingOfWords);
}

void addMissing(const std::vector<Signal>& found, std::vector<Signal>& signals)
{
    for (const Signal& signal : found) {
        const bool known = std::any_of(signals.begin(), signals.end(),
            [&](const Signal& each) { return each.code == signal.code && each.action == signal.action; });
        if (!known)
            signals.push_back(signal);
    }
}

// The action that is asked for: deletion covers closure; of others the first one found, the newest message first.
HighStakesAction wantedAction(const std::vector<Signal>& signals)
{
    HighStakesAction wanted = HighStakesAction::None;
    for (const Signal& signal : signals) {
        if (signal.action == HighStakesAction::DataDeletion)
            return signal.action;
        if (wanted == HighStakesAction::None)
            wanted = signal.action;
    }
    return wanted;
}

// A short message says little of its language: "error 500" goes on in the language of the subject and of what was said before.
LanguageGuess Understander::language(const Conversation& conversation, std::string_view subject, const std::string& newest) const
{
    LanguageGuess guess = m_languages.detect(newest);
    const std::size_t words = text::words(text::truncate(newest, languageContext)).size();
    if (words >= leastWords && guess.confidence >= (words < fewWords ? sureLanguageOfFewWords : sureLanguage))
        return guess;
    std::string all = newest;
    for (const Message* message : earlierMessages(conversation)) {
        if (all.size() > languageContext)
            break;
        all += '\n' + newestText(text::truncate(message->text, languageContext));
    }
    if (!subject.empty())
        all += '\n' + std::string(subject);
    if (const LanguageGuess known = m_languages.detect(all); known.confidence >= guess.confidence)
        guess = known;
    return guess;
}

// Earlier messages of the customer: a reason that they gave still holds, and a question that comes back is a repeated one.
// `asked`: the newest, empty when it asks nothing. Gives how they felt, oldest first.
std::vector<Feeling> Understander::addHistory(
    const Conversation& conversation, const MessageVectors& vectors, const Tokens& asked, Classification& result) const
{
    std::vector<Feeling> feelings;
    const std::vector<const Message*> earlier = earlierMessages(conversation);
    std::size_t left = consideredHistory;
    for (std::size_t i = 0; i < earlier.size() && left > 0; ++i) {
        const std::string_view bounded = text::truncate(earlier[i]->text, std::min(consideredBytes, left));
        left -= bounded.size();
        const std::string text = newestText(bounded);
        const Tokens tokens = tokensOf(text);
        const std::vector<PatternMatch> matches = m_lexicon.matches(tokens, m_languages.detect(text));
        const MessageVectors vector = i < vectors.earlier.size() ? MessageVectors(vectors.earlier[i]) : MessageVectors();
        addMissing(m_signals.read(tokens, matches, vector), result.signals);
        InjectionFinding injection = m_injections.read(bounded, vector, m_lexicon).finding;
        if (injection.score > result.injection.score)
            result.injection = std::move(injection);
        feelings.push_back(feeling(tokens, matches, TextHeads::read(text::truncate(text, 4000), {})));
        const double overlap = feelings.back().score < pleased ? wordOverlap(asked, tokens) : 0;
        if (overlap >= sameQuestion)
            addMissing({{EscalationCode::RepeatedQuestion, HighStakesAction::None, std::string(text::truncate(asked.text, 120)),
                           overlap}},
                result.signals);
    }
    // As it was heard when it was new, whatever the messages tell when they are read again.
    addMissing(conversation.earlierSignals, result.signals);
    if (conversation.earlierInjection.score > result.injection.score)
        result.injection = conversation.earlierInjection;
    std::reverse(feelings.begin(), feelings.end());
    return feelings;
}

void Understander::addFeeling(const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading,
    std::vector<Feeling> feelings, Classification& result) const
{
    // By words alone, as the earlier ones are: another way of measuring is no change of mood.
    std::vector<double> alike;
    if (!feelings.empty()) {
        std::ranges::transform(feelings, std::back_inserter(alike), &Feeling::score);
        alike.push_back(feeling(tokens, matches, {reading.counts, {}}).score);
    }
    result.sentimentTrend = sentimentTrend(alike);
    feelings.push_back(feeling(tokens, matches, reading));
    const Feeling all = conversationFeeling(feelings);
    result.sentimentScore = all.score;
    result.sentiment = all.sentiment();
}

void Understander::addUrgency(const Conversation& conversation, const Tokens& tokens, const std::vector<PatternMatch>& matches,
    const TextHeads::Reading& reading, Classification& result) const
{
    const bool words = reading.vector.empty();
    UrgencyJudgement judged = judgeUrgency(tokens, matches, (words ? urgencyGainOfWords : 1) * m_heads.urgency(reading),
        words ? learnedUrgencyOfWords : learnedUrgency);
    const std::optional<Tier> tier = conversation.customer.tier;
    result.urgencyScore = withCustomersWord(judged.score, tier, conversation.priority);
    result.urgency = urgencyOf(result.urgencyScore);
    result.urgencyReasons = std::move(judged.reasons);
    if (result.urgency >= Urgency::High && !judged.pressing) {
        const auto judge = [&](std::string_view sentence) { return m_heads.urgency(TextHeads::read(sentence, {})); };
        if (const std::string_view sentence = mostUrgentSentence(tokens, judge); !sentence.empty())
            result.urgencyReasons.push_back("wording: " + std::string(sentence));
    }
    for (std::string& each : customersReasons(tier, conversation.priority))
        result.urgencyReasons.push_back(std::move(each));
}

Classification Understander::analyze(const Conversation& conversation, const MessageVectors& vectors) const
{
    const Embedding& vector = vectors.whole;
    Classification result;
    const std::string_view bounded = text::truncate(conversation.text, consideredBytes);
    const std::string newest = newestText(bounded);
    const std::string_view subject = text::truncate(conversation.subject, 1000);
    const std::string whole = subject.empty() || isReplySubject(subject) ? newest : std::string(subject) + "\n" + newest;
    result.language = language(conversation, subject, newest);

    const Tokens tokens = tokensOf(whole);
    const std::vector<PatternMatch> matches = m_lexicon.matches(tokens, result.language);
    const std::string judged = classificationText(conversation);
    const TextHeads::Reading reading = TextHeads::read(judged, vector);
    result.probabilities = m_heads.category(reading);
    const auto best = std::max_element(result.probabilities.begin(), result.probabilities.end());
    result.category = static_cast<Category>(best - result.probabilities.begin());
    result.confidence = *best;

    addUrgency(conversation, tokens, matches, reading, result);
    result.signals = m_signals.read(tokens, matches, vectors);
    result.injection = m_injections.read(std::string(subject) + "\n" + conversation.text, vectors, m_lexicon).finding;
    const bool asks = feeling(tokens, matches, {reading.counts, {}}).score < pleased;
    addFeeling(tokens, matches, reading,
        addHistory(conversation, vectors, tokensOf(asks ? std::string_view(newest) : std::string_view()), result), result);
    result.highStakesAction = wantedAction(result.signals);
    addPersonalData(conversation, result);
    return result;
}

Explanation Understander::explain(
    const Conversation& conversation, const MessageVectors& vectors, const Classification& classification) const
{
    const bool words = vectors.whole.empty();
    ReadingParts parts{m_lexicon, m_languages, m_heads, m_signals, {}};
    parts.injection = [this](std::string_view text) { return m_injections.read(text, {}, m_lexicon).finding.score; };
    parts.learnedUrgency = words ? learnedUrgencyOfWords : learnedUrgency;
    parts.urgencyGain = words ? urgencyGainOfWords : 1;
    parts.feelingOfWords = feelingOfWords;
    return explained(parts, conversation, vectors, classification);
}

} // namespace

Result<std::unique_ptr<Understanding>> Understanding::load(
    const std::filesystem::path& resources, const std::filesystem::path& deskLexicons)
{
    Lexicon lexicon = TRY(Lexicon::load(resources / "lexicons", deskLexicons));
    for (const LexiconProblem& problem : lexicon.problems() | std::views::take(mostLogged))
        log::warning("lexicon_line_skipped", {log::Field::reason(described(problem))});
    if (lexicon.problems().size() > mostLogged)
        log::warning("lexicon_lines_skipped", {{"count", lexicon.problems().size()}});
    LanguageDetector languages = TRY(LanguageDetector::load(resources / "models"));
    TextHeads heads = TRY(TextHeads::load(resources / "models"));
    SignalReader signalReader = TRY(SignalReader::load(resources / "models"));
    InjectionDetector injections = TRY(InjectionDetector::load(resources / "models"));
    auto files = TRY(readingFingerprints(resources));
    if (lexicon.deskFingerprint() != 0)
        files["own_lexicons"] = fingerprintText(lexicon.deskFingerprint());
    return std::make_unique<Understander>(std::move(lexicon), std::move(languages), std::move(heads), std::move(signalReader),
        std::move(injections), std::move(files));
}

} // namespace tandem
