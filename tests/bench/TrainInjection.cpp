// links: tandem_pipeline
// Trains resources/models/injection.head, a judge of a sentence or two by their words, and injection.net, one of a text's vector
// and those of its parts. On the "train" rows of resources/training/injection, with the project's other messages and bitext,
// banking77 and clinc150 as texts that steer nobody. One thread, fixed order: a second run writes the same bytes.
#include "HeadTrainer.h"
#include "InjectionNetTrainer.h"
#include "InjectionTexts.h"

using namespace tandem;

namespace {

constexpr double attackWeight = 3;
constexpr double otherWeight = 0.8; // of messages that were not written to look like attacks
constexpr double publicTextWeight = 0.15;
constexpr std::size_t publicPerCategory = 250;
constexpr double partWeight = 0.5;
constexpr std::size_t partsOfHarmless = 4; // of so many messages one is learned in parts as well

struct Example {
    std::string text;
    std::string language;
    std::size_t label = 0;
    double weight = 1;
    bool own = false; // counts in the cross-validated figures
    std::uint64_t origin = 0; // of the text that it was made from: what is held back is held back in every form
    std::string attack = {}; // what of the text is one, where it lies within something else
};

// A vector as the network learns it.
struct Point {
    Embedding vector;
    bool attack = false;
    double weight = 1;
    bool own = false;
    std::uint64_t origin = 0;
};

// Sentences alone and in pairs, as they are judged.
std::vector<std::string> windowsOf(const std::string& text)
{
    std::vector<std::string> windows;
    std::size_t before = std::string::npos;
    for (const text::Span& segment : injectionSegments(text)) {
        windows.emplace_back(segment.of(text));
        if (before != std::string::npos)
            windows.push_back(text.substr(before, segment.end - before));
        before = segment.begin;
    }
    return windows;
}

void addHarmless(const std::string& text, const std::string& language, double weight, std::vector<Example>& sentences,
    std::vector<Example>& messages)
{
    messages.push_back({bench::classified("", text), language, 0, weight});
    const std::vector<std::string> windows = windowsOf(text);
    for (const std::string& window : windows)
        sentences.push_back({window, language, 0, weight / std::sqrt(static_cast<double>(windows.size()))});
}

void addOthers(std::vector<Example>& sentences, std::vector<Example>& messages)
{
    for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/messages"))
        addHarmless(each.text, each.language, otherWeight, sentences, messages);
    for (const Language language : allLanguages) {
        const std::string code(name(language));
        bench::eachLine(TANDEM_RESOURCES "/training/signals-train/" + code + ".jsonl",
            [&](const std::string& line) { addHarmless(Json::parse(line).at("text"), code, otherWeight, sentences, messages); });
    }
    for (const bench::LabelledText& each : bench::publicTexts(TANDEM_SHARED_DATA, publicPerCategory))
        addHarmless(each.text, each.language, publicTextWeight, sentences, messages);
}

// An attack inside a message about something else: before it, behind it or in its middle.
std::string buried(const std::string& attack, const std::string& message, std::uint64_t place)
{
    if (place % 3 == 0)
        return attack + "\n" + message;
    const std::size_t middle = place % 3 == 1 ? message.size() : std::min(message.find(". "), message.size());
    return message.substr(0, middle) + "\n" + attack + "\n" + message.substr(middle);
}

// The project's texts name hosts that cannot exist; real ones do not end in "example", and the judge is not to learn that they
// do.
std::string withRealHosts(std::string text)
{
    static constexpr std::array<std::string_view, 6> ends{".com", ".net", ".org", ".info", ".io", ".eu"};
    static constexpr std::string_view reserved = ".example";
    const std::string_view end = ends[text::hash64(text) / 7 % ends.size()];
    for (std::size_t at = text.find(reserved); at != std::string::npos; at = text.find(reserved, at + end.size()))
        text.replace(at, reserved.size(), end);
    return text;
}

void addOwn(std::vector<Example>& sentences, std::vector<Example>& messages)
{
    std::map<std::string, std::vector<std::string>> hosts;
    for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/messages")) {
        if (each.text.size() < 600)
            hosts[each.language].push_back(each.text);
    }
    for (bench::InjectionText each : bench::injectionTexts("train")) {
        each.text = withRealHosts(std::move(each.text));
        const std::uint64_t hash = text::hash64(each.text);
        const double weight = (each.label > 0 ? attackWeight : 1) * (each.language == "en" ? 0.7 : 1);
        sentences.push_back({each.text, each.language, each.label, weight, true, hash});
        messages.push_back({bench::classified("", each.text), each.language, each.label, weight, true, hash});
        const auto& host = hosts[each.language];
        if (each.label > 0 && !host.empty())
            messages.push_back({bench::classified("", buried(each.text, host[hash % host.size()], hash / 1024)), each.language,
                each.label, weight * 0.5, false, hash, each.text});
        if (each.label == 0) {
            for (const std::string& window : windowsOf(each.text)) {
                if (window.size() + 1 < each.text.size())
                    sentences.push_back({window, each.language, 0, weight * 0.5, false, hash});
            }
        }
    }
}

struct Judged {
    double score = 0;
    bool attack = false;
};

// Recall where one harmless text in a hundred is taken for an attack.
void print(const std::string& head, std::vector<Judged> judged)
{
    std::sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.score > b.score; });
    const auto harmless = std::count_if(judged.begin(), judged.end(), [](const Judged& each) { return !each.attack; });
    double alarms = 0;
    double hits = 0;
    double strict = 0;
    double half = 0;
    double halfAlarms = 0;
    for (const Judged& each : judged) {
        alarms += each.attack ? 0 : 1;
        hits += each.attack ? 1 : 0;
        if (alarms <= 0.01 * static_cast<double>(harmless))
            strict = hits;
        if (each.score >= 0.5) {
            half = hits;
            halfAlarms = alarms;
        }
    }
    std::printf("{\"suite\":\"injection\",\"set\":\"own_cross_validated\",\"head\":\"%s\",\"measure\":\"recall_at_1_percent\","
                "\"value\":%.4f,\"recall_at_half\":%.4f,\"alarms_at_half\":%.4f,\"n\":%zu}\n",
        head.c_str(), strict / hits, half / hits, halfAlarms / static_cast<double>(harmless), judged.size());
    std::fflush(stdout);
}

