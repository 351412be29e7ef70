// links: tandem_pipeline
// evaluate_answer [--show] [FILE]: answers of the real chain (the pipeline's search, Composer, Grounding) to
// resources/demo/questions.jsonl, as JSON lines: the share of questions whose gold facts the answer holds, of unanswerable ones
// that it declines, of answers that hold a forbidden fact, that keep the rules for drafts and whose tone is neutral or better.
// FILE may be tests/bench/questions.jsonl: everyday wordings of further questions. Composer was tuned with both in view, on the
// odd numbers ("tuned") more than on the even ones ("held_out"). tests/bench/questions_new.jsonl was written before the tuning of
// 2026-11-24, but its misses were read while tuning and led to code: it judges little more than the others do.
// --show prints every answer to stderr.
#include "GoldFacts.h"
#include "InstalledEmbedder.h"
#include "Results.h"
#include "base/Clock.h"
#include "base/Text.h"
#include "knowledge/KnowledgeBase.h"
#include "pipeline/retrieve/Retrieve.h"
#include "pipeline/understand/Understanding.h"
#include "pipeline/validate/AskedTime.h"
#include "pipeline/validate/DraftManners.h"
#include "pipeline/validate/Validate.h"
#include "privacy/Seal.h"
#include "services/llm/Composer.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

using namespace tandem;

namespace {

constexpr TimePoint askedAt{std::chrono::sys_days{std::chrono::year{2026} / 11 / 15}.time_since_epoch()};

using Question = bench::GoldQuestion;
using bench::holds;

struct Outcome {
    const Question* question = nullptr;
    bool abstained = false;
    bool gold = false; // all of them
    bool forbidden = false; // any of them
    bool supported = true; // Grounding agrees with every sentence
    double evidence = 0;
    std::size_t sentences = 0;
    std::string text;
    bool fit = true; // no rule for drafts is broken
    bool kind = true; // its tone is neutral or better
    bool statedKindly = true; // that of its statements
};

template <typename Counts, typename Hit>
void report(const std::vector<Outcome>& outcomes, const std::string& set, const std::string& language, const char* measure,
    const Counts& counts, const Hit& hit)
{
    double n = 0;
    double hits = 0;
    for (const Outcome& outcome : outcomes) {
        const bool inSet = set == "demo" || (set == "demo tuned") == outcome.question->tuned;
        if (!inSet || (language != "all" && outcome.question->language != language) || !counts(outcome))
            continue;
        ++n;
        hits += hit(outcome) ? 1 : 0;
    }
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(hits, n);
    std::printf(R"({"suite":"answer","set":"%s","language":"%s","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%.0f})"
                "\n",
        set.c_str(), language.c_str(), measure, hits / n, low, high, n);
}

void reportAll(const std::vector<Outcome>& outcomes, const std::string& set, const std::string& language)
{
    const auto answerable = [](const Outcome& o) { return o.question->answerable; };
    const auto unanswerable = [](const Outcome& o) { return !o.question->answerable; };
    const auto answered = [](const Outcome& o) { return !o.abstained; };
    report(outcomes, set, language, "fact_recall", answerable, [](const Outcome& o) { return o.gold; });
    report(outcomes, set, language, "abstention", unanswerable, [](const Outcome& o) { return o.abstained; });
    report(outcomes, set, language, "forbidden_facts", answerable, [](const Outcome& o) { return o.forbidden; });
    report(outcomes, set, language, "grounded", answered, [](const Outcome& o) { return o.supported; });
    report(outcomes, set, language, "policy", answered, [](const Outcome& o) { return o.fit; });
    report(outcomes, set, language, "tone kept neutral or better", answered, [](const Outcome& o) { return o.kind; });
    report(outcomes, set, language, "tone of statements neutral or better", answered,
        [](const Outcome& o) { return o.statedKindly; });
}

// The same with an evidence floor of 0: what is lost to sentence choice alone, and how well evidence parts the two kinds.
void reportEvidence(const std::vector<Outcome>& outcomes)
{
    double better = 0;
    double pairs = 0;
    for (const Outcome& yes : outcomes) {
        for (const Outcome& no : outcomes) {
            if (!yes.question->answerable || no.question->answerable)
                continue;
            ++pairs;
            better += yes.evidence > no.evidence ? 1 : yes.evidence == no.evidence ? 0.5 : 0;
        }
    }
    std::printf(R"({"suite":"answer","set":"demo","language":"all","measure":"evidence_auroc","value":%.4f,"n":%zu})"
                "\n",
        pairs > 0 ? better / pairs : 0, outcomes.size());
}

// Read anew from what the customer would see, with nothing counted as supported.
bool isFit(const Draft& draft, const SearchResult& found, const Question& question, const DraftRules& rules)
{
    DraftGround ground{{}, {question.text}, false, &rules, draft.language};
    for (const ScoredPassage& scored : found.passages)
        ground.evidence.emplace_back(scored.passage.text);
    return std::ranges::all_of(Grounding::sentencesOf(draft.text, name(draft.language)),
        [&](const DraftSentence& sentence) { return draftFindings(sentence, ground).empty(); });
}

// By the reader that tells customers' moods, and without a cold word. The reader learned from customers, to whom an error or a
// deletion is bad news: it also takes for a mood what a draft merely tells.
bool isKind(const std::string& text, const Understanding& understanding, Embedder* embedder)
{
    Conversation conversation;
    conversation.text = text;
    MessageVectors vectors;
    if (embedder != nullptr)
        vectors = bench::valueOf(conversationVectors(*embedder, conversation, {}));
    return understanding.analyze(conversation, vectors).sentiment != Sentiment::Negative
        && !badManner(BadManner::Cold, PhraseText(text));
}

