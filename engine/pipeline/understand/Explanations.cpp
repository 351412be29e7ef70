#include "pipeline/understand/Explanations.h"

#include "base/Logistic.h"
#include "base/Text.h"
#include "pipeline/understand/ExplainedWords.h"
#include "pipeline/understand/NewestText.h"
#include "pipeline/understand/Sentiment.h"
#include "pipeline/understand/SignalFinder.h"
#include "pipeline/understand/Understanding.h"
#include "pipeline/understand/UrgencyScorer.h"
#include "pipeline/understand/WordAblation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace tandem {

namespace {

constexpr double nothing = 1e-4; // of a share's weight
constexpr std::size_t mostLanguageWords = 12; // each costs a detection
constexpr std::size_t languageBytes = 200;
constexpr double likelyEnough = 0.5;
constexpr std::size_t mostInjectionWords = 24;
constexpr double injectionFrom = 0.3; // below it there is nothing to explain
constexpr std::size_t mostHistory = 20; // messages that count for sentiment

using Logits = std::vector<double>;

Logits likelihoods(Logits logits)
{
    softmax(logits);
    return logits;
}

class Explaining {
public:
    Explaining(const ReadingParts& parts, const Conversation& conversation, const MessageVectors& vectors,
        const Classification& classification)
        : m_parts(parts)
        , m_conversation(conversation)
        , m_vectors(vectors)
        , m_read(classification)
        , m_text(classificationText(conversation))
        , m_tokens(tokensOf(m_text))
        , m_matches(matchesOf(parts, conversation, m_tokens, classification.language))
        , m_words(m_text, TextHeads::buckets)
        , m_hasVector(vectors.whole.size() == TextHeads::dimensions)
    {
    }

    Explanation explanation()
    {
        Explanation result;
        result.predictions.push_back(category());
        result.predictions.push_back(urgency());
        result.predictions.push_back(sentiment());
        result.predictions.push_back(language());
        addSignals(result);
        if (m_read.injection.score >= injectionFrom)
            result.predictions.push_back(injection());
        result.text = m_text;
        return result;
    }

private:
    using Matches = std::vector<PatternMatch>;

    // The subject of a reply is not what is wished now.
    static Matches matchesOf(
        const ReadingParts& parts, const Conversation& conversation, const Tokens& tokens, const LanguageGuess& language)
    {
        Matches matches = parts.lexicon.matches(tokens, language);
        if (isReplySubject(conversation.subject))
            std::erase_if(matches, [&](const PatternMatch& match) { return match.begin < tokens.text.find('\n'); });
        return matches;
    }

    [[nodiscard]] WordAblation::Logits ablated(TextHeads::Task task) const
    {
        const HeadFile& file = m_parts.heads.file(task);
        return m_words.logits(file, *file.find(m_hasVector ? "both" : "words"), m_vectors.whole);
    }

    // `offset`: where in the text the words' own text begins.
    [[nodiscard]] ExplainedWord explainedWord(
        const WordAblation::Word& word, std::size_t offset, double weight, double score) const
    {
        const text::Span span{word.places.front().begin + offset, word.places.front().end + offset};
        return {std::string(span.of(m_text)), span, weight, score};
    }

    // Whether some of a topic went with a word that was left out.
    [[nodiscard]] bool lost(Topic topic, const Matches* left) const
    {
        const auto count = [&](const Matches& matches) {
            return std::ranges::count(matches, topic, [](const PatternMatch& match) { return match.pattern->topic; });
        };
        return left != nullptr && count(*left) < count(m_matches);
    }

    // What is left of the lexicons' matches without a word; nullopt when all is.
    [[nodiscard]] std::optional<Matches> matchesWithout(const WordAblation::Word& word, std::size_t offset) const
    {
        const auto touches = [&](const PatternMatch& match) {
            return std::ranges::any_of(word.places,
                [&](const text::Span& place) { return place.begin + offset < match.end && match.begin < place.end + offset; });
        };
        if (std::ranges::none_of(m_matches, touches))
            return std::nullopt;
        Matches left;
        std::ranges::remove_copy_if(m_matches, std::back_inserter(left), touches);
        return left;
    }

