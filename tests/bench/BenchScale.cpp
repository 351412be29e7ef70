// links: tandem_knowledge
// bench scale [passages]: a library of a million passages unless told otherwise, filled, indexed, opened and searched, each in a
// process of its own. A one-off: a million takes half an hour and 15 GB of disk. Passages are two real sentences of the public
// data and a reference that no other passage has; their vectors are looked up (BulkVectors.h), for e5 itself would take a night.
// They are put into the store as an import leaves them, without its reading, cutting and hashing of files. From there on
// everything is the product's: indexes built from the store, saved and opened; searches that embed the question with e5, ask both
// indexes and re-rank by tokens. Times are by the clock; "cpu" by processor time, which other programs do not lengthen.
#include "BulkVectors.h"
#include "ScaleFilling.h"
#include "ScaleReport.h"
#include "ScaleTexts.h"
#include "knowledge/KeywordIndex.h"
#include "knowledge/LateInteraction.h"
#include "services/vectors/HnswIndex.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <malloc.h>
#include <set>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr std::size_t pool = 50; // what a search takes from each index, as HybridSearch has it
constexpr std::size_t reranked = 30;
constexpr std::size_t compared = 1200; // bytes of a question whose tokens are compared
constexpr std::size_t best = 10;
constexpr std::size_t recallQuestions = 200;
constexpr std::size_t formerEffort = 96;
constexpr double sameShare = 0.8; // of the words of two passages: then one is nearly the other

// Without a cache: what is measured was asked before.
std::unique_ptr<Embedder> model()
{
    return valueOf(LocalEmbedder::create({.modelFile = valueOf(installedModel(defaultModelDirectory())), .cacheEntries = 0}));
}

void fill(const Workspace& workspace, const Report& report)
{
    Filling(workspace, *model(), report.passages).run();
    report.print("store_bytes_per_passage", workspace.size("tandem.db") / static_cast<double>(report.passages), "bytes");
}

void build(const Workspace& workspace, const Report& report)
{
    const auto n = static_cast<double>(report.passages);
    const auto embedder = model();
    const std::size_t before = threadCount();
    auto start = std::chrono::steady_clock::now();
    const auto knowledge = workspace.open(embedder.get());
    report.print("build_indexes_s", secondsSince(start), "s", {{"without", "the vector graph"}});
    const auto saving = std::chrono::steady_clock::now();
    succeed(knowledge->save());
    report.print("save_s", secondsSince(saving), "s");
    waitForThreads(before);
    report.print("build_with_graph_s", secondsSince(start), "s");
    report.print("build_peak_bytes_per_passage", statusBytes("VmHWM") / n, "bytes");
    report.print("vector_file_bytes_per_passage", workspace.size("indexes/vectors.index") / n, "bytes");
    report.print("keyword_file_bytes_per_passage", workspace.size("indexes/words.index") / n, "bytes");
}

class Measuring {
public:
    Measuring(const Workspace& workspace, const Report& report)
        : m_workspace(workspace)
        , m_report(report)
        , m_asked(scaleQuestions(TANDEM_SHARED_DATA))
        , m_texts(m_asked.all())
        , m_vectors(valueOf(m_embedder->embed(m_texts, TextRole::Query, {})))
    {
    }

    void run()
    {
        search();
        malloc_trim(0);
        openParts();
        measureParts();
        measureRecall();
        measureDoubles();
    }

private:
    // As the product does it.
    void search()
    {
        const std::size_t threads = threadCount();
        const double memory = statusBytes("RssAnon");
        const auto start = std::chrono::steady_clock::now();
        const auto knowledge = m_workspace.open(m_embedder.get());
        m_report.print("open_s", secondsSince(start), "s");
        waitForThreads(threads);
        m_report.print("open_with_graph_s", secondsSince(start), "s");
        const auto ask = [&](const std::string& text) {
            SearchQuery query;
            query.text = text;
            query.now = m_workspace.clock.now();
            return valueOf(knowledge->search(query, {}));
        };
        for (std::size_t i = 0; i < 20; ++i)
            (void)ask(m_texts[i].substr(0, m_texts[i].size() / 2)); // others than those that are timed
        m_report.print(
            "memory_bytes_per_passage", (statusBytes("RssAnon") - memory) / static_cast<double>(m_report.passages), "bytes");
        Times questions;
        Times messages;
        for (std::size_t i = 0; i < m_texts.size(); ++i)
            (void)(i < m_asked.questions.size() ? questions : messages).measured([&] { return ask(m_texts[i]); });
        questions.print(m_report, "search_questions");
        messages.print(m_report, "search_messages");
    }

