#include "pipeline/learn/TextFeatures.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t longestWord = 40; // characters; the rest of a longer run says nothing
constexpr std::uint64_t wordSeed = 1;
constexpr std::uint64_t pairSeed = 2;
constexpr std::uint64_t formSeed = 3;
constexpr std::uint64_t gramSeed = 4;
constexpr std::uint64_t titleSeed = 5;

// By bucket, eleven bits at a time: a comparing sort would be half of what telling a language costs.
void sortByBucket(WordFeatures& features, std::size_t buckets)
{
    constexpr std::size_t few = 64;
    constexpr unsigned bits = 11;
    constexpr std::uint32_t mask = (1U << bits) - 1;
    if (features.size() <= few) {
        std::sort(features.begin(), features.end(), [](const auto& a, const auto& b) { return a.bucket < b.bucket; });
        return;
    }
    WordFeatures other(features.size());
    for (unsigned shift = 0; shift < 32 && (buckets - 1) >> shift != 0; shift += bits) {
        std::array<std::uint32_t, mask + 1> starts{};
        for (const WordFeature& each : features)
            ++starts[(each.bucket >> shift) & mask];
        std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), 0U);
        for (const WordFeature& each : features)
            other[starts[(each.bucket >> shift) & mask]++] = each;
        features.swap(other);
    }
}

struct Counter {
    std::size_t buckets;
    WordFeatures features;
    std::vector<text::Span>* places = nullptr; // of each feature, when they are wanted
    text::Span place = {}; // of what is added next

    void add(std::string_view piece, std::uint64_t seed)
    {
        if (places != nullptr)
            places->push_back(place);
        // The seed is mixed in by hashing it as text first, so that kinds do not share buckets by prefix.
        const std::uint64_t hash = text::hash64(piece, 14695981039346656037ULL ^ (seed * 0x9E3779B97F4A7C15ULL));
        features.push_back({static_cast<std::uint32_t>((hash ^ (hash >> 29U)) % buckets), 1});
    }

    WordFeatures merged()
    {
        sortByBucket(features, buckets);
        WordFeatures result;
        result.reserve(features.size());
        for (const WordFeature& each : features) {
            if (!result.empty() && result.back().bucket == each.bucket)
                result.back().value += each.value;
            else
                result.push_back(each);
        }
        return result;
    }
};

struct Run {
    std::string text; // folded; digits become 0
    bool ideographic = false;
    text::Span place = {}; // bytes of the folded text
};

// Words of a folded text. A run of digits becomes as many zeros, at most four.
std::vector<Run> runsOf(std::string_view folded)
{
    std::vector<Run> runs;
    bool open = false;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < folded.size();) {
        const Character character = characterAt(folded, at);
        const CharacterKind kind = kindOf(character.codePoint);
        const bool ideographic = isIdeographic(kind);
        if (!isWordKind(kind)) {
            open = false;
        } else {
            if (!open || runs.back().ideographic != ideographic || (ideographic && characters >= longestWord)) {
                runs.push_back({"", ideographic, {at, at}});
                characters = 0;
                open = true;
            }
            if (kind == CharacterKind::Digit) {
                if (!runs.back().text.ends_with("0000"))
                    runs.back().text += '0';
            } else if (characters < longestWord) {
                runs.back().text += folded.substr(at, character.length);
            }
            ++characters;
            runs.back().place.end = at + character.length;
        }
        at += character.length;
    }
    return runs;
}

// `origin`: where a word begins whose pieces are told apart by their places.
void addGrams(std::string_view word, std::size_t shortest, std::size_t longest, Counter& counter,
    std::optional<std::size_t> origin = std::nullopt)
{
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < word.size(); at += characterAt(word, at).length)
        starts.push_back(at);
    starts.push_back(word.size());
    for (std::size_t first = 0; first + 1 < starts.size(); ++first)
        for (std::size_t length = shortest; length <= longest && first + length < starts.size(); ++length) {
            if (origin)
                counter.place = {*origin + starts[first], *origin + starts[first + length]};
            counter.add(word.substr(starts[first], starts[first + length] - starts[first]), gramSeed);
        }
}

bool containsAny(std::string_view text, std::initializer_list<std::string_view> needles)
{
    return std::any_of(needles.begin(), needles.end(), [text](std::string_view needle) { return text.contains(needle); });
}

