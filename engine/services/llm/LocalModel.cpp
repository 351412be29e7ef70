#include "services/llm/LocalModel.h"

#include <utility>

#if TANDEM_WITH_LLAMA

#include "services/embedding/LlamaLog.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/CitationMarkers.h"
#include "services/llm/JsonGrammar.h"
#include "services/llm/LocalAnswer.h"
#include "services/llm/LocalContexts.h"
#include "services/llm/LocalPrompt.h"

#include <llama.h>

#include <algorithm>
#include <array>
#include <exception>
#include <thread>
#include <vector>

namespace tandem {

namespace {

using Tokens = LocalAnswer::Tokens;

// What the likeliest tokens are cut to before one is drawn.
constexpr int topK = 40;
constexpr float topP = 0.95F;

struct FreeModel {
    void operator()(llama_model* model) const { llama_model_free(model); }
};
struct FreeSampler {
    void operator()(llama_sampler* sampler) const { llama_sampler_free(sampler); }
};
using Model = std::unique_ptr<llama_model, FreeModel>;
using Sampler = std::unique_ptr<llama_sampler, FreeSampler>;

Error damaged(const std::filesystem::path& file, const std::string& reason)
{
    return {ErrorCode::Corrupt, "The language model " + file.string() + " cannot be used: " + reason + "; choose another model",
        false};
}

std::string metadata(const llama_model* model, const char* key)
{
    std::array<char, 256> value{};
    return llama_model_meta_val_str(model, key, value.data(), value.size()) < 0 ? std::string() : std::string(value.data());
}

// The texts of the tokens that steer: what nobody may write into a prompt.
std::vector<std::string> controlTexts(const llama_vocab* vocabulary)
{
    std::vector<std::string> texts;
    for (llama_token token = 0; token < llama_vocab_n_tokens(vocabulary); ++token) {
        if (llama_vocab_is_control(vocabulary, token) || llama_vocab_is_eog(vocabulary, token))
            texts.emplace_back(llama_vocab_get_text(vocabulary, token));
    }
    return texts;
}

// nullopt when llama.cpp does not know the template.
std::optional<std::string> templated(const char* chatTemplate, const std::vector<LocalTurn>& turns)
{
    std::vector<llama_chat_message> messages;
    std::size_t size = 0;
    for (const LocalTurn& turn : turns) {
        messages.push_back({turn.role.c_str(), turn.text.c_str()});
        size += turn.role.size() + turn.text.size();
    }
    std::string prompt(2 * size + 512, '\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto length = llama_chat_apply_template(
            chatTemplate, messages.data(), messages.size(), true, prompt.data(), static_cast<std::int32_t>(prompt.size()));
        if (length < 0)
            return std::nullopt;
        const bool fits = static_cast<std::size_t>(length) <= prompt.size();
        prompt.resize(static_cast<std::size_t>(length));
        if (fits)
            return prompt;
    }
    return std::nullopt;
}

Tokens tokenized(const llama_vocab* vocabulary, const std::string& prompt)
{
    Tokens tokens(prompt.size() + 4);
    const auto count = llama_tokenize(vocabulary, prompt.data(), static_cast<std::int32_t>(prompt.size()), tokens.data(),
        static_cast<std::int32_t>(tokens.size()), true, true);
    tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
    if (!tokens.empty() && llama_vocab_get_add_eos(vocabulary) && tokens.back() == llama_vocab_eos(vocabulary))
        tokens.pop_back();
    return tokens;
}

// Null when the grammar cannot be used.
Sampler samplerOf(const llama_vocab* vocabulary, const std::string& grammar, double temperature, std::uint32_t seed)
{
    Sampler chain(llama_sampler_chain_init(llama_sampler_chain_default_params()));
    if (!grammar.empty()) {
        llama_sampler* const allowed = llama_sampler_init_grammar(vocabulary, grammar.c_str(), "root");
        if (allowed == nullptr)
            return nullptr;
        llama_sampler_chain_add(chain.get(), allowed);
    }
    if (temperature <= 0) {
        llama_sampler_chain_add(chain.get(), llama_sampler_init_greedy());
        return chain;
    }
    llama_sampler_chain_add(chain.get(), llama_sampler_init_top_k(topK));
    llama_sampler_chain_add(chain.get(), llama_sampler_init_top_p(topP, 1));
    llama_sampler_chain_add(chain.get(), llama_sampler_init_temp(static_cast<float>(temperature)));
    llama_sampler_chain_add(chain.get(), llama_sampler_init_dist(seed));
    return chain;
}

} // namespace

struct LocalModel::Parts {
    Settings settings;
    const Clock& clock;
    Model model;
    const llama_vocab* vocabulary = nullptr;
    const char* chatTemplate = nullptr; // the model's
    std::string name;
    std::vector<std::string> controls;
    std::size_t contextTokens = 0;
    std::unique_ptr<LocalContexts> contexts;

