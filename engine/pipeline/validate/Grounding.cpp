#include "pipeline/validate/Grounding.h"

#include "model/StopWords.h"
#include "pipeline/validate/AskedIdentifiers.h"
#include "pipeline/validate/CalculationSigns.h"
#include "pipeline/validate/DerivedNumbers.h"
#include "pipeline/validate/EvidenceIndex.h"
#include "pipeline/validate/FactSupport.h"
#include "pipeline/validate/PolaritySupport.h"
#include "pipeline/validate/SentenceLabel.h"
#include "pipeline/validate/Support.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace tandem {

namespace {

constexpr double ownLanguageCoverage = 0.5; // two languages do not share more words
constexpr double nearlyBest = 0.05; // windows this close to the best one are tried too
constexpr std::size_t mostCompared = 40; // evidence sentences whose meaning is compared with one answer sentence

// A sentence of the answer on its way to a verdict.
struct Trial {
    std::size_t sentence = 0; // of the answer
    const EvidenceIndex* index = nullptr;
    ReadSentence read;
    SupportWindow window;
    SupportFeatures features;
    std::string conflict;
    bool calculated = false; // a right calculation, and nothing else
    std::vector<std::size_t> compared; // sentences of the index whose meaning is asked for
};

// The evidence that a sentence cites, or all when it cites none.
std::vector<std::size_t> usedEvidence(const std::vector<Evidence>& evidence, const DraftSentence& sentence)
{
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        const bool cited = std::ranges::any_of(sentence.citations,
            [&](const Citation& citation) { return isNamed(citation, evidence[i].article, evidence[i].passage); });
        if (cited || sentence.citations.empty())
            used.push_back(i);
    }
    return used;
}

std::string withoutEndMarks(std::string_view sentence)
{
    std::string text = text::collapseWhitespace(text::nfkc(sentence));
    while (text.ends_with('.') || text.ends_with('!') || text.ends_with(';'))
        text.pop_back();
    if (text.ends_with("。"))
        text.resize(text.size() - std::string_view("。").size());
    return text;
}

// Whole sentences of the evidence in a row, word by word. A part of a sentence is not enough: "can be refunded" stands in "nobody
// can be refunded" too.
const Evidence* quotedFrom(const std::vector<Evidence>& evidence, const std::vector<std::size_t>& used, std::string_view sentence)
{
    const std::string wanted = withoutEndMarks(sentence);
    if (wanted.empty())
        return nullptr;
    for (const std::size_t i : used) {
        const Evidence& source = evidence[i];
        for (std::size_t first = 0; first < source.sentences.size(); ++first) {
            for (std::size_t last = first; last < source.sentences.size() && last < first + 3; ++last) {
                const text::Span span{source.sentences[first].begin, source.sentences[last].end};
                if (span.end - span.begin + 8 < wanted.size())
                    continue;
                if (withoutEndMarks(span.of(source.text)) == wanted)
                    return &source;
                if (span.end - span.begin > 2 * wanted.size() + 16)
                    break;
            }
        }
    }
    return nullptr;
}

std::string conflictIn(const Trial& trial, const SupportWindow& window)
{
    const bool foreign = trial.features.foreign;
    const std::string conflict = factConflict(trial.read, window, *trial.index, foreign);
    return conflict.empty() ? polarityConflict(trial.read, window, *trial.index, foreign) : conflict;
}

// Several sentences may say nearly the same: the first one against which nothing speaks is taken.
void chooseWindow(Trial& trial)
{
    const std::vector<EvidenceIndex::Ranked> nearest = trial.index->nearest(trial.read);
    for (const EvidenceIndex::Ranked& each : nearest) {
        if (each.score < nearest.front().score - nearlyBest)
            break;
        SupportWindow window = trial.index->windowFrom(trial.read, each.sentence);
        std::string conflict = conflictIn(trial, window);
        if (trial.window.sentences.empty() || conflict.empty()) {
            trial.window = std::move(window);
            trial.conflict = std::move(conflict);
        }
        if (trial.conflict.empty())
            return;
    }
}

