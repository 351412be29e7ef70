#include "services/embedding/LlamaModel.h"

#if TANDEM_WITH_LLAMA

#include "services/embedding/LlamaLog.h"
#include "services/embedding/ModelText.h"

#include <llama.h>

#include <algorithm>
#include <array>
#include <exception>

namespace tandem {
namespace {

Error damaged(const std::filesystem::path& file, const std::string& reason)
{
    return {ErrorCode::Corrupt,
        "the embedding model " + file.string() + " cannot be used: " + reason + "; choose another model, or run ./dev models",
        false};
}

std::string metadata(const llama_model* model, const char* key)
{
    std::array<char, 128> value{};
    const auto length = llama_model_meta_val_str(model, key, value.data(), value.size());
    return length < 0 ? std::string() : std::string(value.data());
}

// One compute thread: several in one context spin against everything else that runs.
class LlamaEncoder final : public Encoder {
public:
    LlamaEncoder(llama_model* model, std::size_t tokenLimit)
        : m_model(model)
        , m_tokenLimit(tokenLimit)
    {
    }

    // Attention is computed over the whole batch here, so that two sequences together take longer than one after the other.
    [[nodiscard]] std::size_t tokenBudget() const override { return 1; }
    Result<std::vector<Embedding>> encode(std::span<const Tokens> sequences) override;
    void rest() override { m_context.reset(); }
    Status prepare();

private:
    struct Free {
        void operator()(llama_context* context) const { llama_free(context); }
    };
    Result<Embedding> encode(const Tokens& sequence);

    llama_model* const m_model;
    const std::size_t m_tokenLimit;
    std::unique_ptr<llama_context, Free> m_context; // null after rest()
};

} // namespace

LlamaModel::LlamaModel(llama_model* model)
    : m_model(model)
{
}

LlamaModel::~LlamaModel()
{
    llama_model_free(m_model);
}

Result<std::shared_ptr<const EncoderModel>> LlamaModel::load(const std::filesystem::path& file)
{
    beginLlamaCall();
    auto parameters = llama_model_default_params();
    parameters.n_gpu_layers = 0;
    parameters.check_tensors = true;
    llama_model* model = nullptr;
    try {
        model = llama_model_load_from_file(file.c_str(), parameters);
    } catch (const std::exception& error) {
        noteLlamaError(error.what());
    }
    if (model == nullptr)
        return std::unexpected(damaged(file, llamaError("llama.cpp does not read it")));
    std::shared_ptr<const EncoderModel> result(new LlamaModel(model));
    if (const auto architecture = metadata(model, "general.architecture"); architecture != "bert")
        return std::unexpected(damaged(file, "its architecture is " + architecture + ", not bert"));
    if (llama_model_n_ctx_train(model) < 8)
        return std::unexpected(damaged(file, "it holds no context"));
    return result;
}

int LlamaModel::dimension() const
{
    return llama_model_n_embd(m_model);
}

std::size_t LlamaModel::tokenLimit() const
{
    return std::min<std::size_t>(512, static_cast<std::size_t>(llama_model_n_ctx_train(m_model)));
}

Result<Tokens> LlamaModel::tokens(std::string_view text, TextRole role) const
{
    // No token is longer than 64 bytes: what comes later in the text cannot matter.
    const auto prefixed = modelText(text, role, tokenLimit() * 64);
    Tokens result(prefixed.size() + 4);
    try {
        const auto count = llama_tokenize(llama_model_get_vocab(m_model), prefixed.data(),
            static_cast<std::int32_t>(prefixed.size()), result.data(), static_cast<std::int32_t>(result.size()), true, false);
        if (count <= 0)
            return failure(ErrorCode::Internal, "the embedding model's tokenizer gave no tokens");
        result.resize(static_cast<std::size_t>(count));
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal, std::string("the embedding model's tokenizer failed: ") + error.what());
    }
    if (result.size() > tokenLimit()) {
        const auto end = result.back();
        result.resize(tokenLimit());
        result.back() = end;
    }
    return result;
}

Result<std::unique_ptr<Encoder>> LlamaModel::encoder() const
{
    auto result = std::make_unique<LlamaEncoder>(m_model, tokenLimit());
    TRY(result->prepare());
    return result;
}

Status LlamaEncoder::prepare()
{
    beginLlamaCall();
    auto parameters = llama_context_default_params();
    const auto limit = static_cast<std::uint32_t>(m_tokenLimit);
    parameters.n_ctx = limit;
    parameters.n_batch = limit;
    parameters.n_ubatch = limit;
    parameters.n_seq_max = 1;
    parameters.n_threads = 1;
    parameters.n_threads_batch = 1;
    parameters.embeddings = true;
    parameters.pooling_type = LLAMA_POOLING_TYPE_MEAN;
    parameters.attention_type = LLAMA_ATTENTION_TYPE_NON_CAUSAL;
    parameters.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED; // three times slower on a processor
    parameters.no_perf = true;
    try {
        m_context.reset(llama_init_from_model(m_model, parameters));
    } catch (const std::exception& error) {
        noteLlamaError(error.what());
    }
    if (!m_context)
        return failure(ErrorCode::Unavailable, "the embedding model cannot be run: " + llamaError("out of memory?"));
    return {};
}

Result<std::vector<Embedding>> LlamaEncoder::encode(std::span<const Tokens> sequences)
{
    std::vector<Embedding> result;
    result.reserve(sequences.size());
    for (const auto& sequence : sequences)
        result.push_back(TRY(encode(sequence)));
    return result;
}

Result<Embedding> LlamaEncoder::encode(const Tokens& sequence)
{
    if (!m_context)
        TRY(prepare());
    beginLlamaCall();
    auto tokens = sequence; // llama.cpp wants them mutable
    int status = -1;
    try {
        status = llama_encode(m_context.get(), llama_batch_get_one(tokens.data(), static_cast<std::int32_t>(tokens.size())));
    } catch (const std::exception& error) {
        noteLlamaError(error.what());
    }
    const float* const pooled = status == 0 ? llama_get_embeddings_seq(m_context.get(), 0) : nullptr;
    if (pooled == nullptr)
        return failure(ErrorCode::Internal, "the embedding model failed on a text: " + llamaError("no reason given"));
    return unitLength({pooled, pooled + llama_model_n_embd(m_model)});
}

} // namespace tandem

#else

namespace tandem {

Result<std::shared_ptr<const EncoderModel>> LlamaModel::load(const std::filesystem::path& file)
{
    return failure(ErrorCode::Unavailable,
        "the embedding model " + file.string() + " cannot be run: this build has no llama.cpp; run ./dev models and build again");
}

LlamaModel::~LlamaModel() = default;

int LlamaModel::dimension() const
{
    return 0;
}

Result<Tokens> LlamaModel::tokens(std::string_view, TextRole) const
{
    return failure(ErrorCode::Unavailable, "this build has no llama.cpp");
}

Result<std::unique_ptr<Encoder>> LlamaModel::encoder() const
{
    return failure(ErrorCode::Unavailable, "this build has no llama.cpp");
}

} // namespace tandem

#endif
