// Why a message was read as it was.
#include "base/Text.h"
#include "desk/Wire.h"
#include "desk/WireMembers.h"

#include <iterator>

namespace tandem::wire {

namespace form {

template <typename Archive>
void members(Archive& archive, Like<ExplainedWord> auto& word)
{
    archive("words", word.words);
    archive("start", word.span.begin);
    archive("end", word.span.end);
    archive("weight", word.weight);
    archive("without", word.without);
}

template <typename Archive>
void members(Archive& archive, Like<ExplainedShare> auto& share)
{
    archive("kind", share.kind);
    archive("weight", share.weight);
    archive("without", share.without);
}

template <typename Archive>
void members(Archive& archive, Like<ExplainedPrediction> auto& prediction)
{
    archive("kind", prediction.kind);
    archive("value", prediction.value);
    archive("runner_up", prediction.runnerUp);
    archive("score", prediction.score);
    archive("words", prediction.words);
    archive("shares", prediction.shares);
}

template <typename Archive>
void members(Archive& archive, Like<NearExample> auto& example)
{
    archive("text", example.text);
    archive("category", example.category);
    archive("urgency", example.urgency);
    archive("sentiment", example.sentiment);
    archive("language", example.language);
    archive("similarity", example.similarity);
}

template <typename Archive>
void members(Archive& archive, Like<Explanation> auto& explanation)
{
    archive("text", explanation.text);
    archive("predictions", explanation.predictions);
    archive("examples", explanation.examples);
}

} // namespace form

namespace {

// A word's span is replaced by what `place` makes of both its ends.
Explanation replaced(Explanation explanation, const auto& place)
{
    for (ExplainedPrediction& prediction : explanation.predictions) {
        for (ExplainedWord& word : prediction.words)
            word.span = {place(word.span.begin), place(word.span.end)};
    }
    return explanation;
}

// The byte where each code point begins, and the end.
std::vector<std::size_t> codePointStarts(std::string_view text)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            starts.push_back(i);
    }
    starts.push_back(text.size());
    return starts;
}

} // namespace

Json toJson(const Explanation& explanation)
{
    const std::vector<std::size_t> starts = codePointStarts(explanation.text);
    return form::write(replaced(explanation,
        [&](std::size_t byte) { return static_cast<std::size_t>(std::ranges::lower_bound(starts, byte) - starts.begin()); }));
}

template <>
Result<Explanation> fromJson<Explanation>(const Json& json)
{
    Explanation explanation;
    form::Misfit misfit;
    if (!form::read(json, explanation, misfit))
        return std::unexpected(misfit.error());
    const std::vector<std::size_t> starts = codePointStarts(explanation.text);
    for (const ExplainedPrediction& prediction : explanation.predictions) {
        for (const ExplainedWord& word : prediction.words) {
            if (word.span.begin > word.span.end || word.span.end >= starts.size())
                return failure(ErrorCode::InvalidArgument, "'predictions' has words outside the text");
        }
    }
    return replaced(std::move(explanation), [&](std::size_t codePoint) { return starts[codePoint]; });
}

} // namespace tandem::wire
