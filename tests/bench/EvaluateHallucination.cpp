// links: tandem_pipeline
// evaluate_hallucination [--ask N] [--write FILE]: SmolLM2-135M, a real model that invents, drafts answers to the demo's
// questions through PromptedWriter; how many of its invented sentences Grounding stops, as JSON lines. What is invented was read
// and labelled sentence by sentence (tests/bench/smollm_sentences.jsonl: question, the passage it cited, the model's words,
// "supported" or "invented", as the article says it and not as the check does); the sentences are judged as they stand there, so
// figures need no model and are the same everywhere. --ask N drafts anew for the first N questions of both files, with the model
// that ./dev models fetches, and
// --write FILE keeps what it said, unlabelled, to be read. "stopped invented" is what the check is for; "stopped supported" is
// its price; "drafts with an invention that passes" counts those that a customer could get.
#include "InstalledEmbedder.h"
#include "Results.h"
#include "base/Clock.h"
#include "base/Json.h"
#include "base/Text.h"
#include "knowledge/KnowledgeBase.h"
#include "pipeline/validate/Validate.h"
#include "privacy/Seal.h"
#include "services/llm/LocalModel.h"
#include "services/llm/PromptedWriter.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace tandem;

namespace {

constexpr TimePoint askedAt{std::chrono::sys_days{std::chrono::year{2026} / 11 / 15}.time_since_epoch()};
constexpr int contextTokens = 2048;
constexpr int outputTokens = 160;
constexpr int promptTokens = 900; // of resources/prompts/answer.md, about

std::vector<Json> rowsOf(const std::filesystem::path& file)
{
    std::vector<Json> rows;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);)
        rows.push_back(Json::parse(line));
    return rows;
}

// The demo's articles and resolutions, as the product searches them.
class Desk {
public:
    Desk()
        : m_embedder(bench::installedEmbedder("evaluate_hallucination"))
    {
        const std::filesystem::path workspace = m_folder.path().toStdString();
        const std::filesystem::path demo = std::filesystem::path(TANDEM_RESOURCES) / "demo";
        m_store
            = bench::valueOf(SqliteStore::open(workspace / "tandem.db", bench::valueOf(Seal::open(workspace / "key")), m_clock));
        KnowledgeBase::Settings settings;
        settings.directory = workspace / "indexes";
        m_knowledge = bench::valueOf(KnowledgeBase::open(settings, *m_store, m_embedder.get()));
        bench::valueOf(m_knowledge->importArticles({demo / "articles"}, askedAt, {}, {}));
        bench::valueOf(m_knowledge->importResolutions(demo / "resolutions.jsonl", askedAt, {}, {}));
    }

    [[nodiscard]] SearchResult found(const std::string& question, const std::string& language) const
    {
        SearchQuery query;
        query.text = question;
        query.count = 8;
        query.queryLanguage = languageFrom(language);
        query.now = askedAt;
        return bench::valueOf(m_knowledge->search(query, {}));
    }
    [[nodiscard]] Embedder* embedder() const { return m_embedder.get(); }
    [[nodiscard]] const Clock& clock() const { return m_clock; }

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<Embedder> m_embedder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<KnowledgeBase> m_knowledge;
};

// Asks the model and keeps each statement of its drafts.
void ask(const Desk& desk, const std::vector<Json>& questions, const std::string& file)
{
    const std::filesystem::path resources(TANDEM_RESOURCES);
    const auto templates = bench::valueOf(ReplyTemplates::load(resources / "templates" / "replies.json"));
    const auto prompt = bench::valueOf(Prompt::load(resources / "prompts" / "answer.md"));
    LocalModel::Settings settings;
    settings.file = defaultModelDirectory() / "SmolLM2-135M-Instruct.Q4_1.gguf";
    settings.contextTokens = contextTokens;
    settings.threads = 2;
    const auto model = bench::valueOf(LocalModel::load(settings, desk.clock()));
    PromptedWriter::Settings writing;
    writing.company = "Fernway";
    writing.outputTokens = outputTokens;
    writing.limits = PromptMaterial::Limits::forContext(contextTokens, promptTokens, outputTokens);
    const auto writer = bench::valueOf(PromptedWriter::create(*model, prompt, templates, writing));
    std::ofstream out(file);
    int drafts = 0;
    int failed = 0;
    for (const Json& row : questions) {
        const SearchResult found = desk.found(row.at("question"), row.at("language"));
        DraftRequest request;
        request.question = row.at("question");
        request.language = languageFrom(std::string(row.at("language"))).value_or(Language::En);
        request.passages = found.passages;
        request.evidence = found.evidence;
        const auto draft = writer->draft(request, {});
        if (!draft) {
            ++failed;
            std::fprintf(stderr, "%s: %s\n", std::string(row.at("id")).c_str(), draft.error().message.c_str());
            continue;
        }
        ++drafts;
        for (const DraftSentence& sentence : draft->sentences) {
            if (!sentence.factual || draft->abstained)
                continue;
            const std::string passage = sentence.citations.empty() ? std::string() : sentence.citations.front().passage.value();
            out << Json{{"question", row.at("id")}, {"language", row.at("language")}, {"asked", row.at("question")},
                {"passage", passage}, {"text", sentence.text}, {"label", ""}}
                       .dump()
                << "\n";
            out.flush();
        }
    }
    std::fprintf(stderr, "evaluate_hallucination: %d drafts, %d failures\n", drafts, failed);
}

