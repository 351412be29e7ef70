#include "services/llm/SentenceChoice.h"

#include "base/Logistic.h"
#include "model/StopWords.h"
#include "services/llm/Thresholds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace tandem {

namespace {

// Set by hand on the demo questions.
constexpr double ownLanguageCoverage = 0.3; // what the own language says holds this much of the question, or is none about it
constexpr double englishMargin = 1.0;
constexpr double resolutionMargin = 0.8; // a past ticket must be better than every article by this much
constexpr double companionGap = 0.55; // a further sentence may score this much less than the best one
constexpr double numberGap = 0.5; // the same when a single number is asked for
constexpr double partCoverageFloor = 0.4; // a further question is answered only by a sentence that holds this much of it
constexpr double sameSentence = 0.75; // shared words from which two sentences say the same
constexpr std::size_t longestList = 10;
constexpr double meaningShare = 0.9; // what meaning usually adds to a score
constexpr double outdatedReach = 1.0;

// How likely the best sentence answers: logistic regression on 120 questions about the demo company, 41 of them without an answer
// (resources/demo and tests/bench/questions.jsonl; in five-fold cross-validation 90 % are answered and 93 % declined rightly).
// The constant lies 0.35 lower, since a wrong answer costs more than a person's time. Across languages: by hand, on four
// questions.
struct Strength {
    double constant = 0;
    double score = 0;
    double evidence = 0; // of its log odds
    double unknownName = 0;
};
constexpr Strength inOwnLanguage{-5.6, 2.0, 0.53, 1.3};
constexpr Strength inOtherLanguage{-1.7, 0.8, 1.0, 0};

// What only a report of a past ticket says. Folded; ideographic ones stand anywhere.
constexpr auto narration = std::to_array<std::string_view>({"the customer", "the user ", "the owner signed", "the admin ",
    "the colleague", "i asked", "i named", "i passed", "i sent", "i suggested", "i told", "i explained", "we asked", "we sent",
    "der kunde", "die kundin", "ich habe", "wurde eingetragen", "el cliente", "la clienta", "le client", "la cliente",
    "il cliente", "o cliente", "de klant", "de beheerder deed", "klient ", "klientka", "musteri", "yonetici", "العميل", "客户",
    "お客様", "ご要望", " was ", " were ", " had ", "wurde ", "a été ", " foi ", "ha scaricato"});

class Chooser {
public:
    Chooser(const DraftRequest& request, std::size_t most)
        : m_request(request)
        , m_scores(request)
        , m_most(most)
    {
    }

    SentenceChoice choose()
    {
        SentenceChoice choice;
        fillPool();
        choice.otherLanguage = keepOneLanguage();
        preferArticles();
        dropOutdated();
        dropOtherAmounts();
        if (m_pool.empty() || m_most == 0)
            return choice;
        std::ranges::stable_sort(m_pool, [](const auto* a, const auto* b) { return a->score > b->score; });
        choice.strength = strengthOf(*m_pool.front(), choice.otherLanguage);
        take(*m_pool.front(), m_scores.parts().front().kind);
        answerFurtherParts();
        addCompanions();
        choice.sentences = inOrder();
        return choice;
    }

private:
    [[nodiscard]] const Passage& passageOf(const SentenceCandidate& candidate) const
    {
        return m_request.passages[candidate.passage].passage;
    }

    [[nodiscard]] bool isNarration(const SentenceCandidate& candidate) const
    {
        if (passageOf(candidate).kind != DocumentKind::Resolution)
            return false;
        const std::string folded = " " + text::foldAccents(candidate.text) + " ";
        return std::ranges::any_of(narration, [&](std::string_view phrase) { return folded.contains(phrase); });
    }

    void fillPool()
    {
        for (const SentenceCandidate& candidate : m_scores.candidates()) {
            if (candidate.role != SentenceRole::Question && candidate.role != SentenceRole::Fragment && !isNarration(candidate))
                m_pool.push_back(&candidate);
        }
    }

    // The best candidate for which `accept` holds; null when there is none.
    template <typename Accept>
    [[nodiscard]] const SentenceCandidate* best(const Accept& accept) const
    {
        const SentenceCandidate* found = nullptr;
        for (const SentenceCandidate* candidate : m_pool) {
            if (accept(*candidate) && (found == nullptr || candidate->score > found->score))
                found = candidate;
        }
        return found;
    }

    // True when what is left is in another language than the answer.
    bool keepOneLanguage()
    {
        const auto isOwn = [this](const SentenceCandidate& c) { return passageOf(c).language == m_request.language; };
        const auto isOther = [&](const SentenceCandidate& c) { return !isOwn(c); };
        const SentenceCandidate* own = best(isOwn);
        const SentenceCandidate* other = best(isOther);
        if (other == nullptr)
            return false;
        // Words link a question with what is written in its own language alone.
        const bool isLinked = own != nullptr && (own->coverage >= ownLanguageCoverage || own->passage < other->passage);
        if (isLinked) {
            std::erase_if(m_pool, [&](const SentenceCandidate* c) { return isOther(*c); });
            return false;
        }
        // Most customers read English rather than a third language.
        const SentenceCandidate* english
            = best([this](const SentenceCandidate& c) { return passageOf(c).language == Language::En; });
        const bool useEnglish = english != nullptr && english->score + englishMargin >= other->score;
        const Language language = useEnglish ? Language::En : passageOf(*other).language;
        std::erase_if(m_pool, [&](const SentenceCandidate* c) { return passageOf(*c).language != language; });
        return true;
    }