    void openParts()
    {
        const std::int64_t revision = valueOf(readResult(*m_workspace.store,
            [](Transaction& transaction) -> Result<std::int64_t> { return transaction.knowledge().revision(); }));
        const std::filesystem::path folder = m_workspace.folder / "indexes";
        m_words = valueOf(KeywordIndex::load(folder / "words.index",
            "revision " + std::to_string(revision) + " model " + m_embedder->modelId(), &m_workspace.seal));
        m_index = valueOf(HnswIndex::load(folder / "vectors.index", m_embedder->modelId(), m_embedder->dimension(), {}));
        m_index->settle();
        const KeywordIndexSize size = m_words->measured();
        m_report.print("keyword_words", static_cast<double>(size.words), "", {{"postings", size.postings}});
    }

    // The same, part by part.
    void measureParts()
    {
        Times embed;
        Times words;
        Times vectors;
        Times read;
        Times rerank;
        for (std::size_t i = 0; i < m_asked.questions.size(); ++i) {
            const std::string& text = m_texts[i];
            const auto tokens = embed.measured([&] {
                return valueOf(m_embedder->embedTokens({std::string(text::truncate(text, compared))}, TextRole::Query, {}));
            });
            std::set<PassageId> found;
            words.measured([&] {
                const KeywordQuery query = keywordQuery(text);
                for (const KeywordHit& hit : m_words->search(query, pool, {}))
                    found.insert(hit.passage);
                return m_words->match(query, {found.begin(), found.end()});
            });
            std::vector<PassageId> ids;
            vectors.measured([&] {
                for (const Neighbour& each : valueOf(m_index->search(m_vectors[i], pool)))
                    ids.push_back(each.passage);
                return valueOf(m_index->similarities(m_vectors[i], {found.begin(), found.end()}));
            });
            ids.resize(std::min(ids.size(), reranked));
            const auto stored = read.measured([&] { return passages(ids); });
            rerank.measured([&] {
                const late::Question question = late::questionOf(tokens.front());
                double sum = 0;
                for (const StoredPassage& each : stored)
                    sum += late::similarity(question, each.tokenVectors).value_or(0);
                return sum;
            });
        }
        embed.print(m_report, "part_embed");
        words.print(m_report, "part_words");
        vectors.print(m_report, "part_vectors");
        read.print(m_report, "part_read");
        rerank.print(m_report, "part_rerank");
    }

    [[nodiscard]] std::vector<StoredPassage> passages(const std::vector<PassageId>& ids) const
    {
        return valueOf(readResult(*m_workspace.store, [&](Transaction& transaction) -> Result<std::vector<StoredPassage>> {
            return transaction.knowledge().passages(ids);
        }));
    }

    // Of the ten nearest by a look at every vector: of e5's questions, and of the same looked up as the passages were. e5's lie
    // apart from all that was looked up, so that the graph finds fewer; among e5's own (bench search) it finds more. Beside the
    // effort that the index chooses for its size, the one it once had at every size.
    void measureRecall()
    {
        const std::size_t count = std::min(recallQuestions, m_asked.questions.size());
        std::vector<Embedding> vectors(m_vectors.begin(), m_vectors.begin() + static_cast<std::ptrdiff_t>(count));
        const auto bulk = bulkVectors(TANDEM_SHARED_DATA);
        for (std::size_t i = 0; i < count; ++i) {
            const Tokens tokens = bulk->tokens(m_texts[i]);
            bulk->learn(tokens);
            vectors.push_back(bulk->vector(tokens));
        }
        const std::vector<float> worst = tenthNearest(vectors);
        for (const std::size_t effort : {std::size_t{0}, formerEffort}) {
            if (effort > 0) {
                m_index.reset();
                m_index = valueOf(HnswIndex::load(m_workspace.folder / "indexes" / "vectors.index", m_embedder->modelId(),
                    m_embedder->dimension(), {.effort = effort}));
                m_index->settle();
            }
            for (const bool isE5 : {true, false}) {
                double found = 0;
                for (std::size_t i = isE5 ? 0 : count; i < (isE5 ? count : 2 * count); ++i) {
                    for (const Neighbour& each : valueOf(m_index->search(vectors[i], best)))
                        found += each.similarity >= worst[i] - 1e-6F ? 1 : 0;
                }
                m_report.print("recall_at_10", found / static_cast<double>(count * best), "",
                    {{"questions", isE5 ? "by e5" : "looked up"}, {"n", count},
                        {"effort", effort > 0 ? effort : HnswIndex::effortFor(m_index->size())}});
            }
        }
    }