void report(const char* measure, double hits, double n)
{
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(hits, n);
    std::printf(R"({"suite":"hallucination","set":"smollm2","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%.0f})"
                "\n",
        measure, hits / n, low, high, n);
}

// The labelled sentences, question by question, through the check of the product.
void judge(const Desk& desk, const std::filesystem::path& file)
{
    std::map<std::string, std::vector<Json>> drafts;
    for (const Json& row : rowsOf(file))
        drafts[row.at("question")].push_back(row);
    const Grounding grounding(desk.embedder());
    double invented = 0;
    double inventedStopped = 0;
    double supported = 0;
    double supportedStopped = 0;
    double passing = 0; // drafts
    double sendable = 0; // drafts of which something remains
    for (const auto& [question, rows] : drafts) {
        const SearchResult found = desk.found(rows.front().at("asked"), rows.front().at("language"));
        std::vector<Evidence> evidence;
        for (const ScoredPassage& passage : found.passages)
            evidence.push_back(evidenceOf(passage.passage));
        std::vector<DraftSentence> sentences;
        for (const Json& row : rows) {
            DraftSentence sentence;
            sentence.text = row.at("text");
            const auto cited = std::ranges::find_if(
                evidence, [&](const Evidence& one) { return one.passage.value() == std::string(row.at("passage")); });
            if (cited != evidence.end())
                sentence.citations = {{cited->article, cited->passage, ""}};
            sentences.push_back(std::move(sentence));
        }
        const auto checked = bench::valueOf(grounding.check(evidence, sentences, {}));
        bool passes = false;
        bool remains = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool isInvented = rows[i].at("label") == "invented";
            const bool stopped = !checked[i].supported;
            (isInvented ? invented : supported) += 1;
            (isInvented ? inventedStopped : supportedStopped) += stopped ? 1 : 0;
            passes = passes || (isInvented && !stopped);
            remains = remains || !stopped;
            if (isInvented != stopped)
                std::fprintf(
                    stderr, "%s %s: %s\n", isInvented ? "PASSED " : "STOPPED", question.c_str(), checked[i].text.c_str());
        }
        passing += passes ? 1 : 0;
        sendable += remains ? 1 : 0;
    }
    report("invented", invented, invented + supported);
    report("stopped invented", inventedStopped, invented);
    report("stopped supported", supportedStopped, supported);
    report("sendable drafts with an invention that passes", passing, sendable);
    report("drafts with an invention that passes", passing, static_cast<double>(drafts.size()));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    std::size_t count = 0;
    std::string written = "smollm_sentences.new.jsonl";
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string_view(argv[i]) == "--ask")
            count = std::strtoul(argv[i + 1], nullptr, 10);
        else if (std::string_view(argv[i]) == "--write")
            written = argv[i + 1];
    }
    const std::filesystem::path bench = std::filesystem::path(TANDEM_RESOURCES).parent_path() / "tests" / "bench";
    const Desk desk;
    if (count == 0) {
        judge(desk, bench / "smollm_sentences.jsonl");
        return 0;
    }
    std::vector<Json> questions = rowsOf(std::filesystem::path(TANDEM_RESOURCES) / "demo" / "questions.jsonl");
    for (Json& row : rowsOf(bench / "questions.jsonl"))
        questions.push_back(std::move(row));
    questions.resize(std::min(count, questions.size()));
    ask(desk, questions, written);
    return 0;
}
