#pragma once

#include "services/llm/AnthropicMessages.h"
#include "services/llm/ChatBatches.h"

#include <memory>
#include <string>

namespace tandem {

class HttpClient;
struct HttpRequest;
struct HttpResponse;

// Anthropic's Message Batches API (platform.claude.com/docs: batch processing): at most 100,000 requests or 256 MB at once,
// answers as JSON lines. Thread-safe.
class AnthropicBatches final : public ChatBatches {
public:
    struct Settings {
        std::string baseUrl = "https://api.anthropic.com";
        std::string key; // a secret: in a header and nowhere else
        AnthropicOptions options;
        std::size_t mostEntries = 100'000;
        std::size_t mostBytes = 256'000'000; // of a batch's body
    };

    // `http` outlives this. InvalidArgument as AnthropicModel::create().
    static Result<std::unique_ptr<AnthropicBatches>> create(HttpClient& http, Settings settings);

    [[nodiscard]] std::string provider() const override { return "anthropic"; }
    Result<BatchState> create(std::span<const BatchEntry> entries, std::stop_token stop) override;
    Result<BatchState> state(const std::string& batch, std::stop_token stop) override;
    Status results(const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener,
        std::stop_token stop) override;
    Status cancel(const std::string& batch, std::stop_token stop) override;

private:
    AnthropicBatches(HttpClient& http, Settings settings);
    [[nodiscard]] Result<HttpRequest> request(const std::string& batch, std::string_view action) const;
    Result<BatchState> askForState(const HttpRequest& request, std::stop_token stop);

    HttpClient& m_http;
    const Settings m_settings;
};

} // namespace tandem
