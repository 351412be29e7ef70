#include "services/embedding/GgufFile.h"

#if TANDEM_WITH_LLAMA

#include "services/embedding/LlamaLog.h"

#include <exception>
#include <fcntl.h>
#include <ggml.h>
#include <gguf.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem {

Result<std::unique_ptr<const GgufFile>> GgufFile::open(const std::filesystem::path& file)
{
    std::unique_ptr<GgufFile> result(new GgufFile);
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failure(ErrorCode::NotFound, "the model " + file.string() + " cannot be opened");
    struct stat status{};
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
        result->m_size = static_cast<std::size_t>(status.st_size);
        void* const map = mmap(nullptr, result->m_size, PROT_READ, MAP_SHARED, descriptor, 0);
        result->m_map = map == MAP_FAILED ? nullptr : map;
    }
    close(descriptor);
    if (result->m_map == nullptr)
        return failure(ErrorCode::Io, "the model " + file.string() + " cannot be mapped");
    beginLlamaCall();
    result->m_description = gguf_init_from_file(file.c_str(), {true, nullptr});
    if (result->m_description == nullptr)
        return failure(
            ErrorCode::Corrupt, "the model " + file.string() + " is no sound GGUF file: " + llamaError("no reason given"));
    if (const auto checked = result->check(); !checked)
        return failure(ErrorCode::Corrupt, "the model " + file.string() + " is damaged: " + checked.error().message);
    return result;
}

GgufFile::~GgufFile()
{
    gguf_free(m_description);
    if (m_map != nullptr)
        munmap(m_map, m_size);
}

Status GgufFile::check() const
{
    const auto start = gguf_get_data_offset(m_description);
    for (std::int64_t i = 0; i < gguf_get_n_tensors(m_description); ++i) {
        const auto offset = gguf_get_tensor_offset(m_description, i);
        const auto size = gguf_get_tensor_size(m_description, i);
        if (start > m_size || offset > m_size - start || size > m_size - start - offset)
            return failure(ErrorCode::Corrupt, "tensor " + std::to_string(i) + " lies past the end of the file (truncated?)");
    }
    return {};
}

std::optional<std::string> GgufFile::text(const char* key) const
{
    const auto id = gguf_find_key(m_description, key);
    if (id < 0 || gguf_get_kv_type(m_description, id) != GGUF_TYPE_STRING)
        return std::nullopt;
    return gguf_get_val_str(m_description, id);
}

std::optional<std::int64_t> GgufFile::integer(const char* key) const
{
    const auto id = gguf_find_key(m_description, key);
    if (id < 0)
        return std::nullopt;
    switch (gguf_get_kv_type(m_description, id)) {
    case GGUF_TYPE_UINT32: return gguf_get_val_u32(m_description, id);
    case GGUF_TYPE_INT32: return gguf_get_val_i32(m_description, id);
    case GGUF_TYPE_BOOL: return gguf_get_val_bool(m_description, id) ? 1 : 0;
    default: return std::nullopt;
    }
}

std::optional<float> GgufFile::number(const char* key) const
{
    const auto id = gguf_find_key(m_description, key);
    if (id < 0 || gguf_get_kv_type(m_description, id) != GGUF_TYPE_FLOAT32)
        return std::nullopt;
    return gguf_get_val_f32(m_description, id);
}

std::size_t GgufFile::textCount(const char* key) const
{
    const auto id = gguf_find_key(m_description, key);
    const bool fits = id >= 0 && gguf_get_kv_type(m_description, id) == GGUF_TYPE_ARRAY
        && gguf_get_arr_type(m_description, id) == GGUF_TYPE_STRING;
    return fits ? gguf_get_arr_n(m_description, id) : 0;
}

std::string_view GgufFile::textAt(const char* key, std::size_t index) const
{
    return gguf_get_arr_str(m_description, gguf_find_key(m_description, key), index);
}

namespace {

template <typename T>
std::span<const T> arrayOf(const gguf_context* description, const char* key, gguf_type type)
{
    const auto id = gguf_find_key(description, key);
    if (id < 0 || gguf_get_kv_type(description, id) != GGUF_TYPE_ARRAY || gguf_get_arr_type(description, id) != type)
        return {};
    return {static_cast<const T*>(gguf_get_arr_data(description, id)), gguf_get_arr_n(description, id)};
}

} // namespace

std::span<const float> GgufFile::floats(const char* key) const
{
    return arrayOf<float>(m_description, key, GGUF_TYPE_FLOAT32);
}

std::span<const std::int32_t> GgufFile::integers(const char* key) const
{
    return arrayOf<std::int32_t>(m_description, key, GGUF_TYPE_INT32);
}

std::span<const std::byte> GgufFile::tensor(const std::string& name, int type, std::int64_t columns, std::int64_t rows) const
{
    const auto id = gguf_find_tensor(m_description, name.c_str());
    if (id < 0 || gguf_get_tensor_type(m_description, id) != type)
        return {};
    const auto* const shape = gguf_get_tensor_ne(m_description, id);
    if (shape[0] != columns || shape[1] != rows || shape[2] != 1 || shape[3] != 1)
        return {};
    const auto offset = gguf_get_data_offset(m_description) + gguf_get_tensor_offset(m_description, id);
    return {static_cast<const std::byte*>(m_map) + offset, gguf_get_tensor_size(m_description, id)};
}

std::span<const std::byte> GgufFile::q4Tensor(const std::string& name, std::int64_t columns, std::int64_t rows) const
{
    return tensor(name, GGML_TYPE_Q4_0, columns, rows);
}

std::span<const float> GgufFile::f32Tensor(const std::string& name, std::int64_t columns, std::int64_t rows) const
{
    const auto bytes = tensor(name, GGML_TYPE_F32, columns, rows);
    // GGUF aligns tensors to 32 bytes.
    return {reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float)};
}

} // namespace tandem

#endif
