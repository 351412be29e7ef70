#pragma once

#include "base/Json.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

// What one request was billed for, in tokens.
struct BilledTokens {
    std::int64_t input = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t output = 0;

    [[nodiscard]] std::int64_t totalInput() const { return input + cacheRead + cacheWrite; }
    BilledTokens& operator+=(const BilledTokens& other)
    {
        input += other.input;
        cacheRead += other.cacheRead;
        cacheWrite += other.cacheWrite;
        output += other.output;
        return *this;
    }
};

// Counts tokens as Anthropic's prompt cache does (platform.claude.com/docs: prompt caching): what stands before a breakpoint is
// kept for five minutes after its last use if it has the least number of tokens; a request reads the longest kept prefix that
// ends at one of its breakpoints or at one of the 20 blocks before it, and writes what follows up to its last breakpoint. Tokens
// are bytes by four, which is near the mark for English. Thread-safe.
class PrefixBiller {
public:
    enum class Cache : std::uint8_t { Off, On };

    PrefixBiller(const Clock& clock, Cache cache, std::int64_t leastPrefix)
        : m_clock(clock)
        , m_cache(cache)
        , m_leastPrefix(leastPrefix)
    {
    }

    BilledTokens input(const Json& body)
    {
        const std::vector<Block> blocks = blocksOf(body);
        BilledTokens billed;
        billed.input = blocks.empty() ? 0 : blocks.back().tokens;
        if (m_cache == Cache::Off)
            return billed;
        const std::scoped_lock lock(m_mutex);
        const auto now = m_clock.now();
        std::erase_if(m_kept, [&](const auto& kept) { return now - kept.second > std::chrono::minutes(5); });
        std::int64_t written = 0;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (!blocks[i].isBreakpoint || blocks[i].tokens < m_leastPrefix)
                continue;
            written = blocks[i].tokens;
            constexpr std::size_t looksBack = 20;
            for (std::size_t j = i + 1; j-- > (i < looksBack ? 0 : i - looksBack);) {
                if (const auto kept = m_kept.find(blocks[j].prefix); kept != m_kept.end()) {
                    billed.cacheRead = std::max(billed.cacheRead, blocks[j].tokens);
                    kept->second = now;
                    break;
                }
            }
        }
        // Only now: no request reads what it writes itself.
        for (const Block& block : blocks) {
            if (block.isBreakpoint && block.tokens >= m_leastPrefix)
                m_kept[block.prefix] = now;
        }
        billed.cacheWrite = std::max<std::int64_t>(0, written - billed.cacheRead);
        billed.input -= billed.cacheRead + billed.cacheWrite;
        return billed;
    }

    static std::int64_t tokens(std::size_t bytes) { return static_cast<std::int64_t>((bytes + 3) / 4); }

private:
    struct Block {
        std::string prefix; // all up to its end
        std::int64_t tokens = 0; // of the prefix
        bool isBreakpoint = false;
    };

    static void add(std::vector<Block>& blocks, std::string_view role, Json block)
    {
        const bool isBreakpoint = block.erase("cache_control") > 0;
        std::string prefix = blocks.empty() ? std::string() : blocks.back().prefix;
        std::size_t bytes = 0;
        if (block.contains("source")) {
            for (const Json& sentence : block["source"]["content"])
                bytes += sentence["text"].get_ref<const std::string&>().size() + 1;
            bytes += block.value("title", std::string()).size();
        } else {
            bytes = block.value("text", std::string()).size();
        }
        const std::int64_t before = blocks.empty() ? 0 : blocks.back().tokens;
        prefix += std::string(role) + toText(block);
        blocks.push_back({std::move(prefix), before + tokens(bytes), isBreakpoint});
    }

    static std::vector<Block> blocksOf(const Json& body)
    {
        std::vector<Block> blocks;
        if (body.contains("system")) {
            for (const Json& block : body["system"])
                add(blocks, "system", block);
        }
        for (const Json& message : body["messages"]) {
            for (const Json& block : message["content"])
                add(blocks, message["role"].get_ref<const std::string&>(), block);
        }
        return blocks;
    }

    const Clock& m_clock;
    const Cache m_cache;
    const std::int64_t m_leastPrefix;
    std::mutex m_mutex;
    std::map<std::string, TimePoint> m_kept;
};

// What the server says to one request.
struct Said {
    std::string text;
    std::string stopReason = "end_turn";
    int status = 200; // another one: the body is an error of that status
};

// Anthropic's Messages API on loopback, streamed, billed by a PrefixBiller. Thread-safe.
class BillingServer {
public:
    using Answer = std::function<Said(const Json& body)>;

    BillingServer(
        Answer answer, const Clock& clock, PrefixBiller::Cache cache = PrefixBiller::Cache::On, std::int64_t leastPrefix = 1024)
        : m_answer(std::move(answer))
        , m_biller(clock, cache, leastPrefix)
        , m_server({}, Script().serve([this](const ReceivedRequest& request) { return answered(request); }))
    {
    }

    [[nodiscard]] std::string url() const { return m_server.url(""); }
    [[nodiscard]] std::vector<Json> bodies() const
    {
        std::vector<Json> bodies;
        for (const ReceivedRequest& request : m_server.requests())
            bodies.push_back(Json::parse(request.body));
        return bodies;
    }
    [[nodiscard]] std::size_t calls() const { return m_server.requests().size(); }
    [[nodiscard]] bool waitForCalls(std::size_t count) const { return m_server.waitForRequests(count); }
    // Of all calls together, and of each in the order of their ends.
    [[nodiscard]] BilledTokens billed() const
    {
        const std::scoped_lock lock(m_mutex);
        BilledTokens all;
        for (const BilledTokens& one : m_billed)
            all += one;
        return all;
    }
    [[nodiscard]] std::vector<BilledTokens> bills() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_billed;
    }

private:
    static std::string event(const Json& data)
    {
        return "event: " + data["type"].get<std::string>() + "\ndata: " + toText(data) + "\n\n";
    }

    std::string answered(const ReceivedRequest& request)
    {
        const Json body = Json::parse(request.body);
        const Said said = m_answer(body);
        if (said.status != 200)
            return Script::answerText(said.status, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"}}");
        BilledTokens billed = m_biller.input(body);
        billed.output = PrefixBiller::tokens(said.text.size());
        {
            const std::scoped_lock lock(m_mutex);
            m_billed.push_back(billed);
        }
        const Json usage = {{"input_tokens", billed.input}, {"cache_read_input_tokens", billed.cacheRead},
            {"cache_creation_input_tokens", billed.cacheWrite}, {"output_tokens", 1}};
        std::string events = event({{"type", "message_start"}, {"message", {{"model", body["model"]}, {"usage", usage}}}});
        events += event({{"type", "content_block_start"}, {"index", 0}, {"content_block", {{"type", "text"}, {"text", ""}}}});
        events
            += event({{"type", "content_block_delta"}, {"index", 0}, {"delta", {{"type", "text_delta"}, {"text", said.text}}}});
        events += event({{"type", "content_block_stop"}, {"index", 0}});
        events += event({{"type", "message_delta"}, {"delta", {{"stop_reason", said.stopReason}}},
            {"usage", {{"output_tokens", billed.output}}}});
        events += event({{"type", "message_stop"}});
        return Script::answerText(200, events,
            {{"Content-Type", "text/event-stream"}, {"request-id", "req_" + std::to_string(m_server.connections())}});
    }

    const Answer m_answer;
    PrefixBiller m_biller;
    mutable std::mutex m_mutex;
    std::vector<BilledTokens> m_billed;
    ScriptedServer m_server; // last: its threads use all above
};

} // namespace tandem