    Result<Tokens> promptOf(const ChatRequest& request) const
    {
        const auto prompt = templated(chatTemplate, localTurns(request, controls));
        if (!prompt)
            return failure(ErrorCode::InvalidArgument, "The local model's chat template takes no such conversation");
        Tokens tokens;
        try {
            tokens = tokenized(vocabulary, *prompt);
        } catch (const std::exception& error) {
            return failure(ErrorCode::Internal, std::string("The local model's tokenizer failed: ") + error.what());
        }
        if (tokens.empty())
            return failure(ErrorCode::Internal, "The local model's tokenizer gave no tokens");
        if (tokens.size() + 1 >= contextTokens)
            return failure(ErrorCode::TooLarge,
                "The prompt takes " + std::to_string(tokens.size()) + " tokens of the local model's "
                    + std::to_string(contextTokens));
        return tokens;
    }

    Result<Sampler> samplerFor(const ChatRequest& request) const
    {
        std::string grammar;
        if (!request.schema.empty())
            grammar = TRY(jsonGrammar(request.schema));
        Sampler sampler = samplerOf(vocabulary, grammar, request.temperature.value_or(settings.temperature), settings.seed);
        if (!sampler)
            return failure(ErrorCode::InvalidArgument, "llama.cpp does not take the JSON schema's grammar");
        return sampler;
    }
};

LocalModel::LocalModel(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

LocalModel::~LocalModel() = default;

Result<std::unique_ptr<ChatModel>> LocalModel::load(Settings settings, const Clock& clock)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(settings.file, error))
        return failure(
            ErrorCode::Unavailable, "The language model " + settings.file.string() + " is not there; run ./dev models");
    beginLlamaCall();
    auto parameters = llama_model_default_params();
    parameters.n_gpu_layers = 0;
    parameters.check_tensors = true;
    Model model;
    try {
        model.reset(llama_model_load_from_file(settings.file.c_str(), parameters));
    } catch (const std::exception& exception) {
        noteLlamaError(exception.what());
    }
    if (!model)
        return std::unexpected(damaged(settings.file, llamaError("llama.cpp does not read it")));
    const char* const chatTemplate = llama_model_chat_template(model.get(), nullptr);
    if (chatTemplate == nullptr || !llama_model_has_decoder(model.get()))
        return std::unexpected(damaged(settings.file, "it brings no chat template"));
    if (!templated(chatTemplate, {{"user", "Hello"}}))
        return std::unexpected(damaged(settings.file, "llama.cpp does not know its chat template"));

    const int trained = llama_model_n_ctx_train(model.get());
    const int wanted = settings.contextTokens > 0 ? std::min(settings.contextTokens, trained) : trained;
    const int threads
        = settings.threads > 0 ? settings.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2));
    std::string name = metadata(model.get(), "general.name");
    auto parts = std::make_unique<Parts>(Parts{.settings = std::move(settings),
        .clock = clock,
        .model = std::move(model),
        .name = std::move(name),
        .controls = {},
        .contexts = nullptr});
    if (parts->name.empty())
        parts->name = parts->settings.file.stem().string();
    parts->vocabulary = llama_model_get_vocab(parts->model.get());
    parts->chatTemplate = chatTemplate;
    parts->controls = controlTexts(parts->vocabulary);
    parts->contextTokens = static_cast<std::size_t>(wanted);
    parts->contexts = std::make_unique<LocalContexts>(parts->model.get(),
        LocalContexts::Settings{static_cast<std::uint32_t>(wanted), std::max<std::size_t>(1, parts->settings.contexts), threads},
        clock);
    return std::unique_ptr<ChatModel>(new LocalModel(std::move(parts)));
}

Result<ChatReply> LocalModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    const Parts& parts = *m_parts;
    TRY(checkChatRequest(request));
    const CallEnd ending{parts.clock, parts.clock.steady() + request.timeout, std::move(stop)};
    TRY(ending.check());
    const Tokens prompt = TRY(parts.promptOf(request));
    const Sampler sampler = TRY(parts.samplerFor(request));
    const auto lease = TRY(parts.contexts->lease(prompt, ending.deadline, ending.stop));
    beginLlamaCall();
    LocalAnswer answer(*lease, parts.vocabulary, ending);
    CitationMarkers markers(sentenceCounts(request));
    const auto write = [&]() -> Result<ChatStop> {
        TRY(answer.read(prompt));
        return answer.write(sampler.get(), request.outputTokens, markers, listener.text);
    };
    const auto ended = write();
    if (listener.usage)
        listener.usage(provider(), parts.name, answer.usage());
    if (!ended)
        return std::unexpected(ended.error());
    const std::string_view rest = markers.finish();
    if (listener.text && !rest.empty())
        listener.text(rest);
    ChatReply reply;
    reply.text = markers.text();
    reply.citations = markers.citations();
    reply.stop = *ended;
    reply.usage = answer.usage();
    reply.provider = provider();
    reply.model = parts.name;
    return reply;
}

} // namespace tandem

#else

namespace tandem {

struct LocalModel::Parts { };

Result<std::unique_ptr<ChatModel>> LocalModel::load(Settings settings, const Clock&)
{
    return failure(ErrorCode::Unavailable,
        "The language model " + settings.file.string()
            + " cannot be run: this build has no llama.cpp; run ./dev models and build again");
}

LocalModel::LocalModel(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

LocalModel::~LocalModel() = default;

Result<ChatReply> LocalModel::reply(const ChatRequest&, const ChatListener&, std::stop_token)
{
    return failure(ErrorCode::Unavailable, "This build has no llama.cpp");
}

} // namespace tandem

#endif
