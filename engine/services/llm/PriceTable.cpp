#include "services/llm/PriceTable.h"

#include "base/Files.h"
#include "base/Json.h"
#include "services/llm/ProviderJson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace tandem {

namespace {

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
constexpr double dearest = 10'000; // dollars per million tokens
constexpr double pico = 1'000'000; // of a dollar per million tokens
constexpr std::int64_t perMille = 1000;

std::unexpected<Error> malformed(std::string_view model, std::string_view what)
{
    return failure(ErrorCode::Corrupt, "The price table is wrong at '" + std::string(model) + "': " + std::string(what));
}

// Whether `name` is `model` itself, its latest version or a dated one ("-20261001", "-2026-10-01", "@20261001"), and no other
// model whose name begins alike.
bool isVersionOf(std::string_view name, std::string_view model)
{
    if (!name.starts_with(model))
        return false;
    std::string_view rest = name.substr(model.size());
    if (model.empty() || rest.empty() || rest == "-latest")
        return true;
    if (rest.front() != '-' && rest.front() != '@')
        return false;
    rest.remove_prefix(1);
    constexpr std::size_t year = 4;
    return rest.size() >= year * 2 && std::ranges::all_of(rest.substr(0, year), [](char c) { return c >= '0' && c <= '9'; })
        && std::ranges::all_of(rest, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

} // namespace

struct PriceTable::Reader {
    static Result<std::optional<std::int64_t>> price(const Json& tier, std::string_view key, std::string_view model)
    {
        const Json* const value = memberOf(tier, key);
        if (value == nullptr)
            return std::nullopt;
        const double dollars = value->is_number() ? value->get<double>() : -1;
        if (!(dollars >= 0) || dollars > dearest)
            return malformed(model, std::string(key) + " is no price in dollars per million tokens");
        return std::llround(dollars * pico);
    }

    static Result<Prices> tier(const Json& json, std::string_view model)
    {
        Prices prices;
        const auto input = TRY(price(json, "input", model));
        const auto output = TRY(price(json, "output", model));
        if (!input || !output)
            return malformed(model, "input or output is missing");
        prices.input = *input;
        prices.output = *output;
        prices.cacheRead = TRY(price(json, "cache_read", model));
        prices.cacheWrite = TRY(price(json, "cache_write", model));
        prices.cacheWriteHour = TRY(price(json, "cache_write_hour", model));
        prices.mostInput = countAt(json, "up_to_input_tokens").value_or(endless);
        return prices;
    }

    static Result<Entry> entry(const Json& json)
    {
        Entry entry{std::string(textAt(json, "provider")), std::string(textAt(json, "model")), {}, {}};
        const Json* const tiers = memberOf(json, "tiers");
        if (entry.provider.empty() || memberOf(json, "model") == nullptr || tiers == nullptr || !tiers->is_array()
            || tiers->empty())
            return malformed(entry.model, "provider, model and tiers are needed");
        for (const Json& tierJson : *tiers)
            entry.tiers.push_back(TRY(tier(tierJson, entry.model)));
        const bool ascending
            = std::ranges::adjacent_find(entry.tiers, std::ranges::greater_equal(), &Prices::mostInput) == entry.tiers.end();
        if (!ascending || entry.tiers.back().mostInput != endless)
            return malformed(entry.model, "tiers must ascend by up_to_input_tokens, and the last one has none");
        if (const Json* const share = memberOf(json, "batch_share")) {
            const double value = share->is_number() ? share->get<double>() : -1;
            if (!(value >= 0) || value > 1)
                return malformed(entry.model, "batch_share is no part of the price from 0 to 1");
            entry.batchPerMille = std::llround(value * perMille);
        }
        return entry;
    }
};

Result<PriceTable> PriceTable::load(const std::filesystem::path& file)
{
    const std::string text = TRY(readFile(file, "price table"));
    return parse(text);
}

Result<PriceTable> PriceTable::parse(std::string_view json)
{
    const Json root = TRY(parseJson(json));
    PriceTable table;
    table.m_date = textAt(root, "date");
    const Json* const models = memberOf(root, "models");
    if (table.m_date.empty() || models == nullptr || !models->is_array())
        return malformed("date", "date and models are needed");
    for (const Json& model : *models)
        table.m_entries.push_back(TRY(Reader::entry(model)));
    return table;
}

std::optional<std::int64_t> PriceTable::microDollars(
    std::string_view provider, std::string_view model, const TokenUsage& usage, Tariff tariff) const
{
    const Entry* const entry = find(provider, model);
    if (entry == nullptr || (tariff == Tariff::Batch && !entry->batchPerMille))
        return std::nullopt;
    const Prices& prices
        = *std::ranges::find_if(entry->tiers, [&usage](const Prices& tier) { return usage.totalInput() <= tier.mostInput; });
    using Part = std::pair<std::int64_t, std::optional<std::int64_t>>;
    const std::array<Part, 5> parts{Part{usage.input, prices.input}, Part{usage.cacheRead, prices.cacheRead},
        Part{usage.cacheWrite, prices.cacheWrite}, Part{usage.cacheWriteHour, prices.cacheWriteHour},
        Part{usage.output, prices.output}};
    std::int64_t cost = 0;
    for (const auto& [tokens, price] : parts) {
        if (tokens > 0 && !price)
            return std::nullopt;
        cost += tokens > 0 ? tokens * *price : 0;
    }
    if (tariff == Tariff::Batch)
        cost = cost / perMille * *entry->batchPerMille + (cost % perMille * *entry->batchPerMille + perMille - 1) / perMille;
    constexpr std::int64_t perMicro = 1'000'000;
    return (cost + perMicro - 1) / perMicro;
}

const PriceTable::Entry* PriceTable::find(std::string_view provider, std::string_view model) const
{
    const Entry* best = nullptr;
    for (const Entry& entry : m_entries) {
        const bool fits = entry.provider == provider && isVersionOf(model, entry.model);
        if (fits && (best == nullptr || entry.model.size() > best->model.size()))
            best = &entry;
    }
    return best;
}

} // namespace tandem
