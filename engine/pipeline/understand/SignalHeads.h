#pragma once

#include "base/Error.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/understand/SignalFinder.h"
#include "services/embedding/Embedder.h"

#include <array>
#include <filesystem>

namespace tandem {

// For each signal a trained judge that sees a message's words, its vector, and what the rules found: it hears wishes that no rule
// foresaw and forgives look-alikes that one took for a wish. Immutable after load and thread-safe.
class SignalHeads {
public:
    static constexpr std::size_t buckets = 1U << 15U;
    static constexpr std::size_t dimensions = 384;
    // A head that sees the vector takes it first, then one entry a signal.
    static constexpr std::size_t dimensionsWithRules = dimensions + signalCount;
    static constexpr float ruleFound = 0.5F; // in its entry; 0 when the rules found none

    // Reads signals.head, with the heads "<signal> both" and "<signal> words".
    static Result<SignalHeads> load(const std::filesystem::path& models);

    // Vector (may be empty) and rules as a head takes them.
    static std::vector<float> inputOf(const Embedding& vector, const SignalFlags& byRules);

    // How likely each signal is, 0…1. `vector`: the message's query embedding, empty without a model.
    [[nodiscard]] SignalLikelihoods judge(const TextCounts& counts, const Embedding& vector, const SignalFlags& byRules) const;

    // For saying what a judgement rests on: the head of a signal, and the rarity of words.
    [[nodiscard]] const HeadFile& file() const { return m_file; }
    [[nodiscard]] const LinearHead& head(std::size_t signal, bool withVector) const
    {
        return m_file.heads[2 * signal + (withVector ? 0 : 1)].head;
    }

private:
    HeadFile m_file;
};

} // namespace tandem
