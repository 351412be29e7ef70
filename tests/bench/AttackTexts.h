#pragma once

#include "TextSets.h"

// The attacks on a desk and the harmless messages that look like them, of tests/end_to_end/attacks. Programs of this folder only.
namespace tandem::bench {

struct AttackText {
    std::string text; // subject and messages as one; the engine reads each message of a conversation alone
    std::string language;
    std::string kind; // "" = harmless
};

inline std::vector<AttackText> attackTexts(const std::string& file)
{
    std::vector<AttackText> all;
    eachLine(std::filesystem::path(TANDEM_SOURCE "/tests/end_to_end/attacks") / file, [&](const std::string& line) {
        const Json row = Json::parse(line);
        std::string text = row.value("subject", "");
        for (int i = 0; i < row.value("times", 0); ++i)
            text += row.at("padding").get<std::string>();
        for (const Json& message : row.at("messages"))
            text += (text.empty() ? "" : "\n") + message.get<std::string>();
        all.push_back({text, row.at("language"), row.value("kind", "")});
    });
    return all;
}

// What a desk without a detector does: a list of the best-known phrases, one or two a language.
inline bool holdsKnownPhrase(std::string_view text)
{
    static const std::vector<std::string> phrases{"ignore all previous", "ignore previous", "system prompt", "you are now",
        "ignora todas", "prompt de sistema", "ignore toutes", "prompt système", "ignoriere alle", "system-prompt", "ignora tutte",
        "prompt di sistema", "negeer alle", "systeemprompt", "zignoruj wszystkie", "prompt systemowy", "önceki tüm",
        "sistem istemi", "تجاهل جميع", "موجه النظام", "忽略之前", "系统提示", "指示をすべて無視", "システムプロンプト"};
    const std::string folded = text::fold(text);
    return std::ranges::any_of(phrases, [&](const std::string& phrase) { return folded.contains(text::fold(phrase)); });
}

} // namespace tandem::bench