// No sentence of the evidence is in this language.
bool isAlone(Language language, const EvidenceIndex& index)
{
    return std::ranges::none_of(index.sentences(), [&](const ReadSentence& other) { return other.language == language; });
}

// Words of one language in sentences of others; product names alone do not make them one.
bool isForeign(const ReadSentence& read, const EvidenceIndex& index)
{
    const auto& sentences = index.sentences();
    if (sentences.empty() || !isAlone(read.language, index))
        return false;
    return std::ranges::none_of(
        sentences, [&](const ReadSentence& other) { return index.coverage(read.words, other) > ownLanguageCoverage; });
}

using Indexes = std::map<std::vector<std::size_t>, std::unique_ptr<EvidenceIndex>>;

// What the sentences of one check have in common.
struct Hearing {
    const std::vector<Evidence>& evidence;
    std::optional<Language> language; // of the answer
    Indexes& indexes; // by used evidence
    std::vector<ReadSentence> said; // by the customer
};

std::vector<ReadSentence> readMessage(std::string_view message, std::optional<Language> ofAnswer)
{
    std::vector<ReadSentence> read;
    const Language language = languageByStopWords(message).value_or(ofAnswer.value_or(Language::En));
    for (const text::Span& span : text::sentences(message))
        read.push_back(readSentence(span.of(message), language));
    return read;
}

// The numbers that a calculation shows to be right need no evidence any more.
void settleCalculations(Trial& trial, const std::vector<ReadSentence>& said)
{
    const DerivedNumbers derived = derivedNumbers(trial.read, trial.index->sentences(), said);
    trial.conflict = derived.conflict;
    if (!derived.conflict.empty() || derived.settled.empty())
        return;
    trial.calculated = derived.complete;
    // The words around a sum may say what the evidence denies: "The fee is refunded: 3 × €100 = €300".
    for (std::size_t i = derived.sources.size(); derived.complete && trial.conflict.empty() && i-- > 0;) {
        trial.window.sentences = {derived.sources[i]};
        trial.conflict = polarityConflict(trial.read, trial.window, *trial.index, false);
    }
    std::erase_if(trial.read.facts.facts,
        [&](const Fact& fact) { return std::ranges::find(derived.settled, fact.span) != derived.settled.end(); });
    std::erase_if(trial.read.words, [](const ContentWord& word) { return isCalculationWord(word.stem); });
    std::erase_if(trial.read.stems, [](const std::string& stem) { return isCalculationWord(stem); });
}

void chooseCompared(Trial& trial)
{
    std::vector<std::pair<double, std::size_t>> order;
    const auto& sentences = trial.index->sentences();
    for (std::size_t i = 0; i < sentences.size(); ++i)
        order.emplace_back(-trial.index->coverage(trial.read.words, sentences[i]), i);
    std::ranges::sort(order);
    order.resize(std::min(order.size(), mostCompared));
    for (const auto& [coverage, i] : order)
        trial.compared.push_back(i);
}

double dot(const Embedding& left, const Embedding& right)
{
    double sum = 0;
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i)
        sum += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    return sum;
}

