#include "pipeline/understand/SignalHeads.h"

namespace tandem {

namespace {

bool fits(const HeadFile::Head& head, std::string_view name, std::size_t dimensions)
{
    return head.name == name && head.head.shape().classes == 2 && head.head.shape().buckets == SignalHeads::buckets
        && head.head.shape().dimensions == dimensions;
}

} // namespace

Result<SignalHeads> SignalHeads::load(const std::filesystem::path& models)
{
    const std::filesystem::path file = models / "signals.head";
    SignalHeads result;
    result.m_file = TRY(HeadFile::load(file, "signals"));
    const std::vector<HeadFile::Head>& heads = result.m_file.heads;
    bool good = heads.size() == 2 * signalCount && result.m_file.inverseFrequency.size() == buckets;
    for (std::size_t i = 0; good && i < signalCount; ++i) {
        const std::string signal(signalName(i));
        good
            = fits(heads[2 * i], signal + " both", dimensionsWithRules) && fits(heads[2 * i + 1], signal + " words", signalCount);
    }
    if (!good)
        return unfitModel(file);
    return result;
}

std::vector<float> SignalHeads::inputOf(const Embedding& vector, const SignalFlags& byRules)
{
    std::vector<float> input(vector.begin(), vector.end());
    for (const bool found : byRules)
        input.push_back(found ? ruleFound : 0);
    return input;
}

SignalLikelihoods SignalHeads::judge(const TextCounts& counts, const Embedding& vector, const SignalFlags& byRules) const
{
    const bool both = vector.size() == dimensions;
    const WordFeatures words = weighFeatures(counts, m_file.inverseFrequency);
    const std::vector<float> input = inputOf(both ? vector : Embedding{}, byRules);
    SignalLikelihoods likely{};
    for (std::size_t i = 0; i < signalCount; ++i)
        likely[i] = m_file.heads[2 * i + (both ? 0 : 1)].head.probabilities(words, input)[1];
    return likely;
}

} // namespace tandem
