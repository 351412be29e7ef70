#include "knowledge/KeywordIndex.h"

#include "knowledge/Terms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

namespace tandem {
namespace {

constexpr double saturation = 1.2; // k1
constexpr double lengthShare = 0.75; // b
// A word of the title stands in every passage of its document, so it counts little more than one of the text.
constexpr float titleWeight = 1.5F;
constexpr float headingWeight = 1.5F;
constexpr float textWeight = 1.0F;
constexpr std::uint32_t noSlot = std::numeric_limits<std::uint32_t>::max();

} // namespace

bool KeywordQuery::holdsIdentifier() const
{
    return std::ranges::any_of(words, &Word::identifier);
}

KeywordQuery keywordQuery(std::string_view text)
{
    KeywordQuery query;
    std::unordered_map<std::string, std::size_t> places;
    for (Term& term : termsOf(text)) {
        const auto [place, isNew] = places.try_emplace(term.text, query.words.size());
        if (isNew)
            query.words.push_back({std::move(term.text), 1.0, term.identifier});
        else
            query.words[place->second].weight += 1;
    }
    return query;
}

// Scores by slot, kept between searches of a thread: only the touched ones are cleared.
class KeywordIndex::Scores {
public:
    explicit Scores(std::size_t slots)
    {
        if (s_scores.size() < slots)
            s_scores.resize(slots, 0);
        s_touched.clear();
    }
    ~Scores()
    {
        for (const std::uint32_t slot : s_touched)
            s_scores[slot] = 0;
    }
    Scores(const Scores&) = delete;
    Scores& operator=(const Scores&) = delete;

    void add(std::uint32_t slot, double score)
    {
        if (s_scores[slot] == 0)
            s_touched.push_back(slot);
        s_scores[slot] += score;
    }
    [[nodiscard]] double of(std::uint32_t slot) const { return s_scores[slot]; }
    [[nodiscard]] std::vector<std::uint32_t>& touched() { return s_touched; }

private:
    static thread_local std::vector<double> s_scores;
    static thread_local std::vector<std::uint32_t> s_touched;
};

thread_local std::vector<double> KeywordIndex::Scores::s_scores;
thread_local std::vector<std::uint32_t> KeywordIndex::Scores::s_touched;

struct KeywordIndex::ActiveWord {
    const std::vector<Posting>* list = nullptr;
    double factor = 0; // rarity × how often it was asked for
    double rarity = 0;
    bool identifier = false;
    [[nodiscard]] double most() const { return factor * (saturation + 1); } // that a passage can get from it
};

void KeywordIndex::put(const PassageId& passage, const KeywordFields& fields)
{
    // Cutting into words is the slow part and needs no lock.
    std::unordered_map<std::string, float> frequencies;
    float length = 0;
    const auto take = [&](std::string_view field, float weight) {
        for (Term& term : termsOf(field)) {
            frequencies[std::move(term.text)] += weight;
            length += weight;
        }
    };
    take(fields.title, titleWeight);
    take(fields.heading, headingWeight);
    take(fields.text, textWeight);

    const std::unique_lock lock(m_mutex);
    removeSlot(passage);
    const auto slot = static_cast<std::uint32_t>(m_passages.size());
    m_passages.push_back(passage);
    m_lengths.push_back(length);
    m_totalLength += length;
    m_slots[passage] = slot;
    for (const auto& [word, frequency] : frequencies) {
        const auto [place, isNew] = m_words.try_emplace(word, static_cast<std::uint32_t>(m_lists.size()));
        if (isNew)
            m_lists.emplace_back();
        m_lists[place->second].push_back({slot, frequency});
    }
}

void KeywordIndex::remove(const PassageId& passage)
{
    const std::unique_lock lock(m_mutex);
    removeSlot(passage);
}

void KeywordIndex::removeSlot(const PassageId& passage)
{
    const auto found = m_slots.find(passage);
    if (found == m_slots.end())
        return;
    m_passages[found->second] = PassageId();
    m_totalLength -= m_lengths[found->second];
    m_slots.erase(found);
    if ((m_passages.size() - m_slots.size()) * 10 > m_passages.size())
        dropRemoved();
}

// Renumbers the slots. Costs a pass over all lists, once for every tenth that is removed.
void KeywordIndex::dropRemoved()
{
    std::vector<std::uint32_t> renumbered(m_passages.size(), noSlot);
    std::uint32_t next = 0;
    for (std::size_t slot = 0; slot < m_passages.size(); ++slot) {
        if (m_passages[slot].empty())
            continue;
        renumbered[slot] = next;
        if (next != slot) {
            m_passages[next] = std::move(m_passages[slot]);
            m_lengths[next] = m_lengths[slot];
        }
        m_slots[m_passages[next]] = next;
        ++next;
    }
    m_passages.resize(next);
    m_lengths.resize(next);
    std::vector<std::vector<Posting>> lists;
    for (auto word = m_words.begin(); word != m_words.end();) {
        std::vector<Posting>& list = m_lists[word->second];
        std::erase_if(list, [&](const Posting& posting) { return renumbered[posting.slot] == noSlot; });
        for (Posting& posting : list)
            posting.slot = renumbered[posting.slot];
        if (list.empty()) {
            word = m_words.erase(word);
            continue;
        }
        word->second = static_cast<std::uint32_t>(lists.size());
        lists.push_back(std::move(list));
        ++word;
    }
    m_lists = std::move(lists);
}

std::size_t KeywordIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_slots.size();
}

double KeywordIndex::rarity(std::size_t passages) const
{
    // Lists may still hold removed passages, but never more than there are slots.
    const auto all = static_cast<double>(m_passages.size());
    const auto with = static_cast<double>(passages);
    return std::log(1.0 + (all - with + 0.5) / (with + 0.5));
}

