#pragma once

#include "TextSets.h"
#include "pipeline/understand/InjectionHead.h"

// The project's own steering texts and texts that only look like them. Programs of this folder only.
namespace tandem::bench {

struct InjectionText {
    std::string text;
    std::string language;
    std::size_t label = 0; // 0 harmless, k + 1 kind k
};

// resources/training/injection/<language>.jsonl, rows of one part: "train", "dev" or "test". other.jsonl holds languages that the
// product does not speak; its rows name theirs.
inline std::vector<InjectionText> injectionTexts(const std::string& part)
{
    const std::vector<std::string> classes = InjectionHead::classes();
    std::vector<InjectionText> all;
    std::vector<std::string> codes;
    for (const Language language : allLanguages)
        codes.emplace_back(name(language));
    codes.emplace_back("other");
    for (const std::string& code : codes) {
        eachLine(std::filesystem::path(TANDEM_RESOURCES "/training/injection") / (code + ".jsonl"), [&](const std::string& line) {
            const Json row = Json::parse(line);
            if (row.at("part") != part)
                return;
            const auto kind = std::find(classes.begin(), classes.end(), row.at("kind").get<std::string>());
            if (kind == classes.end())
                stop("There is no kind " + row.at("kind").get<std::string>() + ".");
            all.push_back({row.at("text"), row.value("language", code), static_cast<std::size_t>(kind - classes.begin())});
        });
    }
    return all;
}

} // namespace tandem::bench
