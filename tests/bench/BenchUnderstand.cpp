// links: tandem_pipeline
// ./dev bench understand: what reading a message costs beside its one embedding. Messages: the project's own held-back ones in
// twelve languages, one after the other on one thread; the embedding is timed in the same round, so that it is the yardstick.
#include "Results.h"
#include "TextSets.h"
#include "base/Clock.h"
#include "pipeline/understand/Understanding.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <algorithm>
#include <cstdio>

using namespace tandem;

namespace {

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const char* name, const std::vector<double>& values, double share, double peer)
{
    const double value = percentile(values, share);
    std::printf(
        "{\"bench\":\"understand\",\"name\":\"%s\",\"value\":%.3f,\"unit\":\"ms\",\"peer\":\"embedding\",\"peer_value\":%.3f,"
        "\"ratio\":%.3f,\"n\":%zu}\n",
        name, value, peer, value / peer, values.size());
}

} // namespace

int main()
{
    const SystemClock clock;
    const auto milliseconds = [&](auto&& work) {
        const auto begin = clock.steady();
        work();
        return std::chrono::duration<double, std::milli>(clock.steady() - begin).count();
    };
    std::unique_ptr<Understanding> understanding;
    const double load = milliseconds([&] { understanding = bench::valueOf(Understanding::load(TANDEM_RESOURCES)); });
    LocalEmbedder::Settings settings;
    settings.modelFile = bench::valueOf(installedModel(defaultModelDirectory()));
    const auto embedder = bench::valueOf(LocalEmbedder::create(settings));
    std::vector<double> embedding;
    std::vector<double> reading;
    constexpr int rounds = 3;
    for (int round = 0; round < rounds; ++round) {
        for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/dev")) {
            Conversation conversation;
            conversation.text = each.text + " (" + std::to_string(round) + ")"; // another text: nothing comes from the cache
            MessageVectors vectors;
            embedding.push_back(
                milliseconds([&] { vectors = bench::valueOf(conversationVectors(*embedder, conversation, {})); }));
            reading.push_back(milliseconds([&] { (void)understanding->analyze(conversation, vectors); }));
        }
    }
    print("beside_embedding_p50_ms", reading, 0.5, percentile(embedding, 0.5));
    print("beside_embedding_p95_ms", reading, 0.95, percentile(embedding, 0.95));
    print("beside_embedding_p99_ms", reading, 0.99, percentile(embedding, 0.99));
    std::printf("{\"bench\":\"understand\",\"name\":\"load_ms\",\"value\":%.0f,\"unit\":\"ms\",\"peer\":null,\"peer_value\":null,"
                "\"ratio\":null,\"n\":1}\n",
        load);
    return 0;
}
