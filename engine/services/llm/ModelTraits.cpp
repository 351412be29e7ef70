#include "services/llm/ModelTraits.h"

#include "base/Files.h"
#include "base/Json.h"
#include "services/llm/ProviderJson.h"

#include <utility>

namespace tandem {

Result<ModelTraitsTable> ModelTraitsTable::load(const std::filesystem::path& file)
{
    const std::string text = TRY(readFile(file, "table of model traits"));
    return parse(text);
}

Result<ModelTraitsTable> ModelTraitsTable::parse(std::string_view json)
{
    const Json root = TRY(parseJson(json));
    const Json* const models = memberOf(root, "models");
    if (models == nullptr || !models->is_array())
        return failure(ErrorCode::Corrupt, "The table of model traits has no models");
    ModelTraitsTable table;
    for (const Json& model : *models) {
        Entry entry{std::string(textAt(model, "provider")), std::string(textAt(model, "prefix")), {}};
        const Json* const temperature = memberOf(model, "temperature");
        if (entry.provider.empty() || entry.prefix.empty() || temperature == nullptr || !temperature->is_boolean())
            return failure(ErrorCode::Corrupt,
                "The table of model traits needs provider, prefix and temperature (true or false) at '" + entry.prefix + "'");
        entry.traits.takesTemperature = temperature->get<bool>();
        table.m_entries.push_back(std::move(entry));
    }
    return table;
}

ModelTraits ModelTraitsTable::traits(std::string_view provider, std::string_view model) const
{
    const Entry* best = nullptr;
    for (const Entry& entry : m_entries) {
        const bool fits = entry.provider == provider && model.starts_with(entry.prefix);
        if (fits && (best == nullptr || entry.prefix.size() > best->prefix.size()))
            best = &entry;
    }
    return best == nullptr ? ModelTraits() : best->traits;
}

} // namespace tandem
