#pragma once

#include "support/HttpClient.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

// A small blocking WebSocket client on 127.0.0.1 for tests: what it does not do by itself a test can look at. One thread at a
// time. Waits at most 20 seconds for anything.
class WebSocketClient {
public:
    enum class Opcode : std::uint8_t { Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
    struct Frame {
        Opcode opcode = Opcode::Text;
        std::string payload;
        // Of a Close frame; 0 when it gives none.
        [[nodiscard]] int closeCode() const
        {
            return payload.size() < 2 ? 0 : static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
        }
    };
    using Headers = std::vector<std::pair<std::string, std::string>>;

    // `headers` beside those of a handshake.
    WebSocketClient(std::uint16_t port, std::string_view target, const Headers& headers)
        : m_http(port)
    {
        Headers all{{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"},
            {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
        all.insert(all.end(), headers.begin(), headers.end());
        m_http.send(HttpClient::text("GET", target, all));
        m_answer = m_http.reply();
    }

    // The handshake's answer; 101 and the right proof when it is a WebSocket now.
    [[nodiscard]] const HttpReply& answer() const { return m_answer; }
    [[nodiscard]] bool isOpen() const
    {
        return m_answer.status == 101 && m_answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    }

    // The next frame, control frames as well; nullopt when the server closed the line.
    std::optional<Frame> frame()
    {
        const auto head = m_http.bytes(2);
        if (!head)
            return std::nullopt;
        std::size_t length = static_cast<unsigned char>((*head)[1]) & 0x7FU;
        if (length >= 126) {
            const auto more = m_http.bytes(length == 126 ? 2 : 8);
            if (!more)
                return std::nullopt;
            length = 0;
            for (const char c : *more)
                length = length * 256 + static_cast<unsigned char>(c);
        }
        auto payload = m_http.bytes(length);
        if (!payload)
            return std::nullopt;
        return Frame{static_cast<Opcode>(static_cast<unsigned char>((*head)[0]) & 0xFU), std::move(*payload)};
    }

    // The next text frame; pings and pongs before it are passed over. "" when the server ends the stream.
    std::string text()
    {
        while (const auto next = frame()) {
            if (next->opcode == Opcode::Text)
                return next->payload;
            if (next->opcode == Opcode::Close)
                break;
        }
        return "";
    }

    bool send(Opcode opcode, std::string_view payload)
    {
        constexpr std::string_view mask = "\x11\x22\x33\x44";
        std::string bytes(1, static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
        if (payload.size() < 126) {
            bytes += static_cast<char>(0x80U | payload.size());
        } else {
            bytes += static_cast<char>(0x80U | 126U);
            bytes += static_cast<char>(payload.size() >> 8U);
            bytes += static_cast<char>(payload.size() & 0xFFU);
        }
        bytes += mask;
        for (std::size_t i = 0; i < payload.size(); ++i)
            bytes += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ static_cast<unsigned char>(mask[i % 4]));
        return m_http.send(bytes);
    }

    HttpClient& line() { return m_http; }

private:
    HttpClient m_http;
    HttpReply m_answer;
};

} // namespace tandem
