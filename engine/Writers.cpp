#include "Writers.h"

#include "base/Log.h"
#include "base/Text.h"
#include "operations/Budget.h"
#include "operations/BudgetGuard.h"
#include "operations/LedgeredClient.h"
#include "services/cache/MemoryCache.h"
#include "services/embedding/ModelDirectory.h"
#include "services/http/CurlClient.h"
#include "services/http/Retry.h"
#include "services/llm/AnthropicBatches.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/CachedModel.h"
#include "services/llm/Composer.h"
#include "services/llm/FallbackModel.h"
#include "services/llm/FallbackWriter.h"
#include "services/llm/LocalModel.h"
#include "services/llm/MeteredBatches.h"
#include "services/llm/MeteredModel.h"
#include "services/llm/ModelTraits.h"
#include "services/llm/OpenAiModel.h"
#include "services/llm/PriceTable.h"
#include "services/llm/Prompt.h"
#include "services/llm/PromptedTranslator.h"
#include "services/llm/PromptedWriter.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr double sharesOfStage = 0.8; // for the chat models together
constexpr int promptTokens = 900; // of resources/prompts/answer.md, about
constexpr std::size_t translationPromptTokens = 600; // of translate.md
constexpr const char* fetchedModel = "SmolLM2-135M-Instruct.Q4_1.gguf"; // by cmake/fetch-models.sh

OpenAiApi openAiApi(std::string_view configured, std::string_view origin)
{
    if (configured == "chat")
        return OpenAiApi::ChatCompletions;
    const bool isOpenAi = origin == "https://api.openai.com:443";
    return configured == "responses" || (configured == "auto" && isOpenAi) ? OpenAiApi::Responses : OpenAiApi::CompatibleChat;
}

// A key that anybody on the way can read is nobody's secret.
Status checkWay(std::string_view setting, std::string_view origin, const std::string& key)
{
    if (origin.starts_with("http://") && !key.empty() && !isThisMachine(origin))
        return failure(ErrorCode::InvalidArgument,
            std::string(setting) + " must begin with https://: over http the key could be read on the way");
    return {};
}

// What every model of this process shares, and the models themselves. Members are destroyed in reverse order.
class ChatWriter final : public LanguageModel {
public:
    static Result<std::unique_ptr<ChatWriter>> create(const WriterParts& parts, const std::vector<std::string>& providers)
    {
        PriceTable prices = TRY(PriceTable::load(parts.resources / "models" / "prices.json"));
        const ModelTraitsTable traits = TRY(ModelTraitsTable::load(parts.resources / "models" / "traits.json"));
        const Prompt prompt = TRY(Prompt::load(parts.resources / "prompts" / "answer.md"));
        std::unique_ptr<ChatWriter> writer(new ChatWriter(parts, std::move(prices)));
        std::vector<std::unique_ptr<ChatModel>> models;
        std::string names; // of all that may write
        for (const std::string& provider : providers) {
            names += provider + " " + modelName(parts.config, provider, provider == providers.front()) + "\n";
            auto model = writer->model(parts, provider, traits, provider == providers.front());
            if (!model && provider == providers.front())
                return std::unexpected(model.error());
            if (model)
                models.push_back(std::move(*model));
            else // what only stands in for another must not keep it from its work
                log::warning("fallback_provider_left_out", {log::Field::reason(model.error().message)});
        }
        writer->m_model = std::make_unique<FallbackModel>(std::move(models), parts.clock, FallbackModel::Settings{});
        const Config& config = parts.config;
        PromptedWriter::Settings settings;
        settings.company = config.text("company.name");
        settings.outputTokens = static_cast<int>(config.integer("llm.max_tokens"));
        if (std::ranges::find(providers, "local") != providers.end()) {
            // One request serves the whole chain, so it must fit the smallest context.
            const auto context = static_cast<int>(config.integer("llm.local.context"));
            settings.outputTokens = std::min(settings.outputTokens, context / 4);
            settings.limits = PromptMaterial::Limits::forContext(context, promptTokens, settings.outputTokens);
        }
        settings.temperature = config.number("llm.temperature");
        settings.timeout = std::chrono::duration_cast<Milliseconds>(parts.stageDeadline * sharesOfStage);
        writer->m_names = std::move(names);
        ChatModel& asked = writer->cached(parts);
        writer->m_writer = TRY(PromptedWriter::create(asked, prompt, parts.templates, std::move(settings)));
        return writer;
    }

