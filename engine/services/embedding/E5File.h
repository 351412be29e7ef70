#pragma once

#include "base/Error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// One tensor of an E5File. Q4 blocks are ggml's Q4_0 bit for bit: an f16 scale and 16 bytes of nibbles for 32 weights.
struct E5Tensor {
    enum class Type : std::uint8_t { F32 = 0, Q4 = 1 };
    std::string name;
    Type type = Type::F32;
    std::uint32_t elements = 0;
    std::span<const std::byte> data; // into E5File::bytes
};

// The packed multilingual-e5-small file (magic E5S1) with every bound checked. Movable, not copyable: views point into bytes.
struct E5File {
    struct Shape {
        std::int32_t hidden = 0;
        std::int32_t layers = 0;
        std::int32_t heads = 0;
        std::int32_t feedForward = 0;
        std::int32_t vocabulary = 0; // embedding rows; at least the number of pieces
        std::int32_t positions = 0;
        std::int32_t tokenTypes = 0;
        float layerNormEpsilon = 0;
    };
    struct Tokenizer {
        std::int32_t begin = 0;
        std::int32_t end = 0;
        std::int32_t padding = 0;
        std::int32_t unknown = 0;
        std::vector<std::string> pieces; // UTF-8, without NUL
        std::vector<float> scores; // log probabilities
    };

    E5File() = default;
    E5File(const E5File&) = delete;
    E5File& operator=(const E5File&) = delete;
    E5File(E5File&&) = default;
    E5File& operator=(E5File&&) = default;
    ~E5File() = default;

    // NotFound or Io when the file cannot be read; Corrupt, naming what is wrong, when it is not what it claims to be.
    static Result<E5File> read(const std::filesystem::path& file);

    [[nodiscard]] const E5Tensor* tensor(std::string_view name) const;

    std::vector<std::byte> bytes;
    Shape shape;
    Tokenizer tokenizer;
    std::vector<E5Tensor> tensors;
};

} // namespace tandem