    // A prediction as it would be by these logits and lexicon matches; no matches given: by all there are.
    struct Judged {
        double weight = 0;
        double score = 0;
    };
    using Judge = std::function<Judged(const Logits&, const Matches*)>;

    void addWords(const WordAblation& text, const WordAblation::Logits& logits, std::size_t offset, const Judge& judge,
        ExplainedPrediction& result) const
    {
        const double whole = judge(logits.whole, nullptr).weight;
        std::vector<ExplainedWord> words;
        for (std::size_t i = 0; i < text.words().size(); ++i) {
            const std::optional<Matches> left = matchesWithout(text.words()[i], offset);
            const Judged judged = judge(logits.without[i], left ? &*left : nullptr);
            words.push_back(explainedWord(text.words()[i], offset, whole - judged.weight, judged.score));
        }
        const bool isScale = result.kind == ExplainedKind::Urgency || result.kind == ExplainedKind::Sentiment;
        result.words = strongestWords(std::move(words), isScale ? leastOfScale : leastLogOdds);
    }

    static void addShare(ShareKind kind, const Judged& whole, const Judged& left, ExplainedPrediction& result)
    {
        if (std::abs(whole.weight - left.weight) > nothing)
            result.shares.push_back({kind, whole.weight - left.weight, left.score});
    }

    void addAll(const WordAblation::Logits& logits, const Judge& judge, ExplainedPrediction& result) const
    {
        addWords(m_words, logits, 0, judge, result);
        const Judged whole = judge(logits.whole, nullptr);
        const Matches none;
        addShare(ShareKind::Words, whole, judge(logits.withoutWords, nullptr), result);
        addShare(ShareKind::Form, whole, judge(logits.withoutForm, nullptr), result);
        if (m_hasVector)
            addShare(ShareKind::Meaning, whole, judge(logits.withoutVector, nullptr), result);
        addShare(ShareKind::Rules, whole, judge(logits.whole, &none), result);
    }

    [[nodiscard]] ExplainedPrediction category() const
    {
        const WordAblation::Logits logits = ablated(TextHeads::Task::Category);
        // A person may have set another one.
        const auto best = static_cast<std::size_t>(std::ranges::max_element(logits.whole) - logits.whole.begin());
        std::size_t second = best == 0 ? 1 : 0;
        for (std::size_t c = 0; c < categoryCount; ++c)
            second = c != best && logits.whole[c] > logits.whole[second] ? c : second;
        const auto predicted = static_cast<Category>(best);
        ExplainedPrediction result{
            ExplainedKind::Category, std::string(name(predicted)), std::string(name(static_cast<Category>(second))), 0, {}, {}};
        result.score = predicted == m_read.category ? m_read.confidence : likelihoods(logits.whole)[best];
        addAll(
            logits, [&](const Logits& of, const Matches*) { return Judged{of[best] - of[second], likelihoods(of)[best]}; },
            result);
        return result;
    }

    [[nodiscard]] ExplainedPrediction urgency() const
    {
        const WordAblation::Logits logits = ablated(TextHeads::Task::Urgency);
        ExplainedPrediction result{ExplainedKind::Urgency, std::string(name(m_read.urgency)), "", m_read.urgencyScore, {}, {}};
        const auto value = [&](const Logits& of, const Matches* matches) {
            const double learned = m_parts.urgencyGain * TextHeads::urgencyOf(likelihoods(of));
            return judgeUrgency(m_tokens, matches == nullptr ? m_matches : *matches, learned, m_parts.learnedUrgency).score;
        };
        const double whole = value(logits.whole, nullptr);
        addAll(
            logits,
            [&](const Logits& of, const Matches* matches) {
                const double left = value(of, matches);
                return Judged{left, std::clamp(m_read.urgencyScore - whole + left, 0.0, 1.0)};
            },
            result);
        const double lifted = withCustomersWord(whole, m_conversation.customer.tier, m_conversation.priority);
        addShare(ShareKind::Customer, {lifted, 0}, {whole, whole}, result);
        return result;
    }