    // Evidence says that the passages are about the question; the score, that a sentence is. In another language words say
    // little.
    [[nodiscard]] double strengthOf(const SentenceCandidate& candidate, bool otherLanguage) const
    {
        const double rowScore = candidate.role == SentenceRole::TableRow ? tableRowPenalty : 0.0;
        const double score = candidate.score + rowScore + (m_scores.hasMeaning() ? 0.0 : meaningShare);
        const double evidence = std::clamp(m_request.evidence, 0.02, 0.98);
        const Strength& weights = otherLanguage ? inOtherLanguage : inOwnLanguage;
        const double sum = weights.constant + weights.score * score + weights.evidence * std::log(evidence / (1 - evidence))
            - weights.unknownName * m_scores.unknownNames();
        return logistic(sum);
    }

    // An older article that gives other numbers in nearly the same words is not quoted beside or instead of the newer one.
    void dropOutdated()
    {
        const SentenceCandidate* first = best([](const SentenceCandidate&) { return true; });
        if (first == nullptr)
            return;
        std::vector<const SentenceCandidate*> near;
        for (const SentenceCandidate* candidate : m_pool) {
            const bool hasNumber
                = std::ranges::any_of(candidate->words, [](const ContentWord& w) { return w.shape == WordShape::Number; });
            if (hasNumber && candidate->score >= first->score - outdatedReach)
                near.push_back(candidate);
        }
        std::erase_if(m_pool, [&](const SentenceCandidate* candidate) {
            return std::ranges::find(near, candidate) != near.end()
                && std::ranges::any_of(near, [&](const SentenceCandidate* other) { return replaces(*other, *candidate); });
        });
    }

    [[nodiscard]] bool replaces(const SentenceCandidate& newer, const SentenceCandidate& older) const
    {
        const Passage& now = passageOf(newer);
        const Passage& before = passageOf(older);
        if (now.article == before.article || now.updatedAt <= before.updatedAt || now.kind != before.kind)
            return false;
        const auto numbersOf = [](const SentenceCandidate& candidate) {
            std::set<std::string_view> numbers;
            for (const ContentWord& word : candidate.words) {
                if (word.shape == WordShape::Number)
                    numbers.insert(word.stem);
            }
            return numbers;
        };
        const auto newNumbers = numbersOf(newer);
        const bool differ
            = std::ranges::none_of(numbersOf(older), [&](std::string_view number) { return newNumbers.contains(number); });
        return differ && sharedWords(newer.words, older.words) >= sameSentence;
    }

    // "Up to €500" and "above €500" are two rules: the one that is not for the amount asked about is not quoted.
    void dropOtherAmounts()
    {
        const AskedAmounts asked(m_request.question, languageByStopWords(m_request.question).value_or(m_request.language));
        if (asked.isEmpty())
            return;
        const auto thresholdsOf
            = [this](const SentenceCandidate& candidate) { return thresholdsIn(candidate.text, passageOf(candidate).language); };
        std::vector<std::pair<ArticleId, Threshold>> fitting;
        for (const SentenceCandidate* candidate : m_pool) {
            for (const Threshold& threshold : thresholdsOf(*candidate)) {
                if (asked.fit(threshold))
                    fitting.emplace_back(passageOf(*candidate).article, threshold);
            }
        }
        std::erase_if(m_pool, [&](const SentenceCandidate* candidate) {
            return std::ranges::any_of(thresholdsOf(*candidate), [&](const Threshold& threshold) {
                return !asked.fit(threshold) && std::ranges::any_of(fitting, [&](const auto& other) {
                    return other.first == passageOf(*candidate).article && areOpposite(other.second, threshold);
                });
            });
        });
    }

    void preferArticles()
    {
        const auto isResolution = [this](const SentenceCandidate& c) { return passageOf(c).kind == DocumentKind::Resolution; };
        const SentenceCandidate* resolution = best(isResolution);
        const SentenceCandidate* article = best([&](const SentenceCandidate& c) { return !isResolution(c); });
        if (resolution == nullptr || article == nullptr)
            return;
        const bool useResolutions = resolution->score > article->score + resolutionMargin;
        std::erase_if(m_pool, [&](const SentenceCandidate* c) { return isResolution(*c) != useResolutions; });
    }

    // The candidate of the same passage `distance` sentences away; null at the passage's ends.
    [[nodiscard]] const SentenceCandidate* neighbour(const SentenceCandidate& candidate, int distance) const
    {
        const auto& all = m_scores.candidates();
        const auto at = (&candidate - all.data()) + distance;
        if (at < 0 || at >= std::ssize(all))
            return nullptr;
        const SentenceCandidate& found = all[static_cast<std::size_t>(at)];
        return found.passage == candidate.passage ? &found : nullptr;
    }

