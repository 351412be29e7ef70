#pragma once

#include <cstddef>
#include <cstdint>

// The inner loops of a BERT encoder with 4-bit weights, once per instruction set. Plain pointers and sizes only: these files are
// compiled for processors that the rest of the program may not run on, so they must not share inline code with it.
namespace tandem::bert {

inline constexpr int blockSize = 32; // weights or activations that share a scale
inline constexpr int tileRows = 16;
inline constexpr int headSize = 32;

// 16 rows by one block: the nibbles of row r and column 8 j + i (low) and 8 j + 4 + i (high) lie in quads[j][r][i]. Nibbles
// stand for -8 to 7.
struct WeightTile {
    std::uint8_t quads[4][tileRows][4];
    float scales[tileRows];
};

// rows by columns, in tiles: all blocks of the first 16 rows, then of the next.
struct Weights {
    const WeightTile* tiles;
    const float* bias; // a row each
    int rows; // a multiple of 16
    int columns; // a multiple of 32
};

// Activations rounded to 8 bits with a scale a block.
struct Rounded {
    std::int8_t* values; // tokens by columns
    float* scales; // tokens by columns / 32
    std::int32_t* offsets; // -8 times the block's sum of values: corrects for nibbles being stored from 0 to 15
};

struct Kernels {
    const char* name;
    void (*round)(const float* input, int tokens, int columns, const Rounded& output);
    // output[token][row] = weights * input + bias; rows apart `stride`.
    void (*multiply)(const Weights& weights, const Rounded& input, int tokens, float* output, int stride);
    // values = layer norm(values + added); `added` may be null. columns is a multiple of 16.
    void (*addAndNormalise)(
        float* values, const float* added, const float* scale, const float* shift, int tokens, int columns, float epsilon);
    void (*gelu)(float* values, std::size_t count); // count is a multiple of 16
    // One head of one sequence. query, key and value are rows of 32 floats apart `stride`, output apart `outputStride`.
    // `scratch` holds attentionScratch(tokens) floats.
    void (*attend)(const float* query, const float* key, const float* value, int tokens, int stride, float* output,
        int outputStride, float* scratch);
};

constexpr std::size_t attentionScratch(std::size_t tokens)
{
    return (tokens + 15) / 16 * 16 * (headSize + 4);
}

const Kernels& portableKernels();
#if TANDEM_X86_KERNELS
const Kernels& avx2Kernels();
const Kernels& avx512Kernels();
#endif

// The fastest that this processor runs.
const Kernels& bestKernels();

} // namespace tandem::bert