    [[nodiscard]] ExplainedPrediction sentiment() const
    {
        const WordAblation::Logits logits = ablated(TextHeads::Task::Sentiment);
        ExplainedPrediction result{
            ExplainedKind::Sentiment, std::string(name(m_read.sentiment)), "", m_read.sentimentScore, {}, {}};
        const double lexicalOfAll = lexicalSentiment(m_tokens, m_matches);
        const auto value = [&](const Logits& of, const Matches* matches) {
            const Logits learned = likelihoods(of);
            const double lexical = lost(Topic::Sentiment, matches) ? lexicalSentiment(m_tokens, *matches) : lexicalOfAll;
            return feelingOf({learned[0], learned[1], learned[2]}, lexical, m_parts.feelingOfWords).score;
        };
        // The newest message is one of several.
        const auto before
            = static_cast<std::size_t>(std::ranges::count(m_conversation.history, Author::Customer, &Message::author));
        std::vector<double> alone(std::min(before, mostHistory) + 1);
        alone.back() = 1;
        const double part = conversationSentiment(alone);
        const double whole = value(logits.whole, nullptr);
        addAll(
            logits,
            [&](const Logits& of, const Matches* matches) {
                const double left = value(of, matches);
                return Judged{part * left, std::clamp(m_read.sentimentScore + part * (left - whole), -1.0, 1.0)};
            },
            result);
        if (before > 0)
            addShare(ShareKind::Earlier, {m_read.sentimentScore, 0}, {part * whole, whole}, result);
        return result;
    }

    // Words are only asked of languages that letters alone do not tell.
    [[nodiscard]] ExplainedPrediction language() const
    {
        const LanguageGuess& guess = m_read.language;
        ExplainedPrediction result{ExplainedKind::Language, std::string(name(guess.language)), "", guess.confidence, {}, {}};
        const std::string_view text = text::truncate(m_text, languageBytes);
        const auto confidence = [&](std::string_view of) {
            const LanguageGuess left = m_parts.languages.detect(of);
            return left.language == guess.language ? left.confidence : 0;
        };
        if (guess.language == Language::Ar || guess.language == Language::Zh || guess.language == Language::Ja) {
            result.shares.push_back({ShareKind::Script, logOdds(guess.confidence), 0});
            return result;
        }
        result.words = strongestWords(wordsByAsking(text, mostLanguageWords, confidence), leastLogOdds);
        return result;
    }

    // The part of the text that tells most of a signal, or all of it.
    struct Telling {
        std::string_view text;
        const Embedding* vector = nullptr;
        SignalFlags flags{};
        double likely = -1;
    };
    using Tellings = std::array<Telling, signalCount>;
    [[nodiscard]] Tellings tellings(const std::vector<Signal>& byRules) const
    {
        Tellings best;
        const auto consider = [&](std::string_view text, const Embedding& vector, const SignalFlags& flags) {
            const SignalLikelihoods likely
                = m_parts.signals.heads().judge(countFeatures(text, SignalHeads::buckets), vector, flags);
            for (std::size_t i = 0; i < signalCount; ++i) {
                if (likely[i] > best[i].likely)
                    best[i] = {text, &vector, flags, likely[i]};
            }
        };
        consider(m_text, m_vectors.whole, flagsOf(byRules));
        for (const MessageVectors::Part& part : m_vectors.parts) {
            if (m_text.contains(part.text))
                consider(part.text, part.vector, flagsWithin(part.text, byRules));
        }
        return best;
    }

    void addSignals(Explanation& explanation) const
    {
        if (m_read.signals.empty())
            return;
        const std::vector<Signal> byRules = findSignals(m_tokens, m_matches);
        const Tellings told = tellings(byRules);
        for (const Signal& each : m_read.signals) {
            const SignalFlags flags = flagsOf({each});
            const auto index = static_cast<std::size_t>(std::ranges::find(flags, true) - flags.begin());
            if (index < signalCount)
                explanation.predictions.push_back(signal(each, index, told[index], flagsOf(byRules)[index]));
        }
    }