// One call to the embedder for all sentences whose evidence is in another language.
Status compareMeaning(Embedder& embedder, std::vector<Trial>& trials, std::stop_token stop)
{
    std::vector<std::string> texts;
    std::map<std::string_view, std::size_t> places;
    const auto place = [&](std::string_view text) {
        const auto [found, isNew] = places.try_emplace(text, texts.size());
        if (isNew)
            texts.emplace_back(text);
        return found->second;
    };
    for (const Trial& trial : trials) {
        if (trial.compared.empty())
            continue;
        place(trial.read.text);
        for (const std::size_t i : trial.compared)
            place(trial.index->sentences()[i].text);
    }
    if (texts.empty())
        return {};
    const std::vector<Embedding> vectors = TRY(embedder.embed(texts, TextRole::Query, std::move(stop)));
    for (Trial& trial : trials) {
        std::vector<std::pair<double, std::size_t>> near;
        for (const std::size_t i : trial.compared)
            near.emplace_back(dot(vectors[place(trial.read.text)], vectors[place(trial.index->sentences()[i].text)]), i);
        std::ranges::sort(near, std::greater());
        if (near.empty())
            continue;
        trial.features.meaning = near.front().first;
        // Words cannot find the window in another language: meaning does.
        trial.window.sentences.clear();
        for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 2); ++i)
            trial.window.sentences.push_back(near[i].second);
        trial.conflict = conflictIn(trial, trial.window);
    }
    return {};
}

void judge(const Trial& trial, const std::vector<Evidence>& evidence, DraftSentence& sentence)
{
    sentence.score = trial.calculated ? 1.0 : supportScore(trial.features);
    if (!trial.conflict.empty()) {
        refuse(sentence, trial.conflict);
        return;
    }
    sentence.supported = sentence.score >= 0.5;
    if (!sentence.supported) {
        sentence.reason = trial.features.foreign && trial.features.meaning <= 0
            ? "The evidence is in another language and there is no model to compare them"
            : "The evidence does not say this";
        return;
    }
    sentence.reason.clear();
    if (sentence.citations.empty() && !trial.window.sentences.empty()) {
        const ReadSentence& best = trial.index->sentences()[trial.window.sentences.front()];
        const Evidence& source = evidence[best.evidence];
        sentence.citations.push_back({source.article, source.passage, std::string(best.text)});
    }
}

// The line break at `at` was put there for width alone: the line is long and ends in the middle of a sentence.
bool isWrapped(std::string_view text, std::size_t begin, std::size_t at)
{
    constexpr std::size_t shortLine = 50;
    const std::size_t lineBegin = text.rfind('\n', at - (at > 0 ? 1 : 0));
    const std::size_t from = lineBegin == std::string_view::npos || lineBegin < begin ? begin : lineBegin + 1;
    const char last = at > begin ? text[at - 1] : '\n';
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    const bool ended = std::string_view(".!?:;\n|").find(last) != std::string_view::npos;
    return at - from > shortLine && !ended && ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9'));
}

// Without evidence or by a quotation the verdict is there at once.
bool isSettled(const std::vector<Evidence>& evidence, DraftSentence& sentence)
{
    const std::vector<std::size_t> used = usedEvidence(evidence, sentence);
    if (used.empty()) {
        sentence.supported = false;
        sentence.score = 0;
        sentence.reason = evidence.empty() ? "There is no evidence" : "It cites a passage that is not in the evidence";
        return true;
    }
    const Evidence* source = quotedFrom(evidence, used, withoutLabel(sentence.text));
    if (source != nullptr && sentence.citations.empty())
        sentence.citations.push_back({source->article, source->passage, sentence.text});
    return source != nullptr;
}

Trial opened(const Hearing& hearing, const DraftSentence& sentence, std::size_t place)
{
    const std::vector<std::size_t> used = usedEvidence(hearing.evidence, sentence);
    auto& index = hearing.indexes[used];
    if (!index)
        index = std::make_unique<EvidenceIndex>(hearing.evidence, used);
    Trial trial;
    trial.sentence = place;
    trial.index = index.get();
    // A short answer seldom tells its language; number words and negations need it.
    const Language ofEvidence = index->sentences().empty() ? Language::En : index->sentences().front().language;
    trial.read = readSentence(withoutLabel(sentence.text), hearing.language.value_or(ofEvidence));
    settleCalculations(trial, hearing.said);
    if (trial.calculated || !trial.conflict.empty())
        return trial;
    trial.features.foreign = isForeign(trial.read, *index);
    if (trial.features.foreign) {
        chooseCompared(trial);
        return trial;
    }
    if (isAlone(trial.read.language, *index)) {
        trial.read = readSentence(withoutLabel(sentence.text), ofEvidence);
        settleCalculations(trial, hearing.said);
        if (trial.calculated || !trial.conflict.empty())
            return trial;
    }
    chooseWindow(trial);
    trial.features.coverage = trial.window.coverage;
    trial.features.single = trial.window.single;
    trial.features.known = index->known(trial.read.words);
    // Pairs of ideographs are about two to a word.
    const bool pairs = trial.read.language == Language::Zh || trial.read.language == Language::Ja;
    trial.features.words = trial.read.words.size() / (pairs ? 2 : 1);
    return trial;
}

