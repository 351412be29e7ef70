#include "services/embedding/E5Repacker.h"

#if TANDEM_WITH_LLAMA

#include "services/embedding/E5File.h"
#include "services/embedding/LlamaLog.h"

#include <ggml.h>
#include <gguf.h>
#include <llama.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tandem {
namespace {

struct GgufDeleter {
    void operator()(gguf_context* context) const { gguf_free(context); }
    void operator()(ggml_context* context) const { ggml_free(context); }
};
using Gguf = std::unique_ptr<gguf_context, GgufDeleter>;
using Tensors = std::unique_ptr<ggml_context, GgufDeleter>;

// Copies tensors from the packed file under their GGUF names, checking type and shape.
class TensorCopier {
public:
    TensorCopier(const E5File& file, ggml_context& tensors, gguf_context& target)
        : m_file(file)
        , m_tensors(tensors)
        , m_target(target)
    {
    }

    Status matrix(const std::string& from, const std::string& to, std::int64_t columns, std::int64_t rows)
    {
        return copy(from, to, E5Tensor::Type::Q4, columns, rows);
    }
    Status table(const std::string& from, const std::string& to, std::int64_t columns, std::int64_t rows)
    {
        return copy(from, to, E5Tensor::Type::F32, columns, rows);
    }
    Status vector(const std::string& from, const std::string& to, std::int64_t size)
    {
        return copy(from, to, E5Tensor::Type::F32, size, 1);
    }

private:
    Status copy(const std::string& from, const std::string& to, E5Tensor::Type type, std::int64_t columns, std::int64_t rows)
    {
        const auto* const source = m_file.tensor(from);
        if (source == nullptr)
            return failure(ErrorCode::Corrupt, "tensor " + from + " is missing");
        if (source->type != type || std::int64_t{source->elements} != columns * rows)
            return failure(ErrorCode::Corrupt, "tensor " + from + " has the wrong type or shape");
        const auto ggmlType = type == E5Tensor::Type::Q4 ? GGML_TYPE_Q4_0 : GGML_TYPE_F32;
        auto* const tensor = ggml_new_tensor_2d(&m_tensors, ggmlType, columns, rows);
        ggml_set_name(tensor, to.c_str());
        // The writer only reads.
        tensor->data = const_cast<std::byte*>(source->data.data());
        gguf_add_tensor(&m_target, tensor);
        return {};
    }