// Trains on all folds but one and judges that one, for the figures; then on everything.
LinearHead trainedHead(
    const std::vector<Example>& examples, const std::vector<HeadExample>& rows, const HeadTraining& training, std::size_t folds)
{
    const HeadShape shape = bench::shapeOf("words", InjectionHead::classes().size());
    std::vector<Judged> judged;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<HeadExample> seen;
        std::vector<HeadExample> heldBack;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool held = examples[i].origin != 0 && examples[i].origin / 7 % folds == fold;
            if (!held)
                seen.push_back(rows[i]);
            else if (examples[i].own)
                heldBack.push_back(rows[i]);
        }
        const LinearHead head = LinearHead::train(seen, shape, training);
        for (const HeadExample& each : heldBack)
            judged.push_back({1 - head.probabilities(each.words, {}).front(), each.label > 0});
    }
    if (!judged.empty())
        print("words", std::move(judged));
    return LinearHead::train(rows, shape, training);
}

InjectionNet trainedNet(const std::vector<Point>& points, const bench::NetTraining& training, std::size_t folds)
{
    const auto trained = [&](const std::function<bool(const Point&)>& takes) {
        std::vector<bench::NetExample> examples;
        for (const Point& each : points) {
            if (takes(each))
                examples.push_back({&each.vector, each.attack, each.weight});
        }
        return bench::InjectionNetTrainer(examples, training).train();
    };
    std::vector<Judged> judged;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const auto held = [&](const Point& each) { return each.origin != 0 && each.origin / 7 % folds == fold; };
        const InjectionNet net = trained([&](const Point& each) { return !held(each); });
        for (const Point& each : points) {
            if (each.own && held(each))
                judged.push_back({net.attack(each.vector), each.attack});
        }
    }
    if (!judged.empty())
        print("net", std::move(judged));
    return trained([](const Point&) { return true; });
}

// The whole text's vector and, where it is known which of its parts is the attack, those of the parts.
std::vector<Point> pointsOf(const std::vector<Example>& messages, bench::Vectors& vectors)
{
    std::vector<Point> points;
    std::size_t harmless = 0;
    for (const Example& each : messages) {
        points.push_back({vectors.of(each.text), each.label > 0, each.weight, each.own, each.origin});
        const bool known = each.label == 0 ? each.origin != 0 || harmless++ % partsOfHarmless == 0 : !each.attack.empty();
        const std::vector<text::Span> spans = known ? messageParts(each.text) : std::vector<text::Span>{};
        const std::size_t begin = each.label == 0 ? std::string::npos : each.text.find(each.attack);
        if (spans.empty() || (each.label > 0 && begin == std::string::npos))
            continue;
        const std::vector<Embedding> parts = vectors.partsOf(each.text, spans);
        const double share = each.weight * partWeight / std::sqrt(static_cast<double>(spans.size()));
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const bool reaches = each.label > 0 && spans[i].begin < begin + each.attack.size() && spans[i].end > begin;
            const bool inside = reaches && spans[i].begin >= begin && spans[i].end <= begin + each.attack.size() + 1;
            if (parts[i].empty() || (reaches && !inside)) // half of it: who can tell
                continue;
            points.push_back({parts[i], reaches, share, false, each.origin});
        }
    }
    return points;
}

} // namespace

// train_injection [folder [folds of the cross-validation, 0 for none]]
int main(int argc, char** argv)
{
    const std::filesystem::path out = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const std::size_t folds = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : bench::folds;
    const HeadTraining training{2e-5, 1e-5, 150};
    const Lexicon lexicon = bench::valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons"));
    std::vector<Example> sentences;
    std::vector<Example> messages;
    addOwn(sentences, messages);
    addOthers(sentences, messages);
    std::vector<bench::LabelledText> texts;
    for (const Example& each : messages)
        texts.push_back({each.text, "", each.language});
    bench::Vectors vectors(bench::vectorFile());
    vectors.prepare(texts);
    if (vectors.empty())
        bench::stop("Training needs the embedding model; fetch it with ./dev models.");

    std::vector<TextCounts> counts;
    for (const Example& each : sentences)
        counts.push_back(InjectionHead::count(each.text));
    HeadFile file;
    file.kind = "injection";
    file.classes = InjectionHead::classes();
    file.inverseFrequency = bench::inverseFrequencies(counts);
    file.dataHash = text::hash64(file.kind);
    std::vector<HeadExample> rows;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        const Example& each = sentences[i];
        const InjectionKinds kinds = kindsWithin(injectionHits(each.text, lexicon), 0, each.text.size());
        rows.push_back({InjectionHead::features(counts[i], kinds, file.inverseFrequency), {}, each.label, each.weight});
        file.dataHash = text::hash64(each.text + std::to_string(each.label), file.dataHash);
    }
    const std::vector<Point> points = pointsOf(messages, vectors);
    std::printf("sentences %zu messages %zu vectors %zu\n", sentences.size(), messages.size(), points.size());
    file.heads.push_back({"words", trainedHead(sentences, rows, training, folds)});
    bench::succeed(file.save(out / "injection.head"));
    bench::succeed(trainedNet(points, {}, folds).save(out, file.dataHash));
    return 0;
}
