#pragma once

#include "base/Error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct gguf_context;

namespace tandem {

// A GGUF file: its description in memory, its tensors mapped. Immutable and thread-safe once open. A view lives as long as
// the file object.
class GgufFile {
public:
    // Corrupt when the description is damaged or a tensor lies past the end of the file.
    static Result<std::unique_ptr<const GgufFile>> open(const std::filesystem::path& file);
    GgufFile(const GgufFile&) = delete;
    GgufFile& operator=(const GgufFile&) = delete;
    ~GgufFile();

    // nullopt when there is no such entry of that type.
    [[nodiscard]] std::optional<std::string> text(const char* key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(const char* key) const;
    [[nodiscard]] std::optional<float> number(const char* key) const;
    [[nodiscard]] std::size_t textCount(const char* key) const; // 0 unless an array of texts
    [[nodiscard]] std::string_view textAt(const char* key, std::size_t index) const;
    [[nodiscard]] std::span<const float> floats(const char* key) const; // empty unless an array of f32
    [[nodiscard]] std::span<const std::int32_t> integers(const char* key) const; // empty unless an array of i32

    // The bytes of a tensor of exactly this type and shape, else empty.
    [[nodiscard]] std::span<const std::byte> q4Tensor(const std::string& name, std::int64_t columns, std::int64_t rows) const;
    [[nodiscard]] std::span<const float> f32Tensor(const std::string& name, std::int64_t columns, std::int64_t rows) const;

private:
    GgufFile() = default;
    [[nodiscard]] Status check() const;
    [[nodiscard]] std::span<const std::byte> tensor(
        const std::string& name, int type, std::int64_t columns, std::int64_t rows) const;

    gguf_context* m_description = nullptr;
    void* m_map = nullptr;
    std::size_t m_size = 0;
};

} // namespace tandem
