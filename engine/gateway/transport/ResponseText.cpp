#include "gateway/transport/ResponseText.h"

#include "gateway/Problem.h"

#include <array>
#include <ctime>
#include <string_view>

namespace tandem::gateway {

namespace {

// IMF-fixdate, whose names are English whatever the locale.
std::string httpDate(TimePoint now)
{
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> numbers{};
    std::string date(days.at(static_cast<std::size_t>(utc.tm_wday)));
    std::strftime(numbers.data(), numbers.size(), ", %d ", &utc);
    date += numbers.data();
    date += months.at(static_cast<std::size_t>(utc.tm_mon));
    std::strftime(numbers.data(), numbers.size(), " %Y %H:%M:%S GMT", &utc);
    return date + numbers.data();
}

void appendHeader(std::string& text, std::string_view headerName, std::string_view value)
{
    text += headerName;
    text += ": ";
    text += value;
    text += "\r\n";
}

} // namespace

std::string responseText(const Response& response, Method method, Persistence persistence, Transport transport, TimePoint now)
{
    std::string text;
    text.reserve(response.body.size() + 640);
    text += "HTTP/1.1 " + std::to_string(response.status) + ' ';
    text += phrase(response.status);
    text += "\r\n";
    appendHeader(text, "Date", httpDate(now));
    appendHeader(text, "Connection", persistence == Persistence::KeepAlive ? "keep-alive" : "close");
    if (response.status != 204) {
        appendHeader(text, "Content-Type", response.contentType);
        appendHeader(text, "Content-Length", std::to_string(response.body.size()));
    }
    if (transport == Transport::Tls)
        appendHeader(text, "Strict-Transport-Security", "max-age=31536000");
    for (const Header& header : response.headers)
        appendHeader(text, header.name, header.value);
    text += "\r\n";
    if (method != Method::Head && response.status != 204)
        text += response.body;
    return text;
}

} // namespace tandem::gateway