    [[nodiscard]] ExplainedPrediction signal(const Signal& found, std::size_t index, const Telling& told, bool byRules) const
    {
        ExplainedPrediction result{ExplainedKind::Signal, std::string(signalName(index)), "", found.score, {}, {}};
        if (byRules || told.likely >= likelyEnough) {
            addSignalWords(index, told, result);
            return result;
        }
        // Heard late in a long message, or in an earlier one, or by comparing with one.
        const double weight = std::max(logOdds(found.score), nothing);
        result.words.push_back({found.words, {}, weight, 0});
        const bool now = newestText(m_conversation.text).contains(found.words.substr(0, found.words.find(" … ")));
        result.shares.push_back(
            {now && found.code != EscalationCode::RepeatedQuestion ? ShareKind::Words : ShareKind::Earlier, weight, 0});
        return result;
    }

    void addSignalWords(std::size_t index, const Telling& told, ExplainedPrediction& result) const
    {
        const SignalHeads& heads = m_parts.signals.heads();
        const bool both = told.vector->size() == SignalHeads::dimensions;
        const LinearHead& head = heads.head(index, both);
        const Embedding vector = both ? *told.vector : Embedding{};
        SignalFlags others = told.flags;
        others[index] = false;
        const auto base = [&](const Embedding& meaning, const SignalFlags& flags) {
            const Logits logits = head.logits({}, SignalHeads::inputOf(meaning, flags));
            return (logits[1] - logits[0]) / head.temperature();
        };
        const double ruled = base(vector, told.flags);
        const double unruled = ruled - base(vector, others);
        const WordAblation text(told.text, SignalHeads::buckets);
        const WordAblation::Logits logits = text.logits(heads.file(), head, SignalHeads::inputOf(vector, told.flags));
        const auto judged = [](double margin) { return Judged{margin, logistic(margin)}; };
        const Judge judge = [&](const Logits& of, const Matches* matches) {
            const bool lost = matches != nullptr && told.flags[index] && !flagsOf(findSignals(m_tokens, *matches))[index];
            return judged(of[1] - of[0] - (lost ? unruled : 0));
        };
        addWords(text, logits, m_text.find(told.text), judge, result);
        const Judged whole = judge(logits.whole, nullptr);
        addShare(ShareKind::Words, whole, judge(logits.withoutWords, nullptr), result);
        addShare(ShareKind::Form, whole, judge(logits.withoutForm, nullptr), result);
        const double meaning = ruled - base(Embedding(vector.size()), told.flags);
        addShare(ShareKind::Meaning, whole, judged(whole.weight - meaning), result);
        addShare(ShareKind::Rules, whole, judged(whole.weight - unruled), result);
    }

    // By the words that fired, as the assistant would have read them: they may stand hidden in the message.
    [[nodiscard]] ExplainedPrediction injection() const
    {
        const InjectionFinding& finding = m_read.injection;
        ExplainedPrediction result{ExplainedKind::Injection,
            finding.kinds.empty() ? std::string(name(ExplainedKind::Injection)) : finding.kinds.front(), "", finding.score, {},
            {}};
        if (finding.words.empty())
            return result;
        result.words = strongestWords(wordsByAsking(finding.words, mostInjectionWords, m_parts.injection), leastLogOdds);
        const std::size_t begin = m_text.find(finding.words);
        for (ExplainedWord& word : result.words)
            word.span = begin == std::string::npos ? text::Span{} : text::Span{begin + word.span.begin, begin + word.span.end};
        return result;
    }

    const ReadingParts& m_parts;
    const Conversation& m_conversation;
    const MessageVectors& m_vectors;
    const Classification& m_read;
    const std::string m_text;
    const Tokens m_tokens;
    const Matches m_matches;
    const WordAblation m_words;
    const bool m_hasVector;
};

} // namespace

Explanation explained(const ReadingParts& parts, const Conversation& conversation, const MessageVectors& vectors,
    const Classification& classification)
{
    return Explaining(parts, conversation, vectors, classification).explanation();
}

} // namespace tandem
