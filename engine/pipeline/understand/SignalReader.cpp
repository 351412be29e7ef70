#include "pipeline/understand/SignalReader.h"

#include <algorithm>
#include <functional>
#include <span>

namespace tandem {

namespace {

constexpr std::size_t judgedBytes = 4000;
constexpr std::size_t longestWords = 160; // bytes shown as the words that fired
constexpr std::size_t mostSentences = 60;

// How likely each signal is by the part of a message that tells most of it, and that part.
struct Telling {
    SignalLikelihoods likely{};
    std::array<std::string_view, signalCount> words{};

    void consider(std::string_view part, const SignalLikelihoods& told)
    {
        for (std::size_t i = 0; i < signalCount; ++i) {
            if (!words[i].empty() && told[i] <= likely[i])
                continue;
            words[i] = text::truncate(part, longestWords);
            likely[i] = told[i];
        }
    }
};

// By words alone: good enough to say where a signal stands, not whether.
Telling tellingSentences(std::string_view text, const SignalHeads& heads)
{
    Telling telling;
    std::vector<text::Span> sentences = text::sentences(text);
    sentences.resize(std::min(sentences.size(), mostSentences));
    for (const text::Span& sentence : sentences)
        telling.consider(sentence.of(text), heads.judge(countFeatures(sentence.of(text), SignalHeads::buckets), {}, {}));
    return telling;
}

std::string_view firstWords(const Signal& signal)
{
    return std::string_view(signal.words).substr(0, signal.words.find(" … "));
}

// What rules found where neither the vectors nor the counts reach, late in a long mail: its sentences, judged by their words.
void considerLateOnes(std::string_view text, const std::vector<Signal>& byRules, std::span<const MessageVectors::Part> parts,
    const SignalHeads& heads, Telling& telling)
{
    std::vector<Signal> late;
    for (const Signal& signal : byRules) {
        const std::string_view words = firstWords(signal);
        const bool seen = parts.empty()
            ? text::truncate(text, judgedBytes).contains(words)
            : std::ranges::any_of(parts, [&](const MessageVectors::Part& part) { return part.text.contains(words); });
        if (!seen)
            late.push_back(signal);
    }
    if (late.empty())
        return;
    std::size_t judged = 0;
    for (const text::Span& sentence : text::sentences(text)) {
        const SignalFlags flags = flagsWithin(sentence.of(text), late);
        if (std::ranges::none_of(flags, std::identity()) || ++judged > mostSentences)
            continue;
        telling.consider(sentence.of(text), heads.judge(countFeatures(sentence.of(text), SignalHeads::buckets), {}, flags));
    }
}

} // namespace

SignalFlags flagsWithin(std::string_view part, const std::vector<Signal>& byRules)
{
    std::vector<Signal> within;
    for (const Signal& signal : byRules) {
        if (part.contains(firstWords(signal)))
            within.push_back(signal);
    }
    return flagsOf(within);
}

Result<SignalReader> SignalReader::load(const std::filesystem::path& models)
{
    SignalReader reader;
    reader.m_heads = TRY(SignalHeads::load(models));
    return reader;
}

std::vector<Signal> SignalReader::read(
    const Tokens& tokens, const std::vector<PatternMatch>& matches, const MessageVectors& vectors) const
{
    std::vector<Signal> byRules = findSignals(tokens, matches);
    const std::string_view text = text::truncate(tokens.text, judgedBytes);
    const SignalFlags flags = flagsOf(byRules);
    SignalLikelihoods likely = m_heads.judge(countFeatures(text, SignalHeads::buckets), vectors.whole, flags);
    Telling telling;
    for (const MessageVectors::Part& part : vectors.parts)
        telling.consider(part.text,
            m_heads.judge(countFeatures(part.text, SignalHeads::buckets), part.vector, flagsWithin(part.text, byRules)));
    considerLateOnes(tokens.text, byRules, vectors.parts, m_heads, telling);
    bool unforeseen = false; // by the rules, which bring words of their own
    for (std::size_t i = 0; i < signalCount; ++i) {
        likely[i] = std::max(likely[i], telling.likely[i]);
        unforeseen = unforeseen || (likely[i] >= likelyEnough && !flags[i]);
    }
    if (vectors.parts.empty() && unforeseen)
        telling = tellingSentences(text, m_heads);
    const DeskWord desk = deskWord(tokens, matches, byRules);
    for (std::size_t i = 0; i < signalCount; ++i)
        likely[i] = desk.says[i] ? 1 : desk.denies[i] ? 0 : likely[i];
    return weighSignals(std::move(byRules), likely, telling.words);
}

} // namespace tandem
