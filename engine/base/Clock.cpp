#include "base/Clock.h"

#include <cstdio>

namespace tandem {

namespace {

// Reads exactly `digits` decimal digits at the front of `text` and consumes them; -1 when they are not there.
int takeNumber(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits)
        return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool takeChar(std::string_view& text, std::string_view accepted)
{
    if (text.empty() || accepted.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

// Milliseconds of an optional fraction (".5", ".123456"); -1 when malformed.
int takeFraction(std::string_view& text)
{
    if (!takeChar(text, "."))
        return 0;
    int milliseconds = 0;
    int scale = 100;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        milliseconds += (text.front() - '0') * scale;
        scale /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    return digits > 0 && digits <= 9 ? milliseconds : -1;
}

} // namespace

TimePoint SystemClock::now() const
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady() const
{
    return std::chrono::steady_clock::now();
}

std::string formatTime(TimePoint time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return buffer;
}

Result<TimePoint> parseTime(std::string_view text)
{
    const auto refused = [whole = std::string(text.substr(0, 40))] {
        return failure(
            ErrorCode::InvalidArgument, "'" + whole + "' is not a time; write it as 2026-11-22T18:05:13Z or 2026-11-22");
    };
    const int year = takeNumber(text, 4);
    if (year < 0 || !takeChar(text, "-"))
        return refused();
    const int month = takeNumber(text, 2);
    if (month < 0 || !takeChar(text, "-"))
        return refused();
    const int dayOfMonth = takeNumber(text, 2);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(dayOfMonth))};
    if (dayOfMonth < 0 || !date.ok())
        return refused();
    TimePoint time{std::chrono::sys_days(date)};
    if (text.empty())
        return time;
    if (!takeChar(text, "Tt "))
        return refused();
    const int hour = takeNumber(text, 2);
    const bool firstColon = takeChar(text, ":");
    const int minute = takeNumber(text, 2);
    const bool secondColon = takeChar(text, ":");
    const int second = takeNumber(text, 2);
    const int fraction = takeFraction(text);
    if (!firstColon || !secondColon || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60
        || fraction < 0)
        return refused();
    time += std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) + Milliseconds(fraction);
    if (takeChar(text, "Zz"))
        return text.empty() ? Result<TimePoint>(time) : refused();
    const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
    if (!takeChar(text, "+-"))
        return refused();
    const int offsetHour = takeNumber(text, 2);
    takeChar(text, ":");
    const int offsetMinute = takeNumber(text, 2);
    if (offsetHour < 0 || offsetHour > 23 || offsetMinute < 0 || offsetMinute > 59 || !text.empty())
        return refused();
    return time - sign * (std::chrono::hours(offsetHour) + std::chrono::minutes(offsetMinute));
}

} // namespace tandem
