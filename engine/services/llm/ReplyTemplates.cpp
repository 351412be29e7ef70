#include "services/llm/ReplyTemplates.h"

#include "base/Json.h"

#include <fstream>
#include <sstream>
#include <utility>

namespace tandem {

namespace {

constexpr std::array<std::string_view, phraseCount> phraseNames{
    "greeting", "greeting_named", "other_language", "closing", "abstention", "escalation", "approved", "declined"};

Result<std::string> contents(const std::filesystem::path& file)
{
    std::ifstream const stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        return failure(ErrorCode::Io, "The reply templates cannot be read: " + file.string());
    return text.str();
}

} // namespace

Result<ReplyTemplates> ReplyTemplates::load(const std::filesystem::path& file)
{
    const std::string text = TRY(contents(file));
    const Json json = TRY(parseJson(text));
    ReplyTemplates templates;
    for (const Language language : allLanguages) {
        for (std::size_t i = 0; i < phraseCount; ++i) {
            const std::string key(name(language));
            if (!json.is_object() || !json.contains(key) || !json[key].is_object()
                || !json[key].value(phraseNames[i], Json()).is_string())
                return failure(
                    ErrorCode::Corrupt, file.string() + ": '" + std::string(phraseNames[i]) + "' is missing for language " + key);
            templates.m_phrases[std::to_underlying(language)][i] = json[key][std::string(phraseNames[i])].get<std::string>();
        }
    }
    return templates;
}

std::string ReplyTemplates::phrase(Phrase phrase, Language language, std::string_view customerName) const
{
    std::string text = m_phrases[std::to_underlying(language)][std::to_underlying(phrase)];
    constexpr std::string_view slot = "{name}";
    if (const auto at = text.find(slot); at != std::string::npos)
        text.replace(at, slot.size(), customerName);
    return text;
}

} // namespace tandem
