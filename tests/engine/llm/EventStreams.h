#pragma once

#include "services/http/ServerSentEvents.h"
#include "services/llm/AnswerReader.h"

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tandem {

// One of tests/engine/llm/streams, as its provider sends it.
inline std::string recordedStream(std::string_view name)
{
    const std::filesystem::path file = std::filesystem::path(TANDEM_SOURCE) / "tests" / "engine" / "llm" / "streams" / name;
    std::ifstream const stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (text.str().empty())
        std::abort();
    return text.str();
}

struct ReadAnswer {
    Status status;
    bool finished = false;
    std::string heard; // what the listener got
    std::optional<TokenUsage> usage;
    ChatReply reply; // when finished
};

// Lets `reader` read the pieces of a stream one after the other.
inline ReadAnswer readPieces(AnswerReader& reader, const std::vector<std::string_view>& pieces)
{
    ReadAnswer answer;
    ServerSentEvents events;
    for (const std::string_view piece : pieces) {
        const Status fed = events.feed(piece, [&](const ServerSentEvents::Event& event) {
            if (answer.status)
                answer.status = reader.read(event.data, [&answer](std::string_view text) { answer.heard += text; });
        });
        if (!fed)
            std::abort();
    }
    answer.finished = reader.finished();
    answer.usage = reader.usage();
    if (answer.finished)
        answer.reply = reader.take();
    return answer;
}

inline auto fieldsOf(const ChatCitation& citation)
{
    return std::tuple(citation.begin, citation.end, citation.document, citation.firstSentence, citation.endSentence);
}

inline bool same(const ReadAnswer& left, const ReadAnswer& right)
{
    if (left.status.has_value() != right.status.has_value() || left.finished != right.finished || left.heard != right.heard
        || left.usage != right.usage || left.reply.text != right.reply.text || left.reply.stop != right.reply.stop
        || left.reply.refusal != right.reply.refusal || left.reply.model != right.reply.model
        || left.reply.citations.size() != right.reply.citations.size())
        return false;
    for (std::size_t i = 0; i < left.reply.citations.size(); ++i) {
        if (fieldsOf(left.reply.citations[i]) != fieldsOf(right.reply.citations[i]))
            return false;
    }
    return left.status || left.status.error().message == right.status.error().message;
}

// The first place to cut `stream` at where its answer is another one than read in one piece; nullopt = wherever it is cut, and
// byte by byte too, it is the same.
template <typename MakeReader>
std::optional<std::size_t> firstCutThatMatters(const std::string& stream, MakeReader makeReader)
{
    const auto read = [&](const std::vector<std::string_view>& pieces) { return readPieces(*makeReader(), pieces); };
    const std::string_view all(stream);
    const ReadAnswer whole = read({all});
    std::vector<std::string_view> bytes;
    for (std::size_t at = 0; at <= all.size(); ++at) {
        if (!same(read({all.substr(0, at), all.substr(at)}), whole))
            return at;
        if (at < all.size())
            bytes.push_back(all.substr(at, 1));
    }
    return same(read(bytes), whole) ? std::nullopt : std::optional(all.size());
}

} // namespace tandem