    // The similarity of each vector's tenth nearest passage.
    [[nodiscard]] std::vector<float> tenthNearest(const std::vector<Embedding>& vectors) const
    {
        std::vector<std::vector<float>> nearest(vectors.size()); // heaps with the worst on top
        succeed(m_workspace.store->read([&](Transaction& transaction) {
            return transaction.knowledge().eachPassage([&](const StoredPassage& stored) -> Status {
                for (std::size_t i = 0; i < vectors.size(); ++i) {
                    const float similarity = dotProduct(stored.vector.data(), vectors[i].data(), stored.vector.size());
                    if (nearest[i].size() == best && similarity <= nearest[i].front())
                        continue;
                    nearest[i].push_back(similarity);
                    std::ranges::push_heap(nearest[i], std::ranges::greater{});
                    if (nearest[i].size() > best) {
                        std::ranges::pop_heap(nearest[i], std::ranges::greater{});
                        nearest[i].pop_back();
                    }
                }
                return {};
            });
        }));
        std::vector<float> worst;
        for (const std::vector<float>& each : nearest)
            worst.push_back(each.front());
        return worst;
    }

    // How many passages have a near double among those that share most words with them.
    void measureDoubles() const
    {
        constexpr std::size_t sample = 500;
        const auto wordsOf = [](const std::string& text) {
            std::set<std::string> words;
            for (const text::Span& span : text::words(text))
                words.insert(text::fold(span.of(text)));
            return words;
        };
        double doubles = 0;
        for (std::size_t i = 0; i < sample; ++i) {
            const std::size_t number = m_report.passages / sample * i;
            const PassageId id = passageOf(number);
            const std::string text = passages({id}).front().passage.text;
            const auto own = wordsOf(text);
            std::vector<PassageId> others;
            for (const KeywordHit& hit :
                m_words->search(keywordQuery(text), best, [&](const PassageId& each) { return each != id; }))
                others.push_back(hit.passage);
            doubles += std::ranges::any_of(passages(others),
                           [&](const StoredPassage& other) {
                               const auto words = wordsOf(other.passage.text);
                               std::vector<std::string> shared;
                               std::ranges::set_intersection(own, words, std::back_inserter(shared));
                               const auto all = static_cast<double>(own.size() + words.size() - shared.size());
                               return static_cast<double>(shared.size()) >= sameShare * all;
                           })
                ? 1
                : 0;
        }
        m_report.print("near_doubles", doubles / sample, "", {{"n", sample}, {"shared_words", sameShare}});
    }

    const Workspace& m_workspace;
    const Report m_report;
    const std::unique_ptr<Embedder> m_embedder = model();
    const ScaleQuestions m_asked;
    const std::vector<std::string> m_texts;
    const std::vector<Embedding> m_vectors;
    std::unique_ptr<KeywordIndex> m_words;
    std::unique_ptr<HnswIndex> m_index;
};

bool runs(const char* program, const std::string& step, std::size_t passages, const QString& folder)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(QString::fromLocal8Bit(program), {QString::number(passages), QString::fromStdString(step), folder});
    return process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const Report report{argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000};
    if (report.passages < 1000)
        stop("bench scale: fewer than 1000 passages tell nothing.");
    if (argc == 4) {
        const std::string step = argv[2];
        const Workspace workspace(argv[3]);
        if (step == "fill")
            fill(workspace, report);
        else if (step == "build")
            build(workspace, report);
        else
            Measuring(workspace, report).run();
        return 0;
    }
    const QTemporaryDir folder;
    for (const char* step : {"fill", "build", "measure"}) {
        if (!runs(argv[0], step, report.passages, folder.path()))
            return 1;
    }
    return 0;
}
