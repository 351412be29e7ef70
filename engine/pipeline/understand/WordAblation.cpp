#include "pipeline/understand/WordAblation.h"

#include "pipeline/learn/FoldedText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

namespace tandem {

namespace {

// As weighFeatures() counts a feature that occurs so often.
double damped(std::uint32_t count)
{
    static const std::array<double, 32> few = [] {
        std::array<double, 32> values{};
        for (std::size_t i = 1; i < values.size(); ++i)
            values[i] = 1 + std::log(static_cast<double>(i));
        return values;
    }();
    return count < few.size() ? few[count] : 1 + std::log(static_cast<double>(count));
}

} // namespace

// What the features of a text add up to on either side, and what is left of it when some go.
class WordAblation::Sums {
public:
    Sums(const std::vector<Slot>& slots, const HeadFile& file, const LinearHead& head)
        : m_slots(slots)
        , m_file(file)
        , m_head(head)
    {
        for (Side& side : m_whole)
            side.dots.resize(head.shape().classes);
        for (const Slot& slot : slots)
            change(m_whole, slot, 0, slot.count);
    }

    // `base`: logits without words.
    [[nodiscard]] std::vector<double> logits(std::vector<double> base, const std::vector<Touch>& leftOut) const
    {
        Sides sides = m_whole;
        for (const Touch& touch : leftOut) {
            const Slot& slot = m_slots[touch.slot];
            change(sides, slot, slot.count, slot.count - touch.count);
        }
        for (const Side& side : sides) {
            // Each side has length √½ whatever it is made of.
            const double scale = side.count > 0 && side.squares > 0 ? std::sqrt(0.5 / side.squares) : 0;
            for (std::size_t c = 0; c < base.size(); ++c)
                base[c] += scale * side.dots[c];
        }
        for (double& each : base)
            each /= m_head.temperature();
        return base;
    }

private:
    struct Side {
        std::uint64_t count = 0;
        double squares = 0;
        std::vector<double> dots; // by class
    };
    using Sides = std::array<Side, 2>;

    void change(Sides& sides, const Slot& slot, std::uint32_t from, std::uint32_t to) const
    {
        const auto rarity = static_cast<double>(m_file.inverseFrequency[slot.bucket]);
        const double before = damped(from) * rarity;
        const double after = damped(to) * rarity;
        Side& side = sides[static_cast<std::size_t>(slot.side)];
        side.count += to;
        side.count -= from;
        side.squares += after * after - before * before;
        const std::span<const float> weights = m_head.wordWeights(slot.bucket);
        for (std::size_t c = 0; c < weights.size(); ++c)
            side.dots[c] += (after - before) * static_cast<double>(weights[c]);
    }

    const std::vector<Slot>& m_slots;
    const HeadFile& m_file;
    const LinearHead& m_head;
    Sides m_whole;
};

WordAblation::WordAblation(std::string_view text, std::size_t buckets)
{
    const FoldedText folded(text);
    const PlacedFeatures placed = placeFeatures(text, folded.text(), buckets);
    findWords(text, folded, placed.runs);
    findTouches(folded, placed.features);
}

void WordAblation::findWords(std::string_view text, const FoldedText& folded, const std::vector<PlacedRun>& runs)
{
    std::vector<text::Span> dictionary; // words by ICU, for runs without spaces
    if (std::ranges::any_of(runs, &PlacedRun::ideographic))
        dictionary = text::words(text);
    std::map<std::string_view, std::size_t> known;
    std::size_t taken = 0; // a letter that folds to several runs is of the first
    const auto add = [&](text::Span place, std::string_view form) {
        place.begin = std::max(place.begin, taken);
        if (place.begin >= place.end)
            return;
        taken = place.end;
        const auto [entry, isNew] = known.try_emplace(form, m_words.size());
        if (isNew)
            m_words.emplace_back();
        m_words[entry->second].places.push_back(place);
        m_places.emplace_back(place, entry->second);
    };
    std::size_t next = 0;
    for (const PlacedRun& run : runs) {
        const text::Span whole = folded.origin(run.place);
        if (!run.ideographic) {
            add(whole, run.place.of(folded.text()));
            continue;
        }
        std::size_t at = whole.begin;
        while (next < dictionary.size() && dictionary[next].end <= at)
            ++next;
        // What is of no word stands alone.
        for (; at < whole.end;) {
            text::Span piece{at, whole.end};
            if (next < dictionary.size() && dictionary[next].begin <= at)
                piece.end = std::min(whole.end, dictionary[next].end);
            else if (next < dictionary.size())
                piece.end = std::min(whole.end, dictionary[next].begin);
            add(piece, piece.of(text));
            at = piece.end;
            while (next < dictionary.size() && dictionary[next].end <= at)
                ++next;
        }
    }
}

void WordAblation::findTouches(const FoldedText& folded, const std::vector<PlacedFeature>& features)
{
    std::unordered_map<std::uint64_t, std::size_t> slots;
    slots.reserve(features.size());
    m_touches.resize(m_words.size());
    std::vector<std::size_t> touched; // words of one feature: few
    for (const PlacedFeature& feature : features) {
        const std::uint64_t key = 2ULL * feature.bucket + static_cast<std::uint64_t>(feature.side);
        const auto [entry, isNew] = slots.try_emplace(key, m_slots.size());
        if (isNew)
            m_slots.push_back({feature.bucket, feature.side, 0});
        ++m_slots[entry->second].count;
        const text::Span place = folded.origin(feature.place);
        if (place.begin == place.end) {
            addTouch(m_form, entry->second);
            continue;
        }
        addTouch(m_all, entry->second);
        auto at = std::ranges::upper_bound(m_places, place.begin, {}, [](const auto& each) { return each.first.end; });
        // A feature goes once with a word, even where the word stands in it twice.
        touched.clear();
        for (; at != m_places.end() && at->first.begin < place.end; ++at) {
            if (std::ranges::find(touched, at->second) != touched.end())
                continue;
            touched.push_back(at->second);
            addTouch(m_touches[at->second], entry->second);
        }
    }
    for (std::vector<Touch>* touches : {&m_all, &m_form})
        merge(*touches);
    for (std::vector<Touch>& touches : m_touches)
        merge(touches);
}

void WordAblation::addTouch(std::vector<Touch>& touches, std::size_t slot)
{
    if (!touches.empty() && touches.back().slot == slot)
        ++touches.back().count;
    else
        touches.push_back({slot, 1});
}

// One entry a slot.
void WordAblation::merge(std::vector<Touch>& touches)
{
    std::ranges::sort(touches, {}, &Touch::slot);
    std::vector<Touch> merged;
    for (const Touch& touch : touches) {
        if (!merged.empty() && merged.back().slot == touch.slot)
            merged.back().count += touch.count;
        else
            merged.push_back(touch);
    }
    touches = std::move(merged);
}

WordAblation::Logits WordAblation::logits(const HeadFile& file, const LinearHead& head, std::span<const float> vector) const
{
    const Sums sums(m_slots, file, head);
    const std::vector<double> base = head.logits({}, vector);
    Logits result;
    result.whole = sums.logits(base, {});
    result.without.reserve(m_words.size());
    for (const std::vector<Touch>& touches : m_touches)
        result.without.push_back(sums.logits(base, touches));
    result.withoutWords = sums.logits(base, m_all);
    result.withoutForm = sums.logits(base, m_form);
    result.withoutVector = sums.logits(head.logits({}, {}), {});
    return result;
}

} // namespace tandem
