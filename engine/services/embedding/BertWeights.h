#pragma once

#include "services/embedding/BertKernels.h"
#include "services/embedding/GgufFile.h"

#include <optional>
#include <vector>

namespace tandem {

// A matrix in the kernels' tiles.
struct BertMatrix {
    std::vector<bert::WeightTile> tiles;
    std::vector<float> bias;
    int columns = 0;
    [[nodiscard]] bert::Weights view() const { return {tiles.data(), bias.data(), static_cast<int>(bias.size()), columns}; }
};

struct BertNorm {
    std::vector<float> scale;
    std::vector<float> shift;
};

struct BertLayer {
    BertMatrix queryKeyValue; // one above the other
    BertMatrix attentionOutput;
    BertNorm attentionNorm;
    BertMatrix up;
    BertMatrix down;
    BertNorm outputNorm;
};

struct BertWeights {
    // nullopt when the file is another kind of model than the kernels run: architecture bert, Q4_0, heads of 32, mean pooling.
    static std::optional<BertWeights> read(const GgufFile& file);
    // The sum of word, position and type embeddings, before the norm; `output` holds `hidden` floats.
    void embed(std::int32_t token, std::size_t position, float* output) const;

    int hidden = 0;
    int heads = 0;
    int feedForward = 0;
    int vocabulary = 0;
    int positionCount = 0;
    float epsilon = 0;
    std::span<const std::byte> words; // Q4_0 rows, in the mapped file
    std::vector<float> positions; // with the first type embedding added
    BertNorm embeddingNorm;
    std::vector<BertLayer> layers;
};

} // namespace tandem
