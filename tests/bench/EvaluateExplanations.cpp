// links: tandem_pipeline
// Do the words that an explanation names carry the prediction? Leaves the three strongest words for a category out of a message,
// and three others, and reads what is left again, with its own vector. Own held-back messages; nothing was tuned on them.
#include "Results.h"
#include "TextSets.h"
#include "pipeline/understand/ExampleShelf.h"
#include "pipeline/understand/WordAblation.h"

#include <ctime>
#include <random>

using namespace tandem;

namespace {

constexpr std::size_t leftOut = 3;

Conversation saying(const std::string& text)
{
    Conversation conversation;
    conversation.text = text;
    return conversation;
}

std::string without(const std::string& text, const WordAblation& words, const std::vector<std::size_t>& left)
{
    std::vector<text::Span> places;
    for (const std::size_t word : left)
        places.insert(places.end(), words.words()[word].places.begin(), words.words()[word].places.end());
    std::ranges::sort(places, {}, &text::Span::begin);
    std::string rest;
    std::size_t at = 0;
    for (const text::Span& place : places) {
        rest += text.substr(at, place.begin - at);
        at = place.end;
    }
    return rest + text.substr(at);
}

// Of this program, in ms: whatever else the machine does meanwhile.
double processorTime()
{
    return 1000 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// A message, what it was read as, and what is left of it without the words that matter and without others.
struct Trial {
    std::string language;
    bench::LabelledText whole, withoutTop, withoutOthers;
    Category category = Category::GeneralInquiry;
    double chance = 0;
};

struct Sums {
    double top = 0, others = 0, better = 0, n = 0;
    double squares = 0; // of the difference
};

void print(const char* set, const std::string& language, const char* measure, double value, double low, double high, double n)
{
    std::printf("{\"suite\":\"explanations\",\"set\":\"%s\",\"language\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%.0f}\n",
        set, language.c_str(), measure, value, low, high, n);
}

void report(const char* set, const std::string& language, const Sums& sums)
{
    const double difference = (sums.top - sums.others) / sums.n;
    const double deviation = std::sqrt(std::max(0.0, sums.squares / sums.n - difference * difference) / sums.n);
    print(set, language, "drop_by_top_words", sums.top / sums.n, 0, 1, sums.n);
    print(set, language, "drop_by_other_words", sums.others / sums.n, 0, 1, sums.n);
    print(set, language, "difference", difference, difference - 1.96 * deviation, difference + 1.96 * deviation, sums.n);
    const auto [low, high] = bench::interval(sums.better, sums.n);
    print(set, language, "top_words_drop_more", sums.better / sums.n, low, high, sums.n);
}

class Judge {
public:
    Judge(const Understanding& understanding, const bench::Vectors* vectors)
        : m_understanding(understanding)
        , m_vectors(vectors)
    {
    }
    [[nodiscard]] MessageVectors vectorsOf(const std::string& text) const
    {
        return m_vectors == nullptr ? MessageVectors() : MessageVectors(m_vectors->of(classificationText(saying(text))));
    }
    [[nodiscard]] Classification read(const std::string& text) const
    {
        return m_understanding.analyze(saying(text), vectorsOf(text));
    }
    [[nodiscard]] Explanation explain(const std::string& text, const Classification& read) const
    {
        return m_understanding.explain(saying(text), vectorsOf(text), read);
    }

private:
    const Understanding& m_understanding;
    const bench::Vectors* m_vectors; // null: words alone
};

std::vector<Trial> trialsOf(const std::vector<bench::LabelledText>& texts, const Judge& judge, const char* set)
{
    std::mt19937 random(11);
    std::vector<Trial> trials;
    std::vector<double> milliseconds;
    for (const bench::LabelledText& text : texts) {
        const Classification read = judge.read(text.text);
        const double begin = processorTime();
        const Explanation explanation = judge.explain(text.text, read);
        milliseconds.push_back(processorTime() - begin);
        const WordAblation words(text.text, 1024);
        std::vector<std::size_t> top;
        for (const ExplainedWord& word : explanation.predictions.front().words) {
            const auto at
                = std::ranges::find(words.words(), word.span, [](const WordAblation::Word& each) { return each.places.front(); });
            if (word.weight > 0 && top.size() < leftOut && at != words.words().end())
                top.push_back(static_cast<std::size_t>(at - words.words().begin()));
        }
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < words.words().size(); ++i) {
            if (std::ranges::find(top, i) == top.end())
                others.push_back(i);
        }
        std::ranges::shuffle(others, random);
        if (top.empty() || others.size() < top.size())
            continue;
        others.resize(top.size());
        Trial trial{text.language, text, text, text, read.category, read.confidence};
        trial.withoutTop.text = classificationText(saying(without(text.text, words, top)));
        trial.withoutOthers.text = classificationText(saying(without(text.text, words, others)));
        trials.push_back(std::move(trial));
    }
    std::ranges::sort(milliseconds);
    const auto n = static_cast<double>(milliseconds.size());
    print(set, "all", "milliseconds_p50", milliseconds[milliseconds.size() / 2], 0, 0, n);
    print(set, "all", "milliseconds_p99", milliseconds[milliseconds.size() * 99 / 100], 0, 0, n);
    print(set, "all", "milliseconds_most", milliseconds.back(), 0, 0, n);
    return trials;
}

void judgeTrials(const std::vector<Trial>& trials, const Judge& judge, const char* set)
{
    std::map<std::string, Sums> byLanguage;
    for (const Trial& trial : trials) {
        const auto chance = [&](const bench::LabelledText& text) {
            return judge.read(text.text).probabilities[static_cast<std::size_t>(trial.category)];
        };
        const double top = trial.chance - chance(trial.withoutTop);
        const double others = trial.chance - chance(trial.withoutOthers);
        for (const std::string& language : {std::string("all"), trial.language}) {
            Sums& sums = byLanguage[language];
            sums.top += top;
            sums.others += others;
            sums.squares += (top - others) * (top - others);
            sums.better += top > others ? 1 : 0;
            ++sums.n;
        }
    }
    for (const auto& [language, sums] : byLanguage)
        report(set, language, sums);
}

} // namespace

