// links: tandem_pipeline
// ./dev bench groups: one ticket compared with 20,000 recent ones and made one of them, one thread. Vectors are random around
// topics, so that some tickets have many others like them; what a comparison costs depends on their number alone.
#include "pipeline/group/RecentTickets.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

using namespace tandem;

namespace {

constexpr std::size_t dimension = 384;
constexpr int recentCount = 20000;
constexpr int measured = 2000;
constexpr std::uint32_t topics = 4000;

SimilarityModel model()
{
    SimilarityModel model;
    model.mean.assign(dimension, 0);
    model.bias = -11;
    model.cosine = 29;
    return model;
}

std::vector<float> unit(std::vector<float> vector)
{
    double length = 0;
    for (const float value : vector)
        length += static_cast<double>(value) * static_cast<double>(value);
    for (float& value : vector)
        value = static_cast<float>(static_cast<double>(value) / std::sqrt(length));
    return vector;
}

// The same for the same topic, plus as much of its own.
std::vector<float> vectorAbout(std::uint32_t topic, std::mt19937& own)
{
    std::mt19937 shared(topic);
    std::normal_distribution<float> normal;
    std::vector<float> vector(dimension);
    for (float& value : vector)
        value = normal(shared);
    normal.reset();
    for (float& value : vector)
        value += normal(own);
    return unit(std::move(vector));
}

} // namespace

int main()
{
    GroupingThresholds thresholds;
    thresholds.most = recentCount;
    RecentTickets recent(model(), "bench", thresholds);
    std::mt19937 random(1);
    std::vector<RecentTicket> tickets;
    for (int i = 0; i < recentCount + measured; ++i) {
        const std::string name = "01JD0000000000000000" + std::to_string(100000 + i);
        tickets.push_back({TicketId(name), CustomerId("cus_" + name), TimePoint(std::chrono::seconds(10 * i)), ReportKind::Sure,
            {vectorAbout(static_cast<std::uint32_t>(random() % topics), random), {}}});
    }
    for (int i = 0; i < recentCount; ++i)
        recent.settled(recent.place(tickets[static_cast<std::size_t>(i)]));
    std::vector<double> milliseconds;
    std::size_t grouped = 0;
    for (int i = recentCount; i < recentCount + measured; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const Grouping grouping = recent.place(tickets[static_cast<std::size_t>(i)]);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        milliseconds.push_back(took.count());
        grouped += grouping.group.empty() ? 0U : 1U;
        recent.settled(grouping);
    }
    std::ranges::sort(milliseconds);
    const auto print = [&](const char* name, double value) {
        std::printf("{\"bench\":\"groups\",\"name\":\"%s\",\"value\":%.4f,\"unit\":\"ms\",\"n\":%d}\n", name, value, measured);
    };
    print("lookup_median_ms_20k", milliseconds[milliseconds.size() / 2]);
    print("lookup_p99_ms_20k", milliseconds[milliseconds.size() * 99 / 100]);
    std::fprintf(stderr, "%zu recent tickets, %zu of %d were in a group\n", recent.size(), grouped, measured);
    return 0;
}
