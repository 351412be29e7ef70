// links: tandem_pipeline
// Recall and false alarms of every signal for a person, by signal and language, on resources/training/signals: messages with the
// signal and look-alikes of it, each language's own. Without a part, the held-back "test" half is judged; "dev" is for looking
// at mistakes.
#include "Results.h"
#include "TextSets.h"
#include "pipeline/understand/Understanding.h"

using namespace tandem;

namespace {

const std::vector<std::string> signalNames{"human_requested", "legal_regulatory", "refund", "account_closure", "data_deletion",
    "plan_downgrade_credit", "churn_threat", "abuse", "repeated_question"};

struct Row {
    std::string text;
    Language language = Language::En;
    std::set<std::string> wanted;
    std::string about;
    std::set<std::string> found;
};

struct Tally {
    double wanted = 0;
    double found = 0; // of the wanted
    double unwanted = 0; // messages without the signal
    double alarms = 0; // of the unwanted
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
std::set<std::string> signalsIn(const Understanding& understanding, const std::string& text)
{
    Conversation conversation;
    conversation.text = text;
    std::set<std::string> found;
    for (const Signal& signal : understanding.analyze(conversation, {}).signals) {
        if (signal.code == EscalationCode::HighStakesAction)
            found.insert(std::string(name(signal.action)));
        else
            found.insert(signal.code == EscalationCode::NegativeSentiment ? "abuse" : std::string(name(signal.code)));
    }
    return found;
}

// A share with Wilson's interval.
void print(const std::string& signal, const std::string& language, const char* measure, double right, double n)
{
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(right, n);
    std::printf("{\"suite\":\"signals\",\"signal\":\"%s\",\"language\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%d}\n",
        signal.c_str(), language.c_str(), measure, right / n, low, high, static_cast<int>(n));
}

void print(const std::string& signal, const std::string& language, const Tally& tally)
{
    print(signal, language, "recall", tally.found, tally.wanted);
    print(signal, language, "false_alarms", tally.alarms, tally.unwanted);
}

void printMistakes(const Row& row)
{
    for (const std::string& signal : signalNames) {
        if (row.wanted.contains(signal) != row.found.contains(signal))
            std::fprintf(stderr, "%s %s %s: %s\n", row.wanted.contains(signal) ? "missed" : "alarm ", signal.c_str(),
                std::string(name(row.language)).c_str(), row.text.c_str());
    }
}

} // namespace

// evaluate_signals [test|dev|all] [folder]: with "dev" every mistake is written to stderr.
int main(int argc, char** argv)
{
    const std::string part = argc > 1 ? argv[1] : "test";
    const std::filesystem::path folder = argc > 2 ? argv[2] : TANDEM_RESOURCES "/training/signals";
    const auto understanding = Understanding::load(TANDEM_RESOURCES);
    if (!understanding)
        bench::stop(understanding.error().message);
    std::map<std::string, std::map<std::string, Tally>> bySignal;
    for (Row& row : rowsOf(folder, part)) {
        row.found = signalsIn(**understanding, row.text);
        for (const std::string& signal : signalNames) {
            for (const std::string& group : {std::string("all"), std::string(name(row.language))}) {
                for (const std::string& which : {signal, std::string("all")}) {
                    Tally& tally = bySignal[which][group];
                    tally.wanted += row.wanted.contains(signal) ? 1 : 0;
                    tally.found += row.wanted.contains(signal) && row.found.contains(signal) ? 1 : 0;
                    // An alarm counts where it was looked for: in the look-alikes of the signal.
                    if (row.about == signal && !row.wanted.contains(signal)) {
                        tally.unwanted += 1;
                        tally.alarms += row.found.contains(signal) ? 1 : 0;
                    }
                }
            }
        }
        if (part == "dev")
            printMistakes(row);
    }
    for (const auto& [signal, byLanguage] : bySignal) {
        for (const auto& [language, tally] : byLanguage) {
            if (signal == "all" || language == "all")
                print(signal, language, tally);
        }
    }
    return 0;
}
