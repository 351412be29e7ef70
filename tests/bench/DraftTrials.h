#pragma once

#include "GoldFacts.h"
#include "SearchedLibrary.h"
#include "pipeline/retrieve/Retrieve.h"
#include "pipeline/validate/Validate.h"
#include "services/llm/Composer.h"

#include <cctype>
#include <set>
#include <string>
#include <utility>
#include <vector>

// Drafts of the composer, every one written whatever the evidence, with what speaks for them and whether they are right. Programs
// of this folder only.
namespace tandem::bench {

struct DraftTrial {
    double confidence = 0; // the checked draft's
    double strength = 0; // its writer's own estimate
    double evidence = 0; // the search's
    bool isRight = false;
    bool isAnswerable = false; // by this library
    bool wouldStand = false; // at the shipped floor of evidence
    std::string style;
    Language language = Language::En;
    std::string text; // the draft
    std::string question;
};
using DraftTrials = std::vector<DraftTrial>;

// Words, each character of scripts without spaces for one; marks of Markdown are none.
inline std::vector<std::string> plainWords(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty())
            words.push_back(std::exchange(word, {}));
    };
    const std::string folded = text::fold(text);
    for (std::size_t i = 0; i < folded.size();) {
        const auto lead = static_cast<unsigned char>(folded[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string character = folded.substr(i, size);
        i += size;
        const auto within = [&](const char* from, const char* to) { return character >= from && character < to; };
        const bool isMark = size == 1 ? std::isalnum(lead) == 0
                                      : within("\u2000", "\u2C00") || within("\u3000", "\u3040") || within("\uFF00", "\uFF10");
        const bool isIdeograph = size >= 3 && within("\u3040", "\uA000");
        if (isMark || isIdeograph)
            end();
        if (isIdeograph)
            words.push_back(character);
        else if (!isMark)
            word += character;
    }
    end();
    return words;
}

// Whether a draft says what a quotation says: nearly all of its words, for the composer quotes word for word.
inline bool saysQuote(const std::string& draft, const std::string& quote)
{
    constexpr double most = 0.85;
    const auto wanted = plainWords(quote);
    const auto said = plainWords(draft);
    const std::set<std::string> there(said.begin(), said.end());
    const auto found = std::ranges::count_if(wanted, [&](const std::string& word) { return there.contains(word); });
    return !wanted.empty() && static_cast<double>(found) >= most * static_cast<double>(wanted.size());
}

// Writes and checks drafts as the pipeline does, without a floor for the evidence.
class DraftBench {
public:
    explicit DraftBench(Embedder* embedder)
        : m_templates(valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json")))
        , m_composer(m_templates, withoutFloor())
        , m_grounding(embedder)
        , m_rules(valueOf(DraftRules::load(std::filesystem::path(TANDEM_RESOURCES) / "prompts", {})))
    {
    }

    DraftTrial trial(const KnowledgeBase& knowledge, SearchQuery query)
    {
        Conversation conversation;
        conversation.text = query.text;
        const Language language = query.queryLanguage.value_or(Language::En);
        const SearchResult found = valueOf(retrieved(knowledge, query, questionsOf(conversation, language), {}));
        DraftRequest request;
        request.question = query.text;
        request.language = language;
        request.passages = found.passages;
        request.evidence = found.evidence;
        Draft draft = valueOf(m_composer.draft(request, {}));
        const double strength = draftStrength(found.evidence, draft);
        valueOf(validate({m_grounding, m_templates, query.text, {query.text}, &m_rules}, found, draft, {}));
        DraftTrial trial;
        trial.confidence = draft.confidence;
        trial.strength = strength;
        trial.evidence = found.evidence;
        trial.wouldStand = strength >= Composer::Settings().evidenceFloor;
        trial.language = language;
        trial.text = draft.text;
        trial.question = query.text;
        return trial;
    }

private:
    static Composer::Settings withoutFloor()
    {
        Composer::Settings settings;
        settings.evidenceFloor = -1;
        return settings;
    }

    ReplyTemplates m_templates;
    Composer m_composer;
    Grounding m_grounding;
    DraftRules m_rules;
};

// Questions with the quotations that answer them, asked of the whole library and, where it lies in one half of the documents
// alone, of the other half.
inline DraftTrials quotedTrials(DraftBench& bench, const RetrievalSet& all, Embedder* embedder)
{
    std::vector<RetrievalSet> parts{all};
    for (std::uint64_t half = 0; half < 2; ++half) {
        RetrievalSet part{all.name, all.language, {}, all.questions};
        for (const Document& document : all.documents) {
            if (text::hash64(document.id.value()) % 2 == half)
                part.documents.push_back(document);
        }
        parts.push_back(std::move(part));
    }
    DraftTrials trials;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        std::set<std::string> documents;
        for (const Document& document : parts[p].documents)
            documents.insert(document.id.value());
        const SearchedLibrary library(parts[p], embedder, KnowledgeBase::Settings().mostSentences);
        const auto knowledge = library.open(embedder, KnowledgeBase::Settings().keywordWeight, KnowledgeBase::Reranking::On);
        for (std::size_t i = 0; i < all.questions.size(); ++i) {
            const RetrievalQuestion& question = all.questions[i];
            const bool isThere
                = std::ranges::any_of(question.documents, [&](const std::string& id) { return documents.contains(id); });
            if (p > 0 && (isThere || question.documents.empty()))
                continue;
            DraftTrial trial = bench.trial(*knowledge, library.query(parts[p], i, 8));
            trial.isAnswerable = isThere;
            trial.isRight
                = std::ranges::any_of(question.quotes, [&](const std::string& quote) { return saysQuote(trial.text, quote); });
            trial.style = question.style;
            trials.push_back(std::move(trial));
        }
    }
    return trials;
}

// Questions with gold facts over the demo's library.
inline DraftTrials goldTrials(DraftBench& bench, const std::vector<std::filesystem::path>& files, Embedder* embedder)
{
    constexpr TimePoint askedAt{std::chrono::sys_days{std::chrono::year{2026} / 11 / 15}.time_since_epoch()};
    const std::filesystem::path demo = std::filesystem::path(TANDEM_RESOURCES) / "demo";
    const QTemporaryDir folder;
    const std::filesystem::path workspace = folder.path().toStdString();
    const SystemClock clock;
    const auto store = valueOf(SqliteStore::open(workspace / "tandem.db", valueOf(Seal::open(workspace / "key")), clock));
    KnowledgeBase::Settings settings;
    settings.directory = workspace / "indexes";
    const auto knowledge = valueOf(KnowledgeBase::open(settings, *store, embedder));
    valueOf(knowledge->importArticles({demo / "articles"}, askedAt, {}, {}));
    valueOf(knowledge->importResolutions(demo / "resolutions.jsonl", askedAt, {}, {}));
    DraftTrials trials;
    for (const std::filesystem::path& file : files) {
        for (const GoldQuestion& question : goldQuestions(file)) {
            SearchQuery query;
            query.text = question.text;
            query.count = 8;
            query.queryLanguage = languageFrom(question.language);
            query.now = askedAt;
            query.today = askedAt;
            DraftTrial trial = bench.trial(*knowledge, std::move(query));
            const auto says = [&](const std::string& fact) { return holds(trial.text, fact); };
            trial.isAnswerable = question.answerable;
            trial.isRight = question.answerable && std::ranges::all_of(question.gold, says)
                && std::ranges::none_of(question.forbidden, says);
            trials.push_back(std::move(trial));
        }
    }
    return trials;
}

// The sets with gold facts.
inline std::vector<std::filesystem::path> goldFiles()
{
    const std::filesystem::path bench = std::filesystem::path(TANDEM_SOURCE) / "tests" / "bench";
    return {std::filesystem::path(TANDEM_RESOURCES) / "demo" / "questions.jsonl", bench / "questions.jsonl",
        bench / "questions_new.jsonl"};
}

} // namespace tandem::bench
