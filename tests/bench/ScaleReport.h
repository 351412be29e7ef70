#pragma once

#include "ProcessorTime.h"
#include "Results.h"
#include "base/Json.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// What bench scale prints, and where it works. Programs of this folder only.
namespace tandem::bench {

struct Report {
    std::size_t passages = 0;

    void print(const std::string& name, double value, const std::string& unit, Json more = Json::object()) const
    {
        more.update({{"bench", "scale"}, {"passages", passages}, {"name", name}, {"value", value}, {"unit", unit}});
        more.emplace("n", 1);
        std::cout << toText(more) << std::endl;
    }
};

// Milliseconds by the clock and by the processor.
class Times {
public:
    template <typename Work>
    auto measured(const Work& work)
    {
        const double cpuStart = processorSeconds();
        const auto start = std::chrono::steady_clock::now();
        auto result = work();
        m_clock.push_back(secondsSince(start) * 1e3);
        m_processor.push_back((processorSeconds() - cpuStart) * 1e3);
        return result;
    }
    // The value is the 95th percentile.
    void print(const Report& report, const std::string& name)
    {
        std::ranges::sort(m_clock);
        std::ranges::sort(m_processor);
        const auto at = [](const std::vector<double>& values, double share) {
            return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
        };
        report.print(name, at(m_clock, 0.95), "ms",
            {{"p50", at(m_clock, 0.5)}, {"p95", at(m_clock, 0.95)}, {"p99", at(m_clock, 0.99)}, {"cpu_p50", at(m_processor, 0.5)},
                {"cpu_p95", at(m_processor, 0.95)}, {"cpu_p99", at(m_processor, 0.99)}, {"n", m_clock.size()}});
    }

private:
    std::vector<double> m_clock;
    std::vector<double> m_processor;
};

// A field of /proc/self/status, in bytes.
inline double statusBytes(const char* field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field))
            return std::strtod(line.c_str() + std::strlen(field) + 1, nullptr) * 1024;
    }
    return 0;
}

inline std::size_t threadCount()
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}));
}

// Until the indexes' own threads have ended.
inline void waitForThreads(std::size_t wanted)
{
    while (threadCount() > wanted)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

struct Workspace {
    explicit Workspace(std::filesystem::path path)
        : folder(std::move(path))
    {
    }
    [[nodiscard]] std::unique_ptr<KnowledgeBase> open(Embedder* embedder) const
    {
        KnowledgeBase::Settings settings;
        settings.directory = folder / "indexes";
        settings.seal = seal;
        return valueOf(KnowledgeBase::open(std::move(settings), *store, embedder));
    }
    [[nodiscard]] double size(const char* file) const { return static_cast<double>(std::filesystem::file_size(folder / file)); }

    std::filesystem::path folder;
    SystemClock clock;
    Seal seal = valueOf(Seal::open(folder / "workspace.key"));
    std::unique_ptr<SqliteStore> store = valueOf(SqliteStore::open(folder / "tandem.db", seal, clock));
};

} // namespace tandem::bench
