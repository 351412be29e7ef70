#pragma once

#include "base/Error.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What goes into a prompt's places, by name.
using PromptPlaces = std::map<std::string, std::string, std::less<>>;

// Words that a language model is asked with, from a file of resources/prompts: front matter with `name`, `version` (a whole
// number that its author counts up) and `places`, then the text with {{place}} where something is put in. Immutable, thread-safe.
class Prompt {
public:
    // Io when it cannot be read; Corrupt, naming the file and what is wrong, when its front matter is not that, its text is
    // empty, or the places it declares are not those in its text.
    static Result<Prompt> load(const std::filesystem::path& file);
    static Result<Prompt> parse(std::string_view contents, std::string_view file); // `file` for errors

    // InvalidArgument, naming it, when a place is missing or the prompt has none of that name. What is put in is not searched for
    // places.
    [[nodiscard]] Result<std::string> filled(const PromptPlaces& places) const;

    // What a draft remembers: "answer 1 3f5c0a9d2b17", name, version and the first 12 digits of the hash.
    [[nodiscard]] std::string version() const;
    [[nodiscard]] const std::string& hash() const { return m_hash; } // SHA-256 of the file, lower-case hexadecimal

private:
    std::string m_name;
    int m_version = 0;
    std::vector<std::string> m_places;
    std::string m_text;
    std::string m_hash;
};

} // namespace tandem
