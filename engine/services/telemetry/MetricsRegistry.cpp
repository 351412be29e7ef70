#include "services/telemetry/MetricsRegistry.h"

#include <cstdio>

namespace tandem {

namespace {

std::string rendered(std::initializer_list<Label> labels)
{
    std::string text;
    for (const Label& label : labels) {
        text += (text.empty() ? "" : ",") + std::string(label.key) + "=\"";
        for (const char c : label.value) {
            if (c == '\\' || c == '"')
                text += '\\';
            text += c == '\n' ? ' ' : c;
        }
        text += '"';
    }
    return text;
}

std::string braced(const std::string& labels, const std::string& more = "")
{
    if (labels.empty() && more.empty())
        return "";
    return "{" + labels + (labels.empty() || more.empty() ? "" : ",") + more + "}";
}

std::string number(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.10g", value);
    return buffer;
}

} // namespace

void MetricsRegistry::count(std::string_view name, std::initializer_list<Label> labels, double amount)
{
    const std::lock_guard lock(m_mutex);
    m_counters[std::string(name)][rendered(labels)] += amount;
}

void MetricsRegistry::set(std::string_view name, std::initializer_list<Label> labels, double value)
{
    const std::lock_guard lock(m_mutex);
    m_gauges[std::string(name)][rendered(labels)] = value;
}

void MetricsRegistry::observe(std::string_view name, std::initializer_list<Label> labels, double seconds)
{
    std::size_t bucket = 0;
    while (bucket < bounds.size() && seconds > bounds[bucket])
        ++bucket;
    const std::lock_guard lock(m_mutex);
    Histogram& histogram = m_histograms[std::string(name)][rendered(labels)];
    ++histogram.counts[bucket];
    histogram.sum += seconds;
}

std::string MetricsRegistry::exposition() const
{
    const std::lock_guard lock(m_mutex);
    std::string out;
    const auto plain = [&out](const Family<double>& family, const char* type) {
        for (const auto& [name, values] : family) {
            out += "# TYPE " + name + " " + type + "\n";
            for (const auto& [labels, value] : values)
                out += name + braced(labels) + " " + number(value) + "\n";
        }
    };
    plain(m_counters, "counter");
    plain(m_gauges, "gauge");
    for (const auto& [name, values] : m_histograms) {
        out += "# TYPE " + name + " histogram\n";
        for (const auto& [labels, histogram] : values) {
            std::uint64_t below = 0;
            for (std::size_t i = 0; i <= bounds.size(); ++i) {
                below += histogram.counts[i];
                const std::string bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
                out += name + "_bucket" + braced(labels, "le=\"" + bound + "\"") + " " + std::to_string(below) + "\n";
            }
            out += name + "_sum" + braced(labels) + " " + number(histogram.sum) + "\n";
            out += name + "_count" + braced(labels) + " " + std::to_string(below) + "\n";
        }
    }
    return out;
}

} // namespace tandem