// Marks of a text's form that single words do not show.
void addForm(std::string_view raw, std::string_view folded, std::size_t words, Counter& counter)
{
    const auto mark = [&](std::string_view name) { counter.add(name, formSeed); };
    if (containsAny(raw, {"```", "Traceback", "\tat ", "    at ", "Exception", "panicked at", "0x"}))
        mark("trace");
    if (containsAny(raw, {"?", "\xEF\xBC\x9F", "\xD8\x9F"}))
        mark("question");
    if (containsAny(raw, {"!", "\xEF\xBC\x81"}))
        mark("exclamation");
    if (containsAny(raw, {"$", "€", "£", "¥", "₺", "zł"}) || containsAny(folded, {" eur", " usd", "r$"}))
        mark("money");
    if (containsAny(folded, {"http://", "https://", "www."}))
        mark("link");
    if (containsAny(raw, {"\n### ", "\n## ", "\n**"}) || raw.starts_with("#"))
        mark("heading");
    if (containsAny(folded, {"steps to reproduce", "expected", "actual"}))
        mark("report");
    static constexpr std::array<std::size_t, 5> lengths{4, 10, 25, 60, 150};
    const auto bracket = std::lower_bound(lengths.begin(), lengths.end(), words) - lengths.begin();
    mark("length" + std::to_string(bracket));
}

// Words of the first line count once more when it stands over a text: a subject says most of what is wanted.
void addTitle(std::string_view folded, Counter& counter)
{
    const std::size_t end = folded.find('\n');
    if (end > 300) // or there is no second line
        return;
    for (const Run& run : runsOf(folded.substr(0, end))) {
        if (run.ideographic)
            continue;
        counter.place = run.place;
        counter.add(run.text, titleSeed);
    }
}

void addAll(std::string_view text, std::string_view folded, const std::vector<Run>& runs, Counter& words, Counter& characters)
{
    const Run* previous = nullptr;
    for (const Run& run : runs) {
        words.place = run.place;
        characters.place = run.place;
        if (run.ideographic) {
            // Without spaces, characters and their pairs take the part of words.
            addGrams(run.text, 1, 2, words, run.place.begin);
            addGrams(run.text, 2, 4, characters, run.place.begin);
            previous = nullptr;
            continue;
        }
        words.add(run.text, wordSeed);
        if (previous != nullptr) {
            words.place.begin = previous->place.begin;
            words.add(previous->text + ' ' + run.text, pairSeed);
        }
        addGrams(' ' + run.text + ' ', 3, 5, characters);
        previous = &run;
    }
    addTitle(folded, words);
    words.place = {};
    addForm(text, folded, runs.size(), words);
}

void weigh(WordFeatures& side, const std::vector<float>& inverseFrequency)
{
    double squares = 0;
    for (WordFeature& each : side) {
        each.value = (1 + std::log(each.value)) * inverseFrequency[each.bucket];
        squares += static_cast<double>(each.value) * each.value;
    }
    const float scale = squares > 0 ? static_cast<float>(std::sqrt(0.5 / squares)) : 0;
    for (WordFeature& each : side)
        each.value *= scale;
}

} // namespace

TextCounts countFeatures(std::string_view text, std::size_t buckets)
{
    const std::string folded = text::foldAccents(text);
    Counter words{buckets, {}};
    Counter characters{buckets, {}};
    addAll(text, folded, runsOf(folded), words, characters);
    return {words.merged(), characters.merged()};
}

PlacedFeatures placeFeatures(std::string_view text, std::string_view folded, std::size_t buckets)
{
    PlacedFeatures result;
    std::vector<text::Span> places;
    Counter words{buckets, {}, &places};
    std::vector<text::Span> characterPlaces;
    Counter characters{buckets, {}, &characterPlaces};
    const std::vector<Run> runs = runsOf(folded);
    addAll(text, folded, runs, words, characters);
    for (std::size_t i = 0; i < places.size(); ++i)
        result.features.push_back({words.features[i].bucket, FeatureSide::Words, places[i]});
    for (std::size_t i = 0; i < characterPlaces.size(); ++i)
        result.features.push_back({characters.features[i].bucket, FeatureSide::Characters, characterPlaces[i]});
    for (const Run& run : runs)
        result.runs.push_back({run.place, run.ideographic});
    return result;
}

WordFeatures weighFeatures(const TextCounts& counts, const std::vector<float>& inverseFrequency)
{
    WordFeatures words = counts.words;
    WordFeatures characters = counts.characters;
    weigh(words, inverseFrequency);
    weigh(characters, inverseFrequency);
    Counter both{0, std::move(words)};
    both.features.insert(both.features.end(), characters.begin(), characters.end());
    return both.merged();
}

WordFeatures spellingFeatures(std::string_view folded, std::size_t buckets)
{
    Counter counter{buckets, {}};
    std::size_t begin = 0;
    while ((begin = folded.find_first_not_of(' ', begin)) != std::string_view::npos) {
        const std::size_t end = std::min(folded.find(' ', begin), folded.size());
        const std::string word = ' ' + std::string(text::truncate(folded.substr(begin, end - begin), 2 * longestWord)) + ' ';
        counter.add(word, wordSeed);
        addGrams(word, 1, 5, counter);
        begin = end;
    }
    WordFeatures features = counter.merged();
    double squares = 0;
    for (const WordFeature& each : features)
        squares += static_cast<double>(each.value) * each.value;
    for (WordFeature& each : features)
        each.value /= static_cast<float>(std::sqrt(squares));
    return features;
}

} // namespace tandem
