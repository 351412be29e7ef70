#pragma once

#include "services/embedding/Encoder.h"

#include <filesystem>
#include <memory>

struct llama_model;

namespace tandem {

// Any GGUF encoder of architecture bert, run by llama.cpp with weights mapped from the file. An encoder has a single compute
// thread. llama.cpp sets aside a megabyte a token for logits that an encoder does not have; rest() gives them back.
class LlamaModel final : public EncoderModel {
public:
    // Corrupt, naming the file and what is wrong, when it is damaged, truncated, holds impossible weights or is no bert encoder.
    // Unavailable when this build has no llama.cpp.
    static Result<std::shared_ptr<const EncoderModel>> load(const std::filesystem::path& file);
    LlamaModel(const LlamaModel&) = delete;
    LlamaModel& operator=(const LlamaModel&) = delete;
    ~LlamaModel() override;

    [[nodiscard]] int dimension() const override;
    [[nodiscard]] Result<Tokens> tokens(std::string_view text, TextRole role) const override;
    [[nodiscard]] Result<std::unique_ptr<Encoder>> encoder() const override;

private:
    explicit LlamaModel(llama_model* model);
    [[nodiscard]] std::size_t tokenLimit() const;

    llama_model* m_model;
};

} // namespace tandem
