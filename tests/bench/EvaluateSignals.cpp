// links: tandem_pipeline
// Recall and false alarms of every signal for a person, by signal and language, on resources/training/signals: messages with the
// signal and look-alikes of it, each language's own. Without a part, the held-back "test" half is judged; "dev" is for looking
// at mistakes.
#include "Results.h"
#include "TextSets.h"
#include "pipeline/understand/SignalFinder.h"
#include "pipeline/understand/Understanding.h"

using namespace tandem;

namespace {

std::set<std::string> namesOf(const SignalFlags& flags)
{
    std::set<std::string> names;
    for (std::size_t i = 0; i < signalCount; ++i) {
        if (flags[i])
            names.emplace(signalName(i));
    }
    return names;
}

const std::set<std::string> signalNames = [] {
    SignalFlags all{};
    all.fill(true);
    return namesOf(all);
}();

struct Row {
    std::string text;
    Language language = Language::En;
    std::set<std::string> wanted;
    std::string about;
    std::set<std::string> found;
    std::string earlier = {}; // what the customer wrote before
};

struct Tally {
    double wanted = 0;
    double found = 0; // of the wanted
    double unwanted = 0; // messages without the signal
    double alarms = 0; // of the unwanted
    double lookAlikes = 0; // messages that were written to be taken for the signal
    double lookAlikeAlarms = 0;

    void add(bool isWanted, bool isFound, bool isAbout)
    {
        if (isWanted) {
            wanted += 1;
            found += isFound ? 1 : 0;
            return;
        }
        unwanted += 1;
        alarms += isFound ? 1 : 0;
        lookAlikes += isAbout ? 1 : 0;
        lookAlikeAlarms += isAbout && isFound ? 1 : 0;
    }
};

std::vector<Row> rowsOf(const std::filesystem::path& folder, const std::string& part)
{
    std::vector<Row> rows;
    for (const Language language : allLanguages) {
        bench::eachLine(folder / (std::string(name(language)) + ".jsonl"), [&](const std::string& line) {
            const Json json = Json::parse(line);
            if (part != "all" && json.at("part") != part)
                return;
            Row row{json.at("text"), language, {}, json.at("about"), {}};
            for (const Json& signal : json.at("signals"))
                row.wanted.insert(signal.get<std::string>());
            rows.push_back(std::move(row));
        });
    }
    return rows;
}

// What the engine escalates for.
std::set<std::string> signalsIn(const Understanding& understanding, const Row& row, const MessageVectors& vectors)
{
    Conversation conversation;
    conversation.text = row.text;
    if (!row.earlier.empty()) {
        Message message;
        message.author = Author::Customer;
        message.text = row.earlier;
        conversation.history.push_back(std::move(message));
    }
    return namesOf(flagsOf(understanding.analyze(conversation, vectors).signals));
}

// A share with Wilson's interval.
void print(
    const std::string& set, const std::string& signal, const std::string& language, const char* measure, double right, double n)
{
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(right, n);
    std::printf("{\"suite\":\"signals\",\"set\":\"%s\",\"signal\":\"%s\",\"language\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,"
                "\"low\":%.4f,\"high\":%.4f,\"n\":%d}\n",
        set.c_str(), signal.c_str(), language.c_str(), measure, right / n, low, high, static_cast<int>(n));
}

void printMistakes(const Row& row)
{
    for (const std::string& signal : signalNames) {
        if (row.wanted.contains(signal) != row.found.contains(signal))
            std::fprintf(stderr, "%s %s %s: %s\n", row.wanted.contains(signal) ? "missed" : "alarm ", signal.c_str(),
                std::string(name(row.language)).c_str(), row.text.c_str());
    }
}

std::map<Language, std::vector<std::string>> calmMessages()
{
    std::map<Language, std::vector<std::string>> calm;
    for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/dev")) {
        const auto category = static_cast<Category>(each.category);
        if (each.sentiment == 1 && (category == Category::TechnicalSupport || category == Category::FeatureRequest))
            calm[languageFrom(each.language).value()].push_back(each.text);
    }
    return calm;
}

