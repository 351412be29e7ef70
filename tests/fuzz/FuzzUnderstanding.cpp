// links: tandem_pipeline
#include "Fuzzed.h"
#include "base/Text.h"
#include "pipeline/understand/Understanding.h"

#include <cmath>

using namespace tandem;

namespace {

const Understanding& understanding()
{
    static const auto loaded = Understanding::load(TANDEM_RESOURCES);
    fuzz::require(loaded.has_value(), "the heads and lexicons load");
    return **loaded;
}

bool isShare(double value)
{
    return std::isfinite(value) && value >= 0 && value <= 1;
}

constexpr std::size_t longestExplained = 2000; // bytes: it judges once for every word

void requireExplanation(const Explanation& explanation)
{
    for (const ExplainedPrediction& prediction : explanation.predictions) {
        for (const ExplainedWord& word : prediction.words) {
            fuzz::require(std::isfinite(word.weight) && std::isfinite(word.without), "a word weighs something");
            fuzz::require(
                text::isValidUtf8(word.words) && word.span.begin <= word.span.end && word.span.end <= explanation.text.size(),
                "an explained word can be shown where it stands");
        }
    }
}

} // namespace

// Loads before the first input, which has a time limit.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    understanding();
    return 0;
}

// A message, and after a line of three dashes an earlier one: every figure is finite and in its range.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = text::repairUtf8(fuzz::textOf(data, size));
    Conversation conversation;
    const std::size_t cut = text.find("\n---\n");
    conversation.text = text.substr(0, cut);
    if (cut != std::string::npos) {
        Message earlier;
        earlier.author = Author::Customer;
        earlier.text = text.substr(cut + 5);
        conversation.history.push_back(std::move(earlier));
    }
    for (const Embedding& vector : {Embedding{}, Embedding(384, 0.051F)}) {
        const Classification result = understanding().analyze(conversation, vector);
        double sum = 0;
        for (const double each : result.probabilities)
            sum += each;
        fuzz::require(std::abs(sum - 1) < 1e-6, "probabilities sum to 1");
        fuzz::require(isShare(result.confidence) && isShare(result.urgencyScore) && isShare(result.injection.score)
                && isShare(result.language.confidence),
            "scores lie between 0 and 1");
        fuzz::require(std::isfinite(result.sentimentScore) && std::abs(result.sentimentScore) <= 1, "sentiment lies in -1...1");
        for (const Signal& signal : result.signals)
            fuzz::require(isShare(signal.score) && text::isValidUtf8(signal.words), "signals have a score and readable words");
        if (text.size() <= longestExplained)
            requireExplanation(understanding().explain(conversation, vector, result));
        for (const EscalationReason& reason : understanding().escalationReasons(result, conversation, {}))
            fuzz::require(!reason.detail.empty(), "every reason has its sentence");
    }
    return 0;
}
