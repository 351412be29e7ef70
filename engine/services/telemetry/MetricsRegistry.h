#pragma once

#include "services/telemetry/Metrics.h"

#include <array>
#include <map>
#include <mutex>
#include <vector>

namespace tandem {

// Metrics in memory, for /metrics to read.
class MetricsRegistry final : public Metrics {
public:
    void count(std::string_view name, std::initializer_list<Label> labels, double amount) override;
    void set(std::string_view name, std::initializer_list<Label> labels, double value) override;
    void observe(std::string_view name, std::initializer_list<Label> labels, double seconds) override;
    [[nodiscard]] std::string exposition() const override;

private:
    static constexpr std::array<double, 14> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60};
    struct Histogram {
        std::array<std::uint64_t, bounds.size() + 1> counts{};
        double sum = 0;
    };
    // name → labels as exposed ({a="b"}) → value
    template <typename Value>
    using Family = std::map<std::string, std::map<std::string, Value>, std::less<>>;

    mutable std::mutex m_mutex;
    Family<double> m_counters;
    Family<double> m_gauges;
    Family<Histogram> m_histograms;
};

} // namespace tandem
