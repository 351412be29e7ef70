#include "pipeline/understand/Understanding.h"

#include "base/Text.h"
#include "pipeline/understand/EscalationReasons.h"
#include "pipeline/understand/InjectionDetector.h"
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/Lexicon.h"
#include "pipeline/understand/NewestText.h"
#include "pipeline/understand/Sentiment.h"
#include "pipeline/understand/SignalFinder.h"
#include "pipeline/understand/TextHeads.h"
#include "pipeline/understand/UrgencyScorer.h"
#include "privacy/Redaction.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t consideredBytes = 64U << 10U; // of a message; more says nothing new
constexpr std::size_t consideredHistory = 20; // newest messages of the customer
constexpr double sameQuestion = 0.6; // word overlap
constexpr double learnedSentiment = 0.65; // weight of the head beside the lexicon
constexpr double learnedWithoutVector = 0.3;
constexpr double withoutVectorGain = 1.8; // words alone speak softly; this makes thresholds mean the same
constexpr double learnedUrgency = 0.6;
constexpr double negativeBelow = -0.22;
constexpr double positiveAbove = 0.28;

class Understander final : public Understanding {
public:
    Understander(Lexicon lexicon, LanguageDetector languages, TextHeads heads)
        : m_lexicon(std::move(lexicon))
        , m_languages(std::move(languages))
        , m_heads(std::move(heads))
    {
    }

    [[nodiscard]] Classification analyze(const Conversation& conversation, const Embedding& vector) const override;
    [[nodiscard]] LanguageGuess detectLanguage(std::string_view text) const override { return m_languages.detect(text); }
    [[nodiscard]] std::vector<EscalationReason> escalationReasons(const Classification& classification,
        const Conversation& conversation, const UnderstandingThresholds& thresholds) const override
    {
        return reasonsForPerson(classification, conversation, thresholds);
    }

private:
    [[nodiscard]] double feeling(
        const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading) const;
    void addHistory(const Conversation& conversation, const Tokens& newest, Classification& result) const;

    Lexicon m_lexicon;
    LanguageDetector m_languages;
    TextHeads m_heads;
};

double Understander::feeling(
    const Tokens& tokens, const std::vector<PatternMatch>& matches, const TextHeads::Reading& reading) const
{
    const double learned = reading.vector.empty() ? learnedWithoutVector : learnedSentiment;
    const double value = learned * m_heads.sentiment(reading) + (1 - learned) * lexicalSentiment(tokens, matches);
    return reading.vector.empty() ? std::clamp(withoutVectorGain * value, -1.0, 1.0) : value;
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

// Earlier messages of the customer: a reason that they gave still holds, and a question that comes back is a repeated one.
void Understander::addHistory(const Conversation& conversation, const Tokens& newest, Classification& result) const
{
    std::vector<double> feelings;
    std::size_t taken = 0;
    for (auto each = conversation.history.rbegin(); each != conversation.history.rend() && taken < consideredHistory; ++each) {
        if (each->author != Author::Customer)
            continue;
        ++taken;
        const std::string text = newestText(text::truncate(each->text, consideredBytes));
        const Tokens tokens = tokensOf(text);
        const std::vector<PatternMatch> matches = m_lexicon.matches(tokens, m_languages.detect(text));
        addMissing(findSignals(tokens, matches), result.signals);
        feelings.push_back(feeling(tokens, matches, TextHeads::read(text::truncate(text, 4000), {})));
        if (const double overlap = wordOverlap(newest, tokens); overlap >= sameQuestion)
            addMissing({{EscalationCode::RepeatedQuestion, HighStakesAction::None, std::string(text::truncate(newest.text, 120)),
                           overlap}},
                result.signals);
    }
    std::reverse(feelings.begin(), feelings.end());
    feelings.push_back(result.sentimentScore);
    result.sentimentScore = conversationSentiment(feelings);
}

Classification Understander::analyze(const Conversation& conversation, const Embedding& vector) const
{
    Classification result;
    const std::string_view bounded = text::truncate(conversation.text, consideredBytes);
    const std::string newest = newestText(bounded);
    const std::string_view subject = text::truncate(conversation.subject, 1000);
    const std::string whole = subject.empty() ? newest : std::string(subject) + "\n" + newest;
    result.language = m_languages.detect(newest);
    if (result.language.confidence < 0.5 && !subject.empty())
        result.language = m_languages.detect(whole);

    const Tokens tokens = tokensOf(whole);
    const std::vector<PatternMatch> matches = m_lexicon.matches(tokens, result.language);
    const TextHeads::Reading reading = TextHeads::read(classificationText(conversation), vector);
    result.probabilities = m_heads.category(reading);
    const auto best = std::max_element(result.probabilities.begin(), result.probabilities.end());
    result.category = static_cast<Category>(best - result.probabilities.begin());
    result.confidence = *best;

    UrgencyJudgement urgency
        = judgeUrgency(tokens, matches, m_heads.urgency(reading), vector.empty() ? learnedWithoutVector : learnedUrgency);
    result.urgencyScore = withCustomersWord(urgency.score, conversation.customer.tier, conversation.priority);
    result.urgencyReasons = std::move(urgency.reasons);
    result.urgency = urgencyOf(result.urgencyScore);

    result.signals = findSignals(tokens, matches);
    result.sentimentScore = feeling(tokens, matches, reading);
    addHistory(conversation, tokens, result);
    result.sentiment = result.sentimentScore < negativeBelow ? Sentiment::Negative
        : result.sentimentScore > positiveAbove              ? Sentiment::Positive
                                                             : Sentiment::Neutral;
    result.highStakesAction = wantedAction(result.signals);
    result.injection = findInjection(std::string(subject) + "\n" + std::string(bounded), m_lexicon);
    result.pii = findPersonalData(conversation.text);
    return result;
}

} // namespace

Result<std::unique_ptr<Understanding>> Understanding::load(const std::filesystem::path& resources)
{
    Lexicon lexicon = TRY(Lexicon::load(resources / "lexicons"));
    LanguageDetector languages = TRY(LanguageDetector::load(resources / "models"));
    TextHeads heads = TRY(TextHeads::load(resources / "models"));
    return std::make_unique<Understander>(std::move(lexicon), std::move(languages), std::move(heads));
}

} // namespace tandem
