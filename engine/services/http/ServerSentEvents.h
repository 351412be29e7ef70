#pragma once

#include "base/Clock.h"
#include "base/Error.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// Reads a text/event-stream piece by piece, however it is cut, as the WHATWG says: https://html.spec.whatwg.org/multipage/
// server-sent-events.html#event-stream-interpretation. An event is told of as soon as its blank line is there; what the stream
// breaks off in is no event. Bytes that are not UTF-8 are passed on as they are. One thread at a time.
// After the first events nothing is allocated: what lies within one piece is shown where it lies, the rest in buffers kept.
class ServerSentEvents {
public:
    struct Event {
        std::string_view name; // "message" where the stream gives none
        std::string_view data; // lines joined by "\n"
    };
    // The views live during the call. Must not feed the same reader.
    using Handler = std::function<void(const Event& event)>;

    // eventLimit: bytes of one event's data and of any line.
    explicit ServerSentEvents(std::size_t eventLimit = std::size_t{8} << 20U)
        : m_limit(eventLimit)
    {
    }

    // TooLarge: an event or a line passes the limit; the reader is done and every later call fails as well.
    Status feed(std::string_view bytes, const Handler& handler);

    // Of the last event that was told of, or carried no data; "" = none was given.
    [[nodiscard]] const std::string& lastEventId() const { return m_lastId; }
    // What the stream last asked to wait before connecting again; nullopt = nothing.
    [[nodiscard]] std::optional<Milliseconds> reconnectAfter() const { return m_reconnectAfter; }

private:
    // A field's value: where it lies in the present piece, or a copy once that piece is gone or a second line joined.
    class Value {
    public:
        [[nodiscard]] std::string_view view() const { return m_copied ? std::string_view(m_copy) : m_view; }
        void set(std::string_view value);
        void addLine(std::string_view line);
        void keep(); // before the piece goes
        void clear();
        [[nodiscard]] bool isSet() const { return m_set; }

    private:
        std::string_view m_view;
        std::string m_copy;
        bool m_copied = false;
        bool m_set = false;
    };

    // What of `bytes` follows a byte order mark at the stream's very beginning.
    std::string_view afterMark(std::string_view bytes);
    void takeLines(std::string_view bytes, const Handler& handler);
    void takeLine(std::string_view line, const Handler& handler);
    void takeField(std::string_view name, std::string_view value);
    void dispatch(const Handler& handler);
    void setReconnectAfter(std::string_view value);
    [[nodiscard]] bool fits(std::size_t bytes);

    std::size_t m_limit;
    Value m_name;
    Value m_data;
    std::string m_line; // the beginning of a line whose end has not come
    std::string m_id; // of the event that is being read
    std::string m_lastId;
    std::optional<Milliseconds> m_reconnectAfter;
    bool m_started = false; // past where a byte order mark may stand
    bool m_afterReturn = false; // the last byte was CR: an LF now belongs to it
    bool m_tooLarge = false;
};

} // namespace tandem