// A matter-of-fact message of the same language from the project's own dev messages.
std::string calmMessageFor(const Row& row)
{
    static const std::map<Language, std::vector<std::string>> calm = calmMessages();
    const std::vector<std::string>& texts = calm.at(row.language);
    return texts[text::hash64(row.text) % texts.size()];
}

// Each message after or before a matter-of-fact one.
std::vector<Row> buried(std::vector<Row> rows)
{
    for (Row& row : rows) {
        const std::string other = calmMessageFor(row);
        row.text = text::hash64(row.text) / 97 % 2 == 0 ? other + "\n\n" + row.text : row.text + "\n\n" + other;
    }
    return rows;
}

// Each message as the one before a matter-of-fact one.
std::vector<Row> said(std::vector<Row> rows)
{
    for (Row& row : rows) {
        std::string newest = calmMessageFor(row);
        row.earlier = std::exchange(row.text, std::move(newest));
    }
    return rows;
}

MessageVectors vectorsOf(const Row& row, bench::Vectors& known)
{
    const std::string text = bench::classified("", row.text);
    MessageVectors vectors(known.of(text));
    if (vectors.whole.empty())
        return vectors;
    const std::vector<text::Span> spans = messageParts(text);
    const std::vector<Embedding> parts = known.partsOf(text, spans);
    for (std::size_t i = 0; i < spans.size(); ++i)
        vectors.parts.push_back({std::string(spans[i].of(text)), parts[i]});
    if (!row.earlier.empty())
        vectors.earlier.push_back(known.of(bench::classified("", row.earlier)));
    return vectors;
}

void judge(
    const std::string& set, std::vector<Row> rows, const Understanding& understanding, bench::Vectors& vectors, bool showMistakes)
{
    std::map<std::string, std::map<std::string, Tally>> bySignal;
    for (Row& row : rows) {
        row.found = signalsIn(understanding, row, vectorsOf(row, vectors));
        for (const std::string& signal : signalNames) {
            for (const std::string& group : {std::string("all"), std::string(name(row.language))}) {
                for (const std::string& which : {signal, std::string("all")}) {
                    Tally& tally = bySignal[which][group];
                    tally.add(row.wanted.contains(signal), row.found.contains(signal), row.about == signal);
                }
            }
        }
        if (showMistakes)
            printMistakes(row);
    }
    for (const auto& [signal, byLanguage] : bySignal) {
        for (const auto& [language, tally] : byLanguage) {
            if (signal != "all" && language != "all")
                continue;
            print(set, signal, language, "recall", tally.found, tally.wanted);
            print(set, signal, language, "false_alarms_look_alikes", tally.lookAlikeAlarms, tally.lookAlikes);
            print(set, signal, language, "false_alarms", tally.alarms, tally.unwanted);
        }
    }
}

std::vector<bench::LabelledText> textsOf(const std::vector<Row>& rows)
{
    std::vector<bench::LabelledText> texts;
    for (const Row& row : rows)
        texts.push_back({bench::classified("", row.text), "", ""});
    return texts;
}

} // namespace

// evaluate_signals [test|dev|all [folder [resources]]]: with "dev" every mistake is written to stderr.
int main(int argc, char** argv)
{
    const std::string part = argc > 1 ? argv[1] : "test";
    const std::filesystem::path folder = argc > 2 ? argv[2] : TANDEM_RESOURCES "/training/signals";
    const auto understanding = bench::valueOf(Understanding::load(argc > 3 ? argv[3] : TANDEM_RESOURCES));
    const std::vector<Row> plain = rowsOf(folder, part);
    const std::vector<Row> inLongOnes = buried(plain);
    const std::vector<Row> before = said(plain);
    bench::Vectors vectors(bench::vectorFile());
    bench::Vectors none("");
    judge("words", plain, *understanding, none, false);
    judge("words_earlier", before, *understanding, none, false);
    vectors.prepare(textsOf(plain));
    vectors.prepare(textsOf(inLongOnes));
    vectors.prepare(textsOf(before));
    judge("both", plain, *understanding, vectors, part == "dev");
    judge("both_buried", inLongOnes, *understanding, vectors, false);
    judge("both_earlier", before, *understanding, vectors, false);
    return 0;
}
