// ./dev bench pipeline [passages]: one ticket at a time through the whole engine, durable, with no remote model.
// The knowledge base holds the demo and, to reach `passages`, sentences of public question-answering texts whose vectors are made
// from their words (embedding 100,000 passages would take an hour): their content never answers, they cost what real ones cost.
#include "Engine.h"
#include "base/Json.h"
#include "base/Random.h"
#include "base/Text.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

using namespace tandem;

namespace {

constexpr int dimension = 384;
const Actor bench{ActorId("bench"), Role::Admin, "bench", {}};

[[noreturn]] void fail(const std::string& message)
{
    std::fprintf(stderr, "bench pipeline: %s\n", message.c_str());
    std::exit(1);
}

template <typename T>
T orFail(Result<T> result)
{
    if (!result)
        fail(result.error().message);
    return std::move(*result);
}

std::string contents(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// A unit vector that depends on the words alone, so that similar sentences lie near one another as real ones do.
std::vector<float> wordVector(const std::string& text)
{
    std::vector<float> vector(dimension, 0.3F);
    for (const text::Span& span : text::words(text)) {
        std::uint64_t state = text::hash64(span.of(text));
        for (float& value : vector) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            value += static_cast<float>(static_cast<double>(state >> 40U) / static_cast<double>(1U << 24U) - 0.5);
        }
    }
    double norm = 0;
    for (const float value : vector)
        norm += static_cast<double>(value) * static_cast<double>(value);
    for (float& value : vector)
        value = static_cast<float>(value / std::sqrt(norm));
    return vector;
}

std::vector<std::string> paragraphs()
{
    std::vector<std::string> result;
    for (const char* language : {"en", "de", "es"}) {
        const std::string file
            = contents(std::filesystem::path(TANDEM_SHARED_DATA) / "xquad" / ("xquad." + std::string(language) + ".json"));
        if (file.empty())
            continue;
        const Json json = orFail(parseJson(file, {64U << 20U, 64}));
        for (const Json& article : json["data"]) {
            for (const Json& paragraph : article["paragraphs"])
                result.push_back(paragraph["context"].get<std::string>());
        }
    }
    return result;
}

StoredPassage storedPassage(const ArticleId& article, int ordinal, const std::string& text)
{
    StoredPassage stored;
    stored.passage.id = PassageId(article.value() + "#" + std::to_string(ordinal));
    stored.passage.article = article;
    stored.passage.title = "Background " + article.value();
    stored.passage.text = text;
    stored.passage.sentences = text::sentences(text);
    stored.vector = wordVector(text);
    for (const text::Span& span : stored.passage.sentences)
        stored.sentenceVectors.push_back(wordVector(std::string(span.of(text))));
    return stored;
}

// Passages of three neighbouring sentences, each with an id of its own in the text so that no two are equal.
void fill(Store& store, const std::string& modelId, int wanted)
{
    const auto sources = paragraphs();
    if (sources.empty())
        fail("the public texts are absent; run without a passage count");
    int made = 0;
    for (int round = 0; made < wanted; ++round) {
        for (const std::string& source : sources) {
            const auto sentences = text::sentences(source);
            Document document;
            document.id = ArticleId("background-" + std::to_string(made));
            document.title = "Background";
            document.contentHash = document.id.value();
            std::vector<StoredPassage> passages;
            for (std::size_t i = 0; i + 2 < sentences.size() && made < wanted; ++i, ++made) {
                const std::string text = source.substr(sentences[i].begin, sentences[i + 2].end - sentences[i].begin) + " Record "
                    + std::to_string(round) + "-" + std::to_string(made) + ".";
                passages.push_back(storedPassage(document.id, static_cast<int>(i), text));
            }
            if (!passages.empty()) {
                const auto put = store.write(
                    [&](Transaction& transaction) { return transaction.knowledge().put(document, modelId, passages); });
                if (!put)
                    fail(put.error().message);
            }
        }
    }
}

std::vector<IncomingMessage> demoTickets()
{
    std::vector<IncomingMessage> tickets;
    std::istringstream lines(contents(std::filesystem::path(TANDEM_RESOURCES) / "demo" / "tickets.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        const Json json = orFail(parseJson(line));
        IncomingMessage message;
        message.customerId = json["customer_id"].get<std::string>();
        message.subject = json["subject"].get<std::string>();
        message.text = json["description"].get<std::string>();
        tickets.push_back(std::move(message));
    }
    return tickets;
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

void print(const std::string& metric, double value, std::size_t n)
{
    const Json line{{"bench", "pipeline"}, {"name", metric}, {"value", value}, {"unit", "ms"}, {"peer", nullptr},
        {"peer_value", nullptr}, {"ratio", nullptr}, {"n", n}};
    std::printf("%s\n", toText(line).c_str());
}

Engine::Options options(const std::filesystem::path& workspace, WorkerMode workers)
{
    Engine::Options result;
    result.workspace = workspace;
    result.resources = TANDEM_RESOURCES;
    result.config = orFail(
        Config::load({{}, Config::processEnvironment(), {{"workers", "1"}, {"limits.tickets_per_customer_hour", "100000"}}}));
    result.workers = workers;
    return result;
}

// The embedding model's id, as an import of the demo stores it.
void importDemo(const std::filesystem::path& workspace, const Clock& clock)
{
    const auto engine = orFail(Engine::create(options(workspace, WorkerMode::None), clock));
    const std::filesystem::path demo = std::filesystem::path(TANDEM_RESOURCES) / "demo";
    orFail(engine->library().importArticles(bench, {demo / "articles"}, {}, {}));
    orFail(engine->library().importResolutions(bench, demo / "resolutions.jsonl", {}, {}));
    engine->stop(Milliseconds(0));
}

void addBackground(const std::filesystem::path& workspace, const Clock& clock, int passages)
{
    const Seal seal = orFail(Seal::open(workspace / "workspace.key"));
    const auto store = orFail(SqliteStore::open(workspace / "tandem.db", seal, clock));
    const auto version = orFail(readResult(
        *store, [](Transaction& transaction) { return transaction.knowledge().version(ArticleId("kb-billing-refunds")); }));
    if (!version)
        fail("the demo was not imported");
    fill(*store, version->second, passages);
}

TicketView finished(Engine& engine, const TicketId& id)
{
    for (;;) {
        TicketView view = orFail(engine.conversations().ticket(bench, id));
        if (view.ticket.status != TicketStatus::Received)
            return view;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int passages = argc > 1 ? std::atoi(argv[1]) : 10000;
    const QTemporaryDir directory;
    const std::filesystem::path workspace = directory.path().toStdString();
    const SystemClock clock;
    importDemo(workspace, clock);
    addBackground(workspace, clock, passages);
    const auto opened = clock.steady();
    const auto engine = orFail(Engine::create(options(workspace, WorkerMode::Run), clock));
    const auto tickets = demoTickets();
    std::map<std::string, std::vector<double>> byStage;
    std::vector<double> totals;
    constexpr int rounds = 7;
    for (int round = 0; round <= rounds; ++round) {
        for (IncomingMessage message : tickets) {
            message.text += " (" + std::to_string(round) + ")"; // another text: nothing comes from the embedding cache
            const Receipt receipt = orFail(engine->intake().submit(bench, message));
            const TicketView view = finished(*engine, receipt.id);
            if (round == 0) {
                if (totals.empty() && byStage.empty())
                    print("open_ms", std::chrono::duration<double, std::milli>(clock.steady() - opened).count(), 1);
                byStage["warm-up"].push_back(0);
                continue;
            }
            double total = 0;
            for (const auto& [stage, milliseconds] : view.ticket.timingsMs) {
                byStage[stage].push_back(milliseconds);
                total += milliseconds;
            }
            totals.push_back(total);
        }
    }
    byStage.erase("warm-up");
    print("passages", passages, 1);
    print("ticket_p50_ms", percentile(totals, 0.5), totals.size());
    print("ticket_p95_ms", percentile(totals, 0.95), totals.size());
    for (const auto& [stage, values] : byStage)
        print(stage + "_p95_ms", percentile(values, 0.95), values.size());
    engine->stop(Milliseconds(0));
    return 0;
}