double KeywordIndex::contribution(const Posting& posting) const
{
    const double average = m_totalLength / static_cast<double>(std::max<std::size_t>(m_slots.size(), 1));
    const double frequency = posting.frequency;
    const double length = average > 0 ? m_lengths[posting.slot] / average : 1.0;
    return frequency * (saturation + 1) / (frequency + saturation * (1 - lengthShare + lengthShare * length));
}

std::vector<KeywordIndex::ActiveWord> KeywordIndex::activeWords(const KeywordQuery& query) const
{
    std::vector<ActiveWord> words;
    for (const KeywordQuery::Word& word : query.words) {
        const auto found = m_words.find(word.text);
        if (found == m_words.end())
            continue;
        const std::vector<Posting>& list = m_lists[found->second];
        const double weight = rarity(list.size());
        words.push_back({&list, weight * word.weight, weight, word.identifier});
    }
    std::ranges::sort(words, std::ranges::greater{}, &ActiveWord::most);
    return words;
}

const KeywordIndex::Posting* KeywordIndex::find(const std::vector<Posting>& list, std::uint32_t slot)
{
    const auto found = std::ranges::lower_bound(list, slot, {}, &Posting::slot);
    return found != list.end() && found->slot == slot ? &*found : nullptr;
}

std::vector<KeywordHit> KeywordIndex::search(const KeywordQuery& query, std::size_t count, const Accepts& accepts) const
{
    const std::shared_lock lock(m_mutex);
    const std::vector<ActiveWord> words = activeWords(query);
    if (words.empty() || count == 0)
        return {};
    Scores scores(m_passages.size());
    double remaining = 0;
    for (const ActiveWord& word : words)
        remaining += word.most();
    // Rare words first. Once `count` passages have more than all the words still to come could give together, those words only
    // add to passages that are known already: a frequent word's long list is then looked into, not walked.
    std::size_t next = 0;
    for (; next < words.size(); ++next) {
        const ActiveWord& word = words[next];
        const std::size_t known = scores.touched().size();
        if (known >= count && word.list->size() > 4 * known && leastOfBest(scores, count, accepts) >= remaining)
            break;
        for (const Posting& posting : *word.list) {
            if (!m_passages[posting.slot].empty())
                scores.add(posting.slot, word.factor * contribution(posting));
        }
        remaining -= word.most();
    }
    for (; next < words.size(); ++next) {
        for (const std::uint32_t slot : std::vector<std::uint32_t>(scores.touched())) {
            if (const Posting* posting = find(*words[next].list, slot))
                scores.add(slot, words[next].factor * contribution(*posting));
        }
    }

    std::vector<KeywordHit> hits;
    for (const std::uint32_t slot : bestSlots(scores, count, accepts))
        hits.push_back({m_passages[slot], scores.of(slot)});
    return hits;
}

std::vector<std::uint32_t> KeywordIndex::bestSlots(Scores& scores, std::size_t count, const Accepts& accepts) const
{
    const auto worse = [&](std::uint32_t left, std::uint32_t right) {
        return scores.of(left) != scores.of(right) ? scores.of(left) < scores.of(right) : m_passages[left] > m_passages[right];
    };
    // A heap, because few of many are wanted and accepts() is dear.
    std::vector<std::uint32_t> heap = scores.touched();
    std::ranges::make_heap(heap, worse);
    std::vector<std::uint32_t> best;
    while (!heap.empty() && best.size() < count) {
        std::ranges::pop_heap(heap, worse);
        if (!accepts || accepts(m_passages[heap.back()]))
            best.push_back(heap.back());
        heap.pop_back();
    }
    return best;
}

double KeywordIndex::leastOfBest(Scores& scores, std::size_t count, const Accepts& accepts) const
{
    const std::vector<std::uint32_t> best = bestSlots(scores, count, accepts);
    return best.size() < count ? -1.0 : scores.of(best.back());
}

std::vector<KeywordMatch> KeywordIndex::match(const KeywordQuery& query, const std::vector<PassageId>& passages) const
{
    const std::shared_lock lock(m_mutex);
    // A word that no passage holds counts fully as missing.
    double whole = 0;
    double identifiers = 0;
    std::vector<ActiveWord> words;
    for (const KeywordQuery::Word& word : query.words) {
        const auto found = m_words.find(word.text);
        const std::vector<Posting>* list = found == m_words.end() ? nullptr : &m_lists[found->second];
        const double weight = rarity(list == nullptr ? 0 : list->size());
        whole += weight;
        if (list == nullptr)
            continue;
        identifiers += word.identifier ? weight : 0;
        words.push_back({list, weight * word.weight, weight, word.identifier});
    }
    std::vector<KeywordMatch> matches(passages.size());
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const auto slot = m_slots.find(passages[i]);
        if (slot == m_slots.end())
            continue;
        for (const ActiveWord& word : words) {
            const Posting* posting = find(*word.list, slot->second);
            if (posting == nullptr)
                continue;
            matches[i].score += word.factor * contribution(*posting);
            matches[i].coverage += word.rarity / whole;
            matches[i].identifiers += word.identifier ? word.rarity / identifiers : 0;
        }
    }
    return matches;
}

void KeywordIndex::eachPassage(const std::function<void(const PassageId&)>& visit) const
{
    const std::shared_lock lock(m_mutex);
    for (const auto& [passage, slot] : m_slots)
        visit(passage);
}

bool KeywordIndex::knowsIdentifierOf(const KeywordQuery& query) const
{
    const std::shared_lock lock(m_mutex);
    return std::ranges::any_of(
        query.words, [&](const KeywordQuery::Word& word) { return word.identifier && m_words.contains(word.text); });
}

} // namespace tandem