    // By the same models; this outlives it.
    Result<std::unique_ptr<Translator>> translator(const WriterParts& parts, const std::vector<std::string>& providers)
    {
        const Config& config = parts.config;
        const Prompt prompt = TRY(Prompt::load(parts.resources / "prompts" / "translate.md"));
        PromptedTranslator::Settings settings;
        settings.models = m_names;
        settings.batches = m_batches.get();
        settings.life = std::chrono::minutes(config.integer("llm.cache_minutes"));
        for (const std::string_view name : text::split(config.text("company.product_names"), ',')) {
            if (const std::string_view trimmed = text::trim(name); !trimmed.empty())
                settings.job.names.emplace_back(trimmed);
        }
        if (std::ranges::find(providers, "local") != providers.end()) {
            // A piece, its prompt and its translation share the smallest context, twice where it is asked again.
            const auto room = static_cast<std::size_t>(config.integer("llm.local.context")) - translationPromptTokens;
            settings.job.pieceBytes = std::min(settings.job.pieceBytes, room / 2);
            settings.job.outputTokens = static_cast<int>(room / 3);
        }
        return PromptedTranslator::create(*m_model, m_answers, parts.clock, prompt, std::move(settings));
    }

    [[nodiscard]] std::string provider() const override { return m_writer->provider(); }
    Result<Draft> draft(const DraftRequest& request, std::stop_token stop) override
    {
        return m_writer->draft(request, std::move(stop));
    }

private:
    ChatWriter(const WriterParts& parts, PriceTable prices)
        : m_ledger(m_http, parts.store, parts.clock,
              {parts.config.flag("egress.allowed") ? EgressSwitch::On : EgressSwitch::Off,
                  std::chrono::days(parts.config.integer("egress.body_days"))})
        , m_anthropicHttp(m_ledger, parts.clock, RetryPolicy::anthropic())
        , m_openAiHttp(m_ledger, parts.clock, RetryPolicy::openai())
        , m_prices(std::move(prices))
        , m_budget(parts.store, parts.metrics, parts.clock, Budget::from(parts.config))
        , m_answers({.entries = 10'000, .bytes = std::size_t{16} << 20U}, parts.clock)
    {
    }

    // llm.model names the preferred one where it is set.
    static const std::string& modelName(const Config& config, const std::string& provider, bool preferred)
    {
        const std::string& chosen = config.text("llm.model");
        return preferred && provider != "local" && !chosen.empty() ? chosen : config.text("llm." + provider + ".model");
    }

    // The models behind the cache of answers, unless there is to be none.
    ChatModel& cached(const WriterParts& parts)
    {
        const std::chrono::minutes life(parts.config.integer("llm.cache_minutes"));
        if (life.count() == 0)
            return *m_model;
        m_cached = std::make_unique<CachedModel>(
            *m_model, m_answers, parts.metrics, parts.clock, CachedModel::Settings{m_names, life});
        return *m_cached;
    }

    Result<std::unique_ptr<ChatModel>> model(
        const WriterParts& parts, const std::string& provider, const ModelTraitsTable& traits, bool preferred)
    {
        if (provider == "local")
            return localModel(parts);
        const Config& config = parts.config;
        const std::string name = modelName(config, provider, preferred);
        const std::string& key = config.text("llm." + provider + ".api_key");
        const std::string& url = config.text("llm." + provider + ".base_url");
        const bool takesTemperature = traits.traits(provider, name).takesTemperature;
        const std::string origin = TRY(egressHost(url));
        TRY(checkWay("llm." + provider + ".base_url", origin, key));
        std::unique_ptr<ChatModel> model;
        if (provider == "anthropic") {
            AnthropicModel::Settings settings;
            settings.baseUrl = url;
            settings.key = key;
            settings.options.model = name;
            settings.options.takesTemperature = takesTemperature;
            if (preferred)
                TRY(makeBatches(settings));
            model = TRY(AnthropicModel::create(m_anthropicHttp, std::move(settings)));
        } else {
            OpenAiModel::Settings settings;
            settings.baseUrl = url;
            settings.key = key;
            settings.options.api = openAiApi(config.text("llm.openai.api"), origin);
            if (settings.options.api == OpenAiApi::CompatibleChat && isThisMachine(origin))
                settings.provider = "local"; // costs nothing, so a budget does not keep from asking it
            settings.options.model = name;
            settings.options.takesTemperature = takesTemperature;
            model = TRY(OpenAiModel::create(m_openAiHttp, parts.clock, std::move(settings)));
        }
        return std::make_unique<MeteredModel>(std::move(model), name, m_prices, m_budget);
    }

    // For what nobody waits for, at the preferred provider.
    Status makeBatches(const AnthropicModel::Settings& model)
    {
        AnthropicBatches::Settings settings;
        settings.baseUrl = model.baseUrl;
        settings.key = model.key;
        settings.options = model.options;
        auto batches = TRY(AnthropicBatches::create(m_anthropicHttp, std::move(settings)));
        m_batches = std::make_unique<MeteredBatches>(std::move(batches), model.options.model, m_prices, m_budget);
        return {};
    }

    Result<std::unique_ptr<ChatModel>> localModel(const WriterParts& parts)
    {
        const Config& config = parts.config;
        LocalModel::Settings settings;
        settings.file = config.text("llm.local.model");
        if (settings.file.empty()) {
            const std::string& models = config.text("models.directory");
            settings.file = (models.empty() ? defaultModelDirectory() : std::filesystem::path(models)) / fetchedModel;
        }
        settings.contextTokens = static_cast<int>(config.integer("llm.local.context"));
        auto model = TRY(LocalModel::load(settings, parts.clock));
        return std::make_unique<MeteredModel>(std::move(model), settings.file.filename().string(), m_prices, m_budget);
    }

    CurlClient m_http;
    LedgeredClient m_ledger;
    RetryingClient m_anthropicHttp; // each of its tries stands in the ledger
    RetryingClient m_openAiHttp;
    const PriceTable m_prices;
    BudgetGuard m_budget;
    std::unique_ptr<FallbackModel> m_model;
    std::unique_ptr<ChatBatches> m_batches; // null: the preferred provider is asked for none
    std::string m_names; // of all models
    MemoryCache m_answers;
    std::unique_ptr<CachedModel> m_cached; // null: each request is asked
    std::unique_ptr<LanguageModel> m_writer;
};

// The preferred provider and those after it, each once; empty: the composer alone.
Result<std::vector<std::string>> providersOf(const Config& config)
{
    std::vector<std::string> providers;
    const auto add = [&](std::string_view setting, std::string_view name) -> Status {
        if (name != "anthropic" && name != "openai" && name != "local")
            return failure(ErrorCode::InvalidArgument,
                std::string(setting) + " names '" + std::string(name) + "'; there are anthropic, openai and local");
        if (std::ranges::find(providers, name) == providers.end())
            providers.emplace_back(name);
        return {};
    };
    const std::string& first = config.text("llm.provider");
    if (first == "composer")
        return providers;
    TRY(add("llm.provider", first));
    for (const std::string_view name : text::split(config.text("llm.fallback"), ',')) {
        if (const std::string_view trimmed = text::trim(name); !trimmed.empty())
            TRY(add("llm.fallback", trimmed));
    }
    return providers;
}

} // namespace

Result<Writers> makeWriters(const WriterParts& parts)
{
    Composer::Settings settings;
    settings.evidenceFloor = parts.evidenceFloor;
    Writers writers;
    writers.composer = std::make_unique<Composer>(parts.templates, settings);
    const std::vector<std::string> providers = TRY(providersOf(parts.config));
    if (providers.empty())
        return writers;
    auto chat = TRY(ChatWriter::create(parts, providers));
    writers.translator = TRY(chat->translator(parts, providers));
    writers.chat = std::make_unique<FallbackWriter>(std::move(chat), *writers.composer);
    return writers;
}

int draftsAtOnce(const Config& config)
{
    const std::string& provider = config.text("llm.provider");
    return provider == "composer" || provider == "local" ? 0 : static_cast<int>(config.integer("llm.drafts_at_once"));
}

} // namespace tandem
