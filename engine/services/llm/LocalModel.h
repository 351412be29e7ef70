#pragma once

#include "base/Clock.h"
#include "services/llm/ChatModel.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace tandem {

// Any GGUF chat model, run by llama.cpp in this process with weights mapped from the file and with the chat template that the
// file brings. Each call has a context of its own from a bounded pool; a call waits for one as long as its time allows. What a
// context read last stays in it, and a call that begins alike does not read that again (TokenUsage::cacheRead).
class LocalModel final : public ChatModel {
public:
    struct Settings {
        std::filesystem::path file;
        int contextTokens = 4096; // of prompt and answer together; 0 = what the model was trained for, which is the most
        std::size_t contexts = 1; // how many calls run at once; each takes memory for its context
        int threads = 0; // of a call; 0 = half of the machine's
        double temperature = 0.3; // where the request names none; 0 = always the likeliest token
        std::uint32_t seed
            = 1; // of every call: the same request gives the same answer, on the same machine and from the same cache
    };

    // The clock outlives it. Corrupt, naming the file and what is wrong, when it is damaged or no chat model that can be run;
    // Unavailable when it is not there or this build has no llama.cpp.
    static Result<std::unique_ptr<ChatModel>> load(Settings settings, const Clock& clock);
    ~LocalModel() override;

    [[nodiscard]] std::string provider() const override { return "local"; }
    // TooLarge when the prompt alone fills the context; a full context later on is ChatStop::ContextFull. InvalidArgument for a
    // schema that jsonGrammar() does not know. The stop token and the time are looked at with every token and inside long
    // prompts.
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;

private:
    struct Parts;
    explicit LocalModel(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace tandem