// What is right of another error helps nobody.
void refuseOthers(
    const std::vector<Evidence>& evidence, const std::vector<std::string>& asked, std::vector<DraftSentence>& sentences)
{
    for (DraftSentence& sentence : sentences) {
        if (!sentence.factual || !sentence.supported)
            continue;
        if (std::string reason = otherIdentifier(sentence, evidence, asked); !reason.empty())
            refuse(sentence, std::move(reason));
    }
}

} // namespace

bool isNamed(const Citation& citation, const ArticleId& article, const PassageId& passage)
{
    return citation.passage.empty() ? article == citation.article : passage == citation.passage;
}

void refuse(DraftSentence& sentence, std::string reason)
{
    constexpr double scoreOfRefused = 0.25; // at most
    sentence.supported = false;
    sentence.score = std::min(sentence.score, scoreOfRefused);
    sentence.reason = std::move(reason);
}

Evidence evidenceOf(const Passage& passage)
{
    Evidence evidence{passage.article, passage.id, passage.text, passage.sentences, passage.title};
    if (evidence.sentences.empty())
        evidence.sentences = text::sentences(passage.text, name(passage.language));
    if (!passage.heading.empty())
        evidence.heading += "\n" + passage.heading;
    return evidence;
}

Evidence evidenceOf(std::string text)
{
    Evidence evidence;
    // Lines of a list or table without marks are sentences of their own; a line that was merely wrapped is not.
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = begin;
        do
            end = std::min(text.find('\n', end + (end > begin ? 1 : 0)), text.size());
        while (end < text.size() && isWrapped(text, begin, end));
        const std::string_view part = std::string_view(text).substr(begin, end - begin);
        for (const text::Span& span : text::sentences(part))
            evidence.sentences.push_back({begin + span.begin, begin + span.end});
        begin = end + 1;
    }
    evidence.text = std::move(text);
    return evidence;
}

Grounding::Grounding(Embedder* embedder)
    : m_embedder(embedder)
{
}

Result<std::vector<DraftSentence>> Grounding::check(const std::vector<Evidence>& evidence, std::vector<DraftSentence> sentences,
    std::stop_token stop, std::string_view customerSays) const
{
    std::string whole;
    for (const DraftSentence& sentence : sentences)
        whole += sentence.text + "\n";
    Indexes indexes;
    const std::optional<Language> language = languageByStopWords(whole);
    const Hearing hearing{evidence, language, indexes, readMessage(customerSays, language)};
    std::vector<Trial> trials;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "The check of an answer was cancelled");
        sentences[i].reason.clear();
        sentences[i].supported = true;
        sentences[i].score = 1;
        if (sentences[i].factual && !isSettled(evidence, sentences[i]))
            trials.push_back(opened(hearing, sentences[i], i));
    }
    if (m_embedder != nullptr)
        TRY(compareMeaning(*m_embedder, trials, std::move(stop)));
    for (const Trial& trial : trials)
        judge(trial, evidence, sentences[trial.sentence]);
    refuseOthers(evidence, askedIdentifiers(customerSays), sentences);
    return sentences;
}

} // namespace tandem
