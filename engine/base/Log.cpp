#include "base/Log.h"

#include "base/Clock.h"
#include "base/Json.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <memory>

namespace tandem::log {

namespace {

std::atomic<Level> threshold{Level::Info};

spdlog::logger& logger()
{
    // Never destroyed: worker threads may log while the program ends.
    static spdlog::logger* const instance = [] {
        auto* made = new spdlog::logger("tandem", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);
        return made;
    }();
    return *instance;
}

std::string_view name(Level level)
{
    switch (level) {
    case Level::Debug: return "debug";
    case Level::Info: return "info";
    case Level::Warning: return "warning";
    case Level::Error: return "error";
    }
    return "info";
}

} // namespace

Field::Field(Word key, double value)
    : m_key(key.text())
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", value);
    m_value = std::isfinite(value) ? buffer : "null";
}

Field::Field(Word key, Word value)
    : Field(key, value.text(), Safe{})
{
}

Field::Field(Word key, std::string_view text, Safe)
    : m_key(key.text())
    , m_value(toText(Json(text)))
{
}

void setLevel(Level level)
{
    threshold = level;
}

void write(Level level, Word event, std::initializer_list<Field> fields)
{
    if (level < threshold.load(std::memory_order_relaxed))
        return;
    std::string line = R"({"time":")" + formatTime(SystemClock().now()) + R"(","level":")" + std::string(name(level))
        + R"(","event":")" + std::string(event.text()) + '"';
    for (const Field& field : fields)
        line += ",\"" + std::string(field.key()) + "\":" + field.json();
    line += '}';
    logger().log(spdlog::level::info, line);
}

} // namespace tandem::log
