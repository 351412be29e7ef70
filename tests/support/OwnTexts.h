#pragma once

#include "base/Json.h"
#include "base/Text.h"
#include "support/Strings.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace tandem {

// A sentence of what a desk says itself.
struct OwnSentence {
    std::string text;
    std::string language;
};

// The sentences of the demo company's articles and of its answers to past tickets.
inline std::vector<OwnSentence> ownSentences()
{
    const std::filesystem::path demo = std::filesystem::path(TANDEM_RESOURCES) / "demo";
    std::vector<OwnSentence> all;
    const auto add = [&](std::string_view text, const std::string& language) {
        for (const std::string_view line : text::split(text, '\n')) {
            for (const text::Span& span : text::sentences(line, language))
                all.push_back({std::string(span.of(line)), language});
        }
    };
    for (const auto& file : std::filesystem::directory_iterator(demo / "articles")) {
        std::ifstream stream(file.path());
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        const std::size_t at = text.find("\nlang: ");
        const std::size_t end = text.find("\n---\n", 3);
        if (at != std::string::npos && end != std::string::npos)
            add(std::string_view(text).substr(end + 5), text.substr(at + 7, 2));
    }
    std::ifstream stream(demo / "resolutions.jsonl");
    for (std::string line; std::getline(stream, line);) {
        const Json row = Json::parse(line);
        add(row.at("agent_resolution").get<std::string>(), row.at("language").get<std::string>());
    }
    return all;
}

} // namespace tandem
