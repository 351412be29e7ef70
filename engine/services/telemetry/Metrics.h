#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tandem {

struct Label {
    std::string_view key;
    std::string_view value; // from a small fixed set: an enum's name, a stage, a route; never an id or text
};

// Counters, gauges and histograms by name (Prometheus conventions: tandem_…_total, …_seconds). Thread-safe and cheap enough
// for every request.
class Metrics {
public:
    Metrics() = default;
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    virtual ~Metrics() = default;

    virtual void count(std::string_view name, std::initializer_list<Label> labels, double amount) = 0;
    virtual void set(std::string_view name, std::initializer_list<Label> labels, double value) = 0;
    // Seconds, into buckets from 1 ms to 60 s.
    virtual void observe(std::string_view name, std::initializer_list<Label> labels, double seconds) = 0;
    // Prometheus text format 0.0.4.
    [[nodiscard]] virtual std::string exposition() const = 0;
};

} // namespace tandem