int main()
{
    const std::filesystem::path resources = TANDEM_RESOURCES;
    const auto understanding = bench::valueOf(Understanding::load(resources));
    const std::vector<bench::LabelledText> texts = bench::ownMessages(resources / "training" / "dev");
    const Judge words(*understanding, nullptr);
    std::string longest; // as much as is read of a message
    for (const bench::LabelledText& text : texts)
        longest += text.language == "en" && longest.size() < 2000 ? text.text + "\n" : "";
    longest.resize(std::min<std::size_t>(longest.size(), 2000));
    const Classification read = words.read(longest);
    const double begin = processorTime();
    constexpr int times = 20;
    for (int i = 0; i < times; ++i)
        static_cast<void>(words.explain(longest, read));
    print("2000_characters", "en", "milliseconds", (processorTime() - begin) / times, 0, 0, times);
    judgeTrials(trialsOf(texts, words, "own_dev_words"), words, "own_dev_words");
    bench::Vectors vectors(bench::vectorFile());
    vectors.prepare(texts);
    if (vectors.empty())
        return 0;
    const Judge both(*understanding, &vectors);
    const std::vector<Trial> trials = trialsOf(texts, both, "own_dev_both");
    std::vector<bench::LabelledText> left;
    for (const Trial& trial : trials)
        left.insert(left.end(), {trial.withoutTop, trial.withoutOthers});
    vectors.prepare(left);
    judgeTrials(trials, both, "own_dev_both");
    const ExampleShelf shelf = bench::valueOf(ExampleShelf::load(resources / "models" / "examples.bin"));
    double same = 0;
    for (const bench::LabelledText& text : texts)
        same += static_cast<std::size_t>(
                    shelf.nearest(vectors.of(text.text), languageFrom(text.language).value(), 1).front().category)
                == text.category
            ? 1
            : 0;
    const auto [low, high] = bench::interval(same, static_cast<double>(texts.size()));
    print("own_dev", "all", "nearest_example_has_the_category", same / static_cast<double>(texts.size()), low, high,
        static_cast<double>(texts.size()));
    return 0;
}