    // The whole list that a candidate introduces or stands in.
    [[nodiscard]] std::vector<const SentenceCandidate*> listAround(const SentenceCandidate& candidate) const
    {
        const SentenceCandidate* first = &candidate;
        if (candidate.role == SentenceRole::ListLine) {
            for (const auto* before = neighbour(*first, -1);
                before != nullptr && (before->role == SentenceRole::ListLine || before->role == SentenceRole::ListIntroduction);
                before = neighbour(*first, -1)) {
                first = before;
                if (before->role == SentenceRole::ListIntroduction)
                    break;
            }
        }
        std::vector<const SentenceCandidate*> list{first};
        for (const auto* next = neighbour(*first, 1); next != nullptr && list.size() <= longestList
            && next->role != SentenceRole::ListIntroduction && isLine(*next, list.size() == 1);
            next = neighbour(*next, 1))
            list.push_back(next);
        return list;
    }

    // After an introduction even a single line is its list.
    static bool isLine(const SentenceCandidate& candidate, bool afterIntroduction)
    {
        return candidate.role == SentenceRole::ListLine || candidate.role == SentenceRole::TableRow
            || (afterIntroduction && candidate.role == SentenceRole::Statement);
    }

    void take(const SentenceCandidate& candidate, AnswerKind kind)
    {
        const bool wholeList = candidate.role == SentenceRole::ListIntroduction
            || (candidate.role == SentenceRole::ListLine && kind == AnswerKind::Steps);
        if (wholeList) {
            const auto list = listAround(candidate);
            if (list.size() < 2 && candidate.role == SentenceRole::ListIntroduction)
                return; // the list is not in this passage
            for (const SentenceCandidate* line : list)
                m_taken.insert(line);
        } else {
            if (candidate.refersBack) {
                if (const auto* before = neighbour(candidate, -1); before != nullptr && before->role == SentenceRole::Statement)
                    m_taken.insert(before);
            }
            m_taken.insert(&candidate);
        }
        m_order.try_emplace(candidate.passage, m_order.size());
        ++m_count;
    }

    void answerFurtherParts()
    {
        for (const QuestionPart& part : m_scores.parts()) {
            const SentenceCandidate* found = nullptr;
            double score = 0;
            for (const SentenceCandidate* candidate : m_pool) {
                const double value = m_scores.partScore(*candidate, part);
                if (found == nullptr || value > score) {
                    found = candidate;
                    score = value;
                }
            }
            const bool answered = found == nullptr || m_taken.contains(found) || saysTaken(*found)
                || m_scores.partCoverage(*found, part) < partCoverageFloor;
            if (!answered && m_count < m_most)
                take(*found, part.kind);
        }
    }

    // A sentence that is taken already says this one, or says it otherwise: the newer or better one stands alone.
    [[nodiscard]] bool saysTaken(const SentenceCandidate& candidate) const
    {
        return std::ranges::any_of(
            m_taken, [&](const SentenceCandidate* taken) { return sharedWords(taken->words, candidate.words) >= sameSentence; });
    }

    // Sentences of the same article that are nearly as relevant as the best one and add to it.
    void addCompanions()
    {
        const SentenceCandidate& first = *m_pool.front();
        const bool number = m_scores.parts().front().kind == AnswerKind::Number;
        const double floor = first.score - (number ? numberGap : companionGap);
        const std::size_t limit = std::min(m_most, std::size_t{number ? 2U : 3U} + m_scores.parts().size() - 1);
        for (const SentenceCandidate* candidate : m_pool) {
            if (m_count >= limit || candidate->score < floor)
                break;
            const bool sameArticle = passageOf(*candidate).article == passageOf(first).article;
            if (sameArticle && !m_taken.contains(candidate) && !saysTaken(*candidate)
                && candidate->role != SentenceRole::ListIntroduction)
                take(*candidate, AnswerKind::Statement);
        }
    }

    [[nodiscard]] std::vector<ChosenSentence> inOrder() const
    {
        std::vector<const SentenceCandidate*> sorted(m_taken.begin(), m_taken.end());
        std::ranges::sort(sorted, [this](const auto* a, const auto* b) {
            const auto key = [this](const SentenceCandidate* c) { return std::pair(m_order.at(c->passage), c->sentence); };
            return key(a) < key(b);
        });
        std::vector<ChosenSentence> chosen;
        for (const SentenceCandidate* candidate : sorted) {
            const bool ownLine = candidate->role == SentenceRole::ListLine || candidate->role == SentenceRole::TableRow;
            chosen.push_back({candidate->passage, candidate->text, ownLine});
        }
        return chosen;
    }

    const DraftRequest& m_request;
    SentenceScores m_scores;
    std::size_t m_most;
    std::vector<const SentenceCandidate*> m_pool;
    std::set<const SentenceCandidate*> m_taken;
    std::map<std::size_t, std::size_t> m_order; // passage → place in the answer
    std::size_t m_count = 0; // a list counts as one
};

} // namespace

SentenceChoice chooseSentences(const DraftRequest& request, std::size_t most)
{
    return Chooser(request, most).choose();
}

} // namespace tandem
