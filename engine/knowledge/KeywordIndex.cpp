#include "knowledge/KeywordIndex.h"

#include "knowledge/BestSlots.h"
#include "knowledge/Terms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace tandem {
namespace {

// In halves. A word of the title stands in every passage of its document, so it counts little more than one of the text.
constexpr std::uint32_t titleWeight = 3;
constexpr std::uint32_t headingWeight = 3;
constexpr std::uint32_t textWeight = 2;
constexpr float removed = std::numeric_limits<float>::infinity();
// The average length may change by this much before the blocks are weighed again: their bounds grow loose with it.
constexpr double changeOfLength = 1.1;
constexpr float roundedUp = 1.00001F;

std::size_t hashOf(const PassageId& passage)
{
    return std::hash<PassageId>()(passage);
}

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

void KeywordIndex::put(const PassageId& passage, const KeywordFields& fields)
{
    if (passage.empty())
        return;
    // Cutting into words is the slow part and needs no lock.
    std::unordered_map<std::string, std::uint32_t> frequencies;
    std::uint64_t length = 0;
    const auto take = [&](std::string_view field, std::uint32_t weight) {
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
    addSlot(passage, static_cast<float>(length));
    keepWeighed();
    const Bm25 formula(m_weighedFor);
    const auto slot = static_cast<std::uint32_t>(m_passages.size() - 1);
    for (const auto& [word, frequency] : frequencies)
        m_lists.append(m_words.add(word), {slot, frequency}, formula, m_lengths);
}

void KeywordIndex::remove(const PassageId& passage)
{
    const std::unique_lock lock(m_mutex);
    removeSlot(passage);
}

std::uint32_t KeywordIndex::slotOf(const PassageId& passage) const
{
    return passage.empty() ? IndexTable::none
                           : m_slots.find(hashOf(passage), [&](std::uint32_t slot) { return m_passages[slot] == passage; });
}

void KeywordIndex::addSlot(const PassageId& passage, float length)
{
    const auto slot = static_cast<std::uint32_t>(m_passages.size());
    m_passages.push_back(passage);
    m_lengths.push_back(length);
    if (passage.empty())
        return;
    m_slots.add(hashOf(passage), slot, [this](std::uint32_t other) {
        return m_passages[other].empty() ? std::nullopt : std::optional(hashOf(m_passages[other])); // a removed one
    });
    m_totalLength += static_cast<double>(length);
    ++m_present;
}

void KeywordIndex::removeSlot(const PassageId& passage)
{
    const std::uint32_t slot = slotOf(passage);
    if (slot == IndexTable::none)
        return;
    m_passages[slot] = PassageId();
    m_totalLength -= static_cast<double>(m_lengths[slot]);
    m_lengths[slot] = removed;
    --m_present;
    if ((m_passages.size() - m_present) * 10 > m_passages.size())
        dropRemoved();
}

// Renumbers slots and words. Costs a pass over all lists, once for every tenth that is removed.
void KeywordIndex::dropRemoved()
{
    const std::vector<PassageId> passages = std::exchange(m_passages, {});
    const std::vector<float> lengths = std::exchange(m_lengths, {});
    const WordTable words = std::exchange(m_words, {});
    const PostingLists lists = std::exchange(m_lists, {});
    m_slots = {};
    m_present = 0;
    m_totalLength = 0;
    std::vector<std::uint32_t> renumbered(passages.size(), IndexTable::none);
    for (std::size_t slot = 0; slot < passages.size(); ++slot) {
        if (passages[slot].empty())
            continue;
        renumbered[slot] = static_cast<std::uint32_t>(m_passages.size());
        addSlot(passages[slot], lengths[slot]);
    }
    m_weighedFor = averageLength();
    const Bm25 formula(m_weighedFor);
    for (std::uint32_t word = 0; word < words.size(); ++word) {
        for (const Posting& posting : lists.all(word)) {
            if (renumbered[posting.slot] != IndexTable::none)
                m_lists.append(m_words.add(words.word(word)), {renumbered[posting.slot], posting.frequency}, formula, m_lengths);
        }
    }
}

double KeywordIndex::averageLength() const
{
    return m_totalLength / static_cast<double>(std::max<std::size_t>(m_present, 1));
}

// So that no block's most is far above what its passages can have.
void KeywordIndex::keepWeighed()
{
    const double average = averageLength();
    if (average <= m_weighedFor * changeOfLength && m_weighedFor <= average * changeOfLength)
        return;
    m_weighedFor = average;
    m_lists.weigh(Bm25(average), m_lengths);
}

// With a longer average every contribution is larger, but never by more than the average grew.
PostingCursor::Weighing KeywordIndex::weighing() const
{
    const Bm25 formula(averageLength());
    const double growth = std::max(formula.averageLength() / Bm25(m_weighedFor).averageLength(), 1.0);
    return {formula, m_lengths, static_cast<float>(growth) * roundedUp};
}

std::size_t KeywordIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_present;
}

// By word of the query. Lists may still hold removed passages, but never more than there are slots.
std::vector<KeywordIndex::Asked> KeywordIndex::asked(const KeywordQuery& query) const
{
    std::vector<Asked> words;
    for (const KeywordQuery::Word& word : query.words) {
        const std::uint32_t list = m_words.find(word.text);
        const double rarity = Bm25::rarity(list == WordTable::none ? 0 : m_lists.size(list), m_passages.size());
        words.push_back({list, rarity, rarity * word.weight});
    }
    return words;
}

template <typename Seen>
void KeywordIndex::eachMatch(const std::vector<Asked>& words, const std::vector<std::uint32_t>& slots, const Seen& seen) const
{
    const PostingCursor::Weighing weighing = this->weighing();
    for (std::size_t word = 0; word < words.size(); ++word) {
        if (words[word].list == WordTable::none)
            continue;
        PostingCursor cursor(m_lists, words[word].list, weighing, 1);
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (const std::uint32_t frequency = cursor.frequencyAt(slots[i]); frequency > 0)
                seen(i, word, words[word].factor * weighing.formula.contribution<double>(frequency, m_lengths[slots[i]]));
        }
    }
}

