#pragma once

#include "base/Error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What a model does not take that others do.
struct ModelTraits {
    bool takesTemperature = true;
};

// What is known of models, from resources/models/traits.json; a model that is not there takes everything. Immutable, thread-safe.
class ModelTraitsTable {
public:
    // Io when it cannot be read, Corrupt when it is not of the form that the file itself describes.
    static Result<ModelTraitsTable> load(const std::filesystem::path& file);
    static Result<ModelTraitsTable> parse(std::string_view json);

    // Of the entry with the longest beginning of the model's name.
    [[nodiscard]] ModelTraits traits(std::string_view provider, std::string_view model) const;

private:
    struct Entry {
        std::string provider;
        std::string prefix;
        ModelTraits traits;
    };
    std::vector<Entry> m_entries;
};

} // namespace tandem