// Without greeting and closing, which are the desk's own.
std::string statementsOf(const Draft& draft)
{
    std::string statements;
    for (const DraftSentence& sentence : draft.sentences)
        statements += sentence.factual ? sentence.text + "\n" : std::string();
    return statements;
}

std::vector<Outcome> answers(const std::vector<Question>& all, const KnowledgeBase& knowledge, Embedder* embedder, double floor)
{
    Composer::Settings settings;
    settings.evidenceFloor = floor;
    const auto templates
        = bench::valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"));
    Composer composer(templates, settings);
    const Grounding grounding(embedder);
    const std::filesystem::path resources(TANDEM_RESOURCES);
    const auto understood = bench::valueOf(Understanding::load(resources));
    const Understanding& understanding = *understood;
    const DraftRules rules = bench::valueOf(DraftRules::load(resources / "prompts", {}));
    std::vector<Outcome> outcomes;
    for (const Question& question : all) {
        SearchQuery query;
        query.text = question.text;
        query.count = 8;
        query.queryLanguage = languageFrom(question.language);
        query.today = askedAt;
        query.now = askedTime(question.text, query.queryLanguage.value_or(Language::En), askedAt).value_or(askedAt);
        Conversation conversation;
        conversation.text = question.text;
        const auto parts = questionsOf(conversation, query.queryLanguage.value_or(Language::En));
        const SearchResult found = bench::valueOf(retrieved(knowledge, query, parts, {}));
        DraftRequest request;
        request.question = question.text;
        request.language = languageFrom(question.language).value_or(Language::En);
        request.passages = found.passages;
        request.evidence = found.evidence;
        Draft draft = bench::valueOf(composer.draft(request, {}));
        if (const auto checked = validate({grounding, templates, question.text, {question.text}, &rules}, found, draft, {});
            !checked)
            bench::valueOf(Result<Draft>(std::unexpected(checked.error())));
        Outcome outcome{
            &question, draft.abstained, false, false, true, found.evidence, draft.sentences.size(), draft.text, true, true, true};
        outcome.gold = std::ranges::all_of(question.gold, [&](const std::string& fact) { return holds(draft.text, fact); });
        outcome.forbidden
            = std::ranges::any_of(question.forbidden, [&](const std::string& fact) { return holds(draft.text, fact); });
        outcome.supported
            = std::ranges::all_of(draft.sentences, [](const DraftSentence& s) { return !s.factual || s.supported; });
        if (!draft.abstained) {
            outcome.fit = isFit(draft, found, question, rules);
            outcome.kind = isKind(draft.text, understanding, embedder);
            outcome.statedKindly = isKind(statementsOf(draft), understanding, embedder);
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

void show(const std::vector<Outcome>& outcomes)
{
    for (const Outcome& outcome : outcomes) {
        const Question& question = *outcome.question;
        const bool wrong = question.answerable ? !outcome.gold || outcome.forbidden : !outcome.abstained;
        std::fprintf(stderr, "%s %s %s evidence %.3f%s%s%s%s\n  %s\n", wrong ? "WRONG" : "ok   ", question.id.c_str(),
            question.answerable ? "answerable" : "unanswerable", outcome.evidence, outcome.abstained ? " abstained" : "",
            outcome.gold ? "" : " no-gold", outcome.forbidden ? " forbidden" : "", outcome.supported ? "" : " UNSUPPORTED",
            question.text.c_str());
        if (!outcome.abstained)
            std::fprintf(stderr, "  > %s\n", outcome.text.c_str());
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::filesystem::path demo = std::filesystem::path(TANDEM_RESOURCES) / "demo";
    std::filesystem::path asked = demo / "questions.jsonl";
    bool showAll = false;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--show")
            showAll = true;
        else
            asked = argv[i];
    }
    const std::unique_ptr<Embedder> embedder = bench::installedEmbedder("evaluate_answer");

    const QTemporaryDir folder;
    const std::filesystem::path workspace = folder.path().toStdString();
    const SystemClock clock;
    const auto store
        = bench::valueOf(SqliteStore::open(workspace / "tandem.db", bench::valueOf(Seal::open(workspace / "key")), clock));
    KnowledgeBase::Settings settings;
    settings.directory = workspace / "indexes";
    const auto knowledge = bench::valueOf(KnowledgeBase::open(settings, *store, embedder.get()));
    for (const auto& refused : bench::valueOf(knowledge->importArticles({demo / "articles"}, askedAt, {}, {})).refused)
        std::fprintf(stderr, "evaluate_answer: %s: %s\n", refused.file.c_str(), refused.reason.c_str());
    bench::valueOf(knowledge->importResolutions(demo / "resolutions.jsonl", askedAt, {}, {}));

    const std::vector<Question> all = bench::goldQuestions(asked);
    const std::vector<Outcome> outcomes = answers(all, *knowledge, embedder.get(), Composer::Settings().evidenceFloor);
    for (const char* set : {"demo", "demo tuned", "demo held_out"})
        reportAll(outcomes, set, "all");
    for (const Language language : allLanguages)
        reportAll(outcomes, "demo", std::string(name(language)));
    reportEvidence(outcomes);
    const std::vector<Outcome> always = answers(all, *knowledge, embedder.get(), -1);
    report(
        always, "demo", "all", "fact_recall_without_floor", [](const Outcome& o) { return o.question->answerable; },
        [](const Outcome& o) { return o.gold; });
    if (showAll) {
        show(outcomes);
        std::fprintf(stderr, "---- without the evidence floor ----\n");
        show(always);
    }
    return 0;
}