std::vector<KeywordHit> KeywordIndex::search(const KeywordQuery& query, std::size_t count, const Accepts& accepts) const
{
    const std::shared_lock lock(m_mutex);
    const std::vector<Asked> words = asked(query);
    std::vector<BestSlots::Asked> lists;
    for (const Asked& word : words) {
        if (word.list != WordTable::none)
            lists.push_back({word.list, static_cast<float>(word.factor)});
    }
    if (lists.empty() || count == 0)
        return {};
    BestSlots::Accepts acceptsSlot;
    if (accepts)
        acceptsSlot = [&](std::uint32_t slot) { return accepts(m_passages[slot]); };
    const PostingCursor::Weighing weighing = this->weighing();
    const std::vector<std::uint32_t> slots = BestSlots(m_lists, weighing, lists, count, acceptsSlot).find();
    std::vector<double> scores(slots.size(), 0.0);
    eachMatch(words, slots, [&](std::size_t place, std::size_t, double score) { scores[place] += score; });
    std::vector<KeywordHit> hits;
    for (std::size_t i = 0; i < slots.size(); ++i)
        hits.push_back({m_passages[slots[i]], scores[i]});
    std::ranges::sort(hits, [](const KeywordHit& left, const KeywordHit& right) {
        return left.score != right.score ? left.score > right.score : left.passage < right.passage;
    });
    if (hits.size() > count)
        hits.erase(hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end());
    return hits;
}

std::vector<KeywordMatch> KeywordIndex::match(const KeywordQuery& query, const std::vector<PassageId>& passages) const
{
    const std::shared_lock lock(m_mutex);
    const std::vector<Asked> words = asked(query);
    // A word that no passage holds counts fully as missing.
    double whole = 0;
    double identifiers = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        whole += words[i].rarity;
        identifiers += words[i].list != WordTable::none && query.words[i].identifier ? words[i].rarity : 0;
    }
    std::vector<std::pair<std::uint32_t, std::size_t>> places;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        if (const std::uint32_t slot = slotOf(passages[i]); slot != IndexTable::none)
            places.emplace_back(slot, i);
    }
    std::ranges::sort(places);
    std::vector<std::uint32_t> slots;
    for (const auto& [slot, place] : places)
        slots.push_back(slot);
    std::vector<KeywordMatch> matches(passages.size());
    eachMatch(words, slots, [&](std::size_t i, std::size_t word, double score) {
        KeywordMatch& match = matches[places[i].second];
        match.score += score;
        match.coverage += words[word].rarity / whole;
        match.identifiers += query.words[word].identifier ? words[word].rarity / identifiers : 0;
    });
    return matches;
}

void KeywordIndex::eachPassage(const std::function<void(const PassageId&)>& visit) const
{
    const std::shared_lock lock(m_mutex);
    for (const PassageId& passage : m_passages) {
        if (!passage.empty())
            visit(passage);
    }
}

bool KeywordIndex::knowsIdentifierOf(const KeywordQuery& query) const
{
    const std::shared_lock lock(m_mutex);
    return std::ranges::any_of(query.words,
        [&](const KeywordQuery::Word& word) { return word.identifier && m_words.find(word.text) != WordTable::none; });
}

KeywordIndexSize KeywordIndex::measured() const
{
    const std::shared_lock lock(m_mutex);
    KeywordIndexSize size{m_words.size(), 0, m_lists.bytes(), m_words.bytes()};
    for (std::uint32_t word = 0; word < m_words.size(); ++word)
        size.postings += m_lists.size(word);
    return size;
}

} // namespace tandem
