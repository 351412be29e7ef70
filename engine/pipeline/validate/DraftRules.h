#pragma once

#include "base/Error.h"
#include "base/Text.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What a desk's drafts are held against beside what holds for any desk. Immutable, thread-safe.
class DraftRules {
public:
    DraftRules() = default;
    // `instructions`: texts that a language model is asked with. `competitors`: names as they are written.
    DraftRules(const std::vector<std::string>& instructions, const std::vector<std::string>& competitors);
    // With all prompts (*.md) of a folder. Io, naming it, when it or one of them cannot be read.
    static Result<DraftRules> load(const std::filesystem::path& prompts, const std::vector<std::string>& competitors);

    // Where a sentence repeats the instructions: eight of their words in a row, six when that is all it says, or one of their
    // marks (NO_ANSWER, <customer_message>). Bytes of the sentence.
    [[nodiscard]] std::optional<text::Span> instructionIn(std::string_view sentence) const;

    // The competitors that a sentence names as words of their own, whatever their case and accents, each where it does first.
    struct Naming {
        std::size_t competitor = 0;
        text::Span span; // bytes of the sentence
    };
    [[nodiscard]] std::vector<Naming> competitorsIn(std::string_view sentence) const;

private:
    std::string m_instructions; // folded words, a space around each, a line end around each text
    std::vector<std::string> m_competitors; // folded words with a space around each
};

} // namespace tandem
