#include "services/http/ServerSentEvents.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace tandem {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

// Where `wanted` is next, or the end.
const char* findByte(const char* begin, const char* end, char wanted)
{
    const void* found = begin == end ? nullptr : std::memchr(begin, wanted, static_cast<std::size_t>(end - begin));
    return found == nullptr ? end : static_cast<const char*>(found);
}

std::string_view textBetween(const char* begin, const char* end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

} // namespace

void ServerSentEvents::Value::set(std::string_view value)
{
    m_view = value;
    m_copied = false;
    m_set = true;
}

void ServerSentEvents::Value::addLine(std::string_view line)
{
    if (!m_set)
        return set(line);
    keep();
    m_copy += '\n';
    m_copy += line;
}

void ServerSentEvents::Value::keep()
{
    if (!m_set || m_copied)
        return;
    m_copy.assign(m_view);
    m_copied = true;
}

void ServerSentEvents::Value::clear()
{
    m_set = false;
    m_copied = false;
    m_view = {};
}

Status ServerSentEvents::feed(std::string_view bytes, const Handler& handler)
{
    if (!m_tooLarge)
        takeLines(afterMark(bytes), handler);
    // What may yet be a mark is no line.
    if (!m_started || fits(m_line.size())) {
        m_name.keep();
        m_data.keep();
        return {};
    }
    return failure(ErrorCode::TooLarge, "An event of the stream is larger than is taken.");
}

std::string_view ServerSentEvents::afterMark(std::string_view bytes)
{
    while (!m_started && !bytes.empty()) {
        if (bytes.front() != byteOrderMark[m_line.size()]) {
            m_started = true; // what looked like a mark is the first line's beginning
            break;
        }
        m_line += bytes.front();
        bytes.remove_prefix(1);
        if (m_line.size() == byteOrderMark.size()) {
            m_line.clear();
            m_started = true;
        }
    }
    return bytes;
}

void ServerSentEvents::takeLines(std::string_view bytes, const Handler& handler)
{
    if (bytes.empty())
        return;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    if (m_afterReturn && *at == '\n')
        ++at;
    m_afterReturn = false;
    // Streams seldom hold a CR: the next one is looked for once, not for every line.
    const char* nextReturn = findByte(at, end, '\r');
    while (at != end) {
        const char* lineEnd = findByte(at, nextReturn, '\n');
        if (lineEnd == end)
            break;
        if (m_line.empty()) {
            takeLine(textBetween(at, lineEnd), handler);
        } else {
            m_line.append(at, lineEnd);
            takeLine(m_line, handler);
            // The line's own buffer is about to be used again.
            m_name.keep();
            m_data.keep();
            m_line.clear();
        }
        if (m_tooLarge)
            return;
        at = lineEnd + 1;
        if (*lineEnd == '\r') {
            if (at == end)
                m_afterReturn = true;
            else if (*at == '\n')
                ++at;
            nextReturn = findByte(at, end, '\r');
        }
    }
    m_line.append(at, end);
}

void ServerSentEvents::takeLine(std::string_view line, const Handler& handler)
{
    if (line.empty())
        return dispatch(handler);
    if (!fits(line.size()) || line.front() == ':')
        return;
    const char* const end = line.data() + line.size();
    const char* colon = findByte(line.data(), end, ':');
    std::string_view value;
    if (colon != end) {
        value = textBetween(colon + 1, end);
        if (value.starts_with(' '))
            value.remove_prefix(1);
    }
    takeField(textBetween(line.data(), colon), value);
}

void ServerSentEvents::takeField(std::string_view name, std::string_view value)
{
    if (name == "data") {
        if (fits(value.size() + (m_data.isSet() ? m_data.view().size() + 1 : 0)))
            m_data.addLine(value);
    } else if (name == "event") {
        m_name.set(value);
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos)
            m_id.assign(value);
    } else if (name == "retry") {
        setReconnectAfter(value);
    }
}

void ServerSentEvents::dispatch(const Handler& handler)
{
    m_lastId = m_id;
    if (m_data.isSet())
        handler({.name = m_name.view().empty() ? std::string_view("message") : m_name.view(), .data = m_data.view()});
    m_name.clear();
    m_data.clear();
}

void ServerSentEvents::setReconnectAfter(std::string_view value)
{
    Milliseconds::rep count = 0;
    const bool digits = !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && std::from_chars(value.data(), value.data() + value.size(), count).ec == std::errc{})
        m_reconnectAfter = Milliseconds(count);
}

bool ServerSentEvents::fits(std::size_t bytes)
{
    m_tooLarge = m_tooLarge || bytes > m_limit;
    return !m_tooLarge;
}

} // namespace tandem