    const E5File& m_file;
    ggml_context& m_tensors;
    gguf_context& m_target;
};

void describeModel(gguf_context* target, const E5File::Shape& shape)
{
    const auto count
        = [target](const char* key, std::int32_t value) { gguf_set_val_u32(target, key, static_cast<std::uint32_t>(value)); };
    gguf_set_val_str(target, "general.architecture", "bert");
    gguf_set_val_str(target, "general.name", "multilingual-e5-small");
    gguf_set_val_str(target, "general.license", "mit");
    count("general.file_type", LLAMA_FTYPE_MOSTLY_Q4_0);
    count("general.quantization_version", 2);
    count("bert.context_length", shape.positions);
    count("bert.embedding_length", shape.hidden);
    count("bert.block_count", shape.layers);
    count("bert.feed_forward_length", shape.feedForward);
    count("bert.attention.head_count", shape.heads);
    gguf_set_val_f32(target, "bert.attention.layer_norm_epsilon", shape.layerNormEpsilon);
    gguf_set_val_bool(target, "bert.attention.causal", false);
    count("bert.pooling_type", LLAMA_POOLING_TYPE_MEAN);
}

void describeTokenizer(gguf_context* target, const E5File& file)
{
    const auto& tokenizer = file.tokenizer;
    const auto rows = static_cast<std::size_t>(file.shape.vocabulary);
    std::vector<const char*> pieces(rows, "");
    std::vector<float> scores(rows, 0.0F);
    // Rows without a piece, and the special tokens, must never match text: control tokens do not.
    std::vector<std::int32_t> types(rows, LLAMA_TOKEN_TYPE_CONTROL);
    std::vector<std::string> fillers;
    fillers.reserve(rows - tokenizer.pieces.size());
    for (std::size_t i = 0; i < rows; ++i) {
        if (i < tokenizer.pieces.size()) {
            pieces[i] = tokenizer.pieces[i].c_str();
            scores[i] = tokenizer.scores[i];
            if (!tokenizer.pieces[i].empty() && tokenizer.pieces[i] != "<mask>")
                types[i] = LLAMA_TOKEN_TYPE_NORMAL;
        } else {
            fillers.push_back("[PAD" + std::to_string(i) + "]");
            pieces[i] = fillers.back().c_str();
        }
    }
    for (const auto id : {tokenizer.begin, tokenizer.end, tokenizer.padding})
        types[static_cast<std::size_t>(id)] = LLAMA_TOKEN_TYPE_CONTROL;
    types[static_cast<std::size_t>(tokenizer.unknown)] = LLAMA_TOKEN_TYPE_UNKNOWN;

    gguf_set_val_str(target, "tokenizer.ggml.model", "t5");
    gguf_set_val_str(target, "tokenizer.ggml.pre", "default");
    gguf_set_arr_str(target, "tokenizer.ggml.tokens", pieces.data(), rows);
    gguf_set_arr_data(target, "tokenizer.ggml.scores", GGUF_TYPE_FLOAT32, scores.data(), rows);
    gguf_set_arr_data(target, "tokenizer.ggml.token_type", GGUF_TYPE_INT32, types.data(), rows);
    gguf_set_val_u32(target, "tokenizer.ggml.token_type_count", static_cast<std::uint32_t>(file.shape.tokenTypes));
    gguf_set_val_u32(target, "tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(tokenizer.begin));
    gguf_set_val_u32(target, "tokenizer.ggml.eos_token_id", static_cast<std::uint32_t>(tokenizer.end));
    gguf_set_val_u32(target, "tokenizer.ggml.seperator_token_id", static_cast<std::uint32_t>(tokenizer.end));
    gguf_set_val_u32(target, "tokenizer.ggml.padding_token_id", static_cast<std::uint32_t>(tokenizer.padding));
    gguf_set_val_u32(target, "tokenizer.ggml.unknown_token_id", static_cast<std::uint32_t>(tokenizer.unknown));
    for (const auto* const key : {"tokenizer.ggml.add_space_prefix", "tokenizer.ggml.remove_extra_whitespaces",
             "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_eos_token"})
        gguf_set_val_bool(target, key, true);
}

Status copyTensors(TensorCopier& copier, const E5File::Shape& shape)
{
    const std::int64_t hidden = shape.hidden;
    const std::int64_t feedForward = shape.feedForward;
    TRY(copier.matrix("emb.word", "token_embd.weight", hidden, shape.vocabulary));
    TRY(copier.table("emb.pos", "position_embd.weight", hidden, shape.positions));
    TRY(copier.table("emb.type", "token_types.weight", hidden, shape.tokenTypes));
    TRY(copier.vector("emb.ln.w", "token_embd_norm.weight", hidden));
    TRY(copier.vector("emb.ln.b", "token_embd_norm.bias", hidden));

    struct Linear {
        const char* from;
        const char* to;
        std::int64_t in;
        std::int64_t out;
    };
    const std::array<Linear, 6> linears{{{"q", "attn_q", hidden, hidden}, {"k", "attn_k", hidden, hidden},
        {"v", "attn_v", hidden, hidden}, {"ao", "attn_output", hidden, hidden}, {"fi", "ffn_up", hidden, feedForward},
        {"fo", "ffn_down", feedForward, hidden}}};
    const std::array<std::pair<const char*, const char*>, 2> norms{{{"aln", "attn_output_norm"}, {"oln", "layer_output_norm"}}};
    for (std::int32_t layer = 0; layer < shape.layers; ++layer) {
        const auto from = "l" + std::to_string(layer) + ".";
        const auto to = "blk." + std::to_string(layer) + ".";
        for (const auto& linear : linears) {
            TRY(copier.matrix(from + linear.from + ".w", to + linear.to + ".weight", linear.in, linear.out));
            TRY(copier.vector(from + linear.from + ".b", to + linear.to + ".bias", linear.out));
        }
        for (const auto& [source, name] : norms) {
            TRY(copier.vector(from + source + ".w", to + name + ".weight", hidden));
            TRY(copier.vector(from + source + ".b", to + name + ".bias", hidden));
        }
    }
    return {};
}

Status ioFailure(const std::filesystem::path& target)
{
    return failure(
        ErrorCode::Io, "the model " + target.string() + " cannot be written: " + std::generic_category().message(errno));
}

Status writeWhole(const gguf_context& content, int descriptor, const std::filesystem::path& target)
{
    std::FILE* const stream = fdopen(descriptor, "wb");
    if (stream == nullptr) {
        close(descriptor);
        return ioFailure(target);
    }
    const bool written = gguf_write_to_file_ptr(&content, stream, false) && std::fflush(stream) == 0
        && fchmod(descriptor, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) == 0 && fsync(descriptor) == 0;
    const auto status = written ? Status{} : ioFailure(target);
    std::fclose(stream);
    return status;
}

Status writeAtomically(const gguf_context& content, const std::filesystem::path& target)
{
    auto temporary = target.string() + ".XXXXXX";
    const int descriptor = mkstemp(temporary.data());
    if (descriptor < 0)
        return ioFailure(target);
    auto status = writeWhole(content, descriptor, target);
    if (status && std::rename(temporary.c_str(), target.c_str()) != 0)
        status = ioFailure(target);
    if (!status) {
        unlink(temporary.c_str());
        return status;
    }
    const auto directory = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
    if (const int folder = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        fsync(folder); // the rename itself; a file system that cannot do it loses nothing but the work
        close(folder);
    }
    return {};
}

} // namespace

Status repackE5(const std::filesystem::path& source, const std::filesystem::path& target)
{
    const auto file = TRY(E5File::read(source));
    beginLlamaCall();
    const Tensors tensors(ggml_init({ggml_tensor_overhead() * (file.tensors.size() + 1), nullptr, true}));
    const Gguf content(gguf_init_empty());
    if (!tensors || !content)
        return failure(ErrorCode::Internal, "out of memory while repacking " + source.string());
    describeModel(content.get(), file.shape);
    describeTokenizer(content.get(), file);
    TensorCopier copier(file, *tensors, *content);
    if (const auto copied = copyTensors(copier, file.shape); !copied)
        return failure(ErrorCode::Corrupt,
            "the packed model " + source.string() + " is damaged: " + copied.error().message + "; delete it and fetch it again");
    return writeAtomically(*content, target);
}

} // namespace tandem

#else

namespace tandem {

Status repackE5(const std::filesystem::path& source, const std::filesystem::path&)
{
    return failure(ErrorCode::Unavailable,
        "the model " + source.string() + " cannot be repacked: this build has no llama.cpp; run ./dev models and build again");
}

} // namespace tandem

#endif
