#pragma once

#include "base/Error.h"
#include "base/Text.h"
#include "pipeline/understand/InjectionRules.h"
#include "pipeline/understand/TextHeads.h"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace tandem {

// The trained judge of a sentence or two: words, characters and the kinds that rules found. Immutable after load and thread-safe.
class InjectionHead {
public:
    static constexpr std::size_t buckets = TextHeads::buckets;

    struct Judgement {
        double attack = 0; // probability
        InjectionKind kind = InjectionKind::Override; // the likeliest, were it one
    };

    // A missing or unfit injection.head is an error that names it.
    static Result<InjectionHead> load(const std::filesystem::path& models);
    // What the head sees of a text, as it is trained: sentence by sentence, without the hosts of links.
    static TextCounts count(std::string_view text);
    static TextCounts merged(const TextCounts& a, const TextCounts& b);
    static WordFeatures features(
        const TextCounts& counts, const InjectionKinds& found, const std::vector<float>& inverseFrequency);
    // Class 0 is the harmless text, class k + 1 is kind k; the first seven kinds have classes.
    static std::vector<std::string> classes();

    [[nodiscard]] Judgement judge(const TextCounts& counts, const InjectionKinds& found) const;

private:
    HeadFile m_file;
};

// Sentences, and what else is cut off as one, in which a steering text is looked for wherever it stands. Linear. Pure.
std::vector<text::Span> injectionSegments(std::string_view text);

} // namespace tandem
