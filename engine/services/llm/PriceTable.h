#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Batch: asked together with others and answered within a day.
enum class Tariff : std::uint8_t { Usual, Batch };

// What providers ask for their models, from resources/models/prices.json: dated figures, so a cost is an estimate of the bill.
// Immutable, thread-safe.
class PriceTable {
public:
    // Io when it cannot be read, Corrupt (with the entry) when it is not of the form that the file itself describes.
    static Result<PriceTable> load(const std::filesystem::path& file);
    static Result<PriceTable> parse(std::string_view json);

    [[nodiscard]] const std::string& date() const { return m_date; } // of the figures, "2026-11-23"

    // What the call cost in millionths of a US dollar, rounded up. nullopt when nobody told what this model, or one of the kinds
    // of token that it used, costs: never 0 for that.
    [[nodiscard]] std::optional<std::int64_t> microDollars(
        std::string_view provider, std::string_view model, const TokenUsage& usage, Tariff tariff = Tariff::Usual) const;

private:
    // Millionths of a millionth of a dollar (a dollar per million tokens is a millionth of a dollar per token).
    struct Prices {
        std::int64_t mostInput = 0; // up to so many tokens of input, all of the call at these prices
        std::int64_t input = 0;
        std::int64_t output = 0;
        std::optional<std::int64_t> cacheRead;
        std::optional<std::int64_t> cacheWrite;
        std::optional<std::int64_t> cacheWriteHour;
    };
    struct Entry {
        std::string provider;
        std::string model; // the name without a date; "" = every model of the provider
        std::vector<Prices> tiers; // ascending by mostInput, the last one without end
        std::optional<std::int64_t> batchPerMille; // of every price, where it is asked in a batch
    };
    struct Reader; // of the file

    [[nodiscard]] const Entry* find(std::string_view provider, std::string_view model) const;

    std::string m_date;
    std::vector<Entry> m_entries;
};

} // namespace tandem
