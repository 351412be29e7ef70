// links: tandem_pipeline
// How well tickets that tell of the same are found, on the half of resources/training/incidents.jsonl that nothing was tuned on,
// among messages about other things (resources/training/dev): pairs by language, the same mail sent again, bursts found and
// bursts imagined. Pairs share their texts and texts their problems, so intervals are of what is drawn: problems or texts, which
// n counts. "tune 0.1" judges the other half with another incidents.similarity, to choose one.
#include "Results.h"
#include "SimilarPairs.h"
#include "pipeline/Policy.h"
#include "pipeline/group/RecentTickets.h"
#include "pipeline/group/Reports.h"
#include "pipeline/understand/Understanding.h"

#include <map>
#include <random>
#include <set>

using namespace tandem;

namespace {

void print(const std::string& set, const std::string& language, const char* measure, double hits, double n)
{
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(hits, n);
    std::printf("{\"suite\":\"groups\",\"set\":\"%s\",\"language\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%.0f}\n",
        set.c_str(), language.c_str(), measure, hits / n, low, high, n);
}

struct Tally {
    double found = 0;
    double n = 0;

    void add(bool isFound)
    {
        found += isFound ? 1 : 0;
        n += 1;
    }
};
using Tallies = std::map<std::string, Tally>; // by what stands or falls together

// The share of all, and its 95 % interval should other problems or texts have come.
void print(const std::string& set, const std::string& language, const char* measure, const Tallies& tallies)
{
    std::vector<Tally> all;
    for (const auto& [name, tally] : tallies)
        all.push_back(tally);
    if (all.empty())
        return;
    std::mt19937 random(3);
    std::vector<double> shares;
    for (int round = -1; round < 1000; ++round) {
        Tally sum;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Tally& drawn = round < 0 ? all[i] : all[random() % all.size()];
            sum.found += drawn.found;
            sum.n += drawn.n;
        }
        shares.push_back(sum.found / sum.n);
    }
    const double share = shares.front();
    std::ranges::sort(shares);
    auto range = std::pair(shares[25], shares[975]);
    if (share == 0 || share == 1) // drawing anew cannot show another one
        range = bench::interval(share * static_cast<double>(all.size()), static_cast<double>(all.size()));
    std::printf("{\"suite\":\"groups\",\"set\":\"%s\",\"language\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%zu}\n",
        set.c_str(), language.c_str(), measure, share, range.first, range.second, all.size());
}

struct Judged {
    std::vector<bench::ProblemText> problems;
    std::vector<Fingerprint> prints; // of the problems
    std::vector<bench::LabelledText> others;
    std::vector<Fingerprint> otherPrints;
};

double probability(const SimilarityModel& model, const Fingerprint& left, const Fingerprint& right)
{
    return model.probability(bench::dotOf(left.vector, right.vector));
}

void judgePairs(const SimilarityModel& model, const Judged& judged, double threshold, const char* at)
{
    Tallies sameLanguage; // by problem
    Tallies acrossLanguages;
    Tallies sameArea; // by area
    Tallies strangers; // by text
    for (std::size_t i = 0; i < judged.problems.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bench::ProblemText& left = judged.problems[i];
            const bench::ProblemText& right = judged.problems[j];
            const bool isFound = probability(model, judged.prints[i], judged.prints[j]) >= threshold;
            if (left.problem == right.problem)
                (left.text.language == right.text.language ? sameLanguage : acrossLanguages)[left.problem].add(isFound);
            else if (left.area == right.area)
                sameArea[left.area].add(isFound);
            else
                strangers[left.text.text].add(isFound);
        }
        for (const Fingerprint& other : judged.otherPrints)
            strangers[judged.problems[i].text.text].add(probability(model, judged.prints[i], other) >= threshold);
    }
    const std::string set = std::string("pairs ") + at;
    print(set, "same", "recall", sameLanguage);
    print(set, "across", "recall", acrossLanguages);
    print(set, "all", "false, same area", sameArea);
    print(set, "all", "false, others", strangers);
}

// The same mail once more, in ways that nothing was calibrated on: is it shown with the first one?
void judgeAgain(const SimilarityModel& model, bench::Vectors& vectors, const Judged& judged, double threshold)
{
    std::vector<bench::LabelledText> again;
    for (const bench::LabelledText& each : judged.others) {
        for (const std::string& text : bench::sentAgainOtherwise(each.text))
            again.push_back({text, "", each.language});
    }
    vectors.prepare(again);
    Tallies found; // by text
    Tallies byWords;
    for (std::size_t i = 0; i < again.size(); ++i) {
        const std::string& first = judged.others[i / 3].text;
        if (again[i].text == first)
            continue; // it holds nothing to leave out
        const Fingerprint print = model.fingerprint(vectors.of(again[i].text), again[i].text);
        found[first].add(probability(model, print, judged.otherPrints[i / 3]) >= threshold);
        const double shared = sharedWords(model.fingerprint({}, again[i].text).words, model.fingerprint({}, first).words);
        byWords[first].add(model.probabilityByWords(shared) >= threshold);
    }
    print("sent again", "all", "recall", found);
    print("sent again, without a model", "all", "recall", byWords);
}

Conversation conversationOf(const std::string& text)
{
    Conversation conversation;
    conversation.text = text;
    return conversation;
}

// All other messages come in over a day, and in its middle the customers of one problem within twenty minutes.
void judgeBursts(const SimilarityModel& model, const bench::Vectors& vectors, const Understanding& understanding,
    const Judged& judged, const GroupingThresholds& thresholds)
{
    const auto kindOf = [&](const std::string& text) {
        const Conversation conversation = conversationOf(text);
        return reportKind(understanding.analyze(conversation, vectors.of(text)), conversation);
    };
    std::vector<ReportKind> otherReports;
    for (const bench::LabelledText& each : judged.others)
        otherReports.push_back(kindOf(each.text));
    std::map<std::string, std::vector<std::size_t>> byProblem;
    for (std::size_t i = 0; i < judged.problems.size(); ++i)
        byProblem[judged.problems[i].area + "/" + judged.problems[i].problem].push_back(i);
    static const std::set<std::string> noIncidents{
        "thanks", "auto", "newsletter", "feature", "greeting", "question", "offer", "job", "billing/refund-wish"};
    double found = 0;
    double problems = 0;
    double imagined = 0;
    double harmless = 0;
    Tallies strangers; // by text: each comes once a day, and there is a day for each problem
    for (const auto& [problem, members] : byProblem) {
        if (members.size() < 5)
            continue;
        RecentTickets recent(model, "bench", thresholds);
        const TimePoint begin{};
        bool isFound = false;
        std::size_t next = 0;
        for (std::size_t i = 0; i < judged.others.size(); ++i) {
            const auto at = begin
                + std::chrono::seconds(86400 * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(judged.others.size()));
            // A stride through the rows, so that neighbours are of many languages.
            const std::size_t row = i * 97 % judged.others.size();
            const Grouping other = recent.place({TicketId("o" + std::to_string(i)), CustomerId("o" + std::to_string(i)), at,
                otherReports[row], judged.otherPrints[row]});
            strangers[judged.others[row].text].add(other.burst.has_value());
            for (; i >= judged.others.size() / 2 && next < members.size() && i >= judged.others.size() / 2 + next; ++next) {
                const std::string& text = judged.problems[members[next]].text.text;
                const Grouping grouping
                    = recent.place({TicketId("p" + std::to_string(next)), CustomerId("p" + std::to_string(next)),
                        at + std::chrono::seconds(1), kindOf(text), judged.prints[members[next]]});
                isFound = isFound || grouping.burst;
            }
        }
        if (noIncidents.contains(problem) || noIncidents.contains(problem.substr(0, problem.find('/')))) {
            harmless += 1;
            imagined += isFound ? 1 : 0;
            std::fprintf(stderr, "%s %s\n", isFound ? "imagined" : "left", problem.c_str());
        } else {
            problems += 1;
            found += isFound ? 1 : 0;
            std::fprintf(
                stderr, "%s %s; surely, possibly or never (2, 1, 0) reports:", isFound ? "found " : "missed", problem.c_str());
            for (const std::size_t member : members)
                std::fprintf(stderr, " %d", static_cast<int>(kindOf(judged.problems[member].text.text)));
            std::fprintf(stderr, "\n");
        }
    }
    print("bursts of 5 to 7 customers", "mixed", "recall", found, problems);
    print("bursts of thanks, wishes, machines", "mixed", "taken for incidents", imagined, harmless);
    print("other tickets of a day", "mixed", "taken for part of an incident", strangers);
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path resources(TANDEM_RESOURCES);
    const bool isTuning = argc > 1 && std::string(argv[1]) == "tune";
    const SimilarityModel model = bench::valueOf(SimilarityModel::load(resources / "models" / "similarity.bin"));
    const auto understanding = bench::valueOf(Understanding::load(resources));
    GroupingThresholds thresholds = bench::valueOf(Policy::from(Config::defaults())).grouping;
    if (argc > 2)
        thresholds.reportSimilarity = std::strtod(argv[2], nullptr);
    Judged judged;
    judged.problems = bench::problemTexts(resources / "training");
    std::erase_if(judged.problems, [&](const bench::ProblemText& each) { return each.isForTuning != isTuning; });
    judged.others = bench::ownMessages(resources / "training" / "dev");
    bench::Vectors vectors(bench::vectorFile());
    vectors.prepare(judged.others);
    vectors.prepare(bench::textsOf(judged.problems));
    if (vectors.empty())
        bench::stop("The embedding model is not installed; ./dev models installs it.");
    for (const bench::ProblemText& each : judged.problems)
        judged.prints.push_back(model.fingerprint(vectors.of(each.text.text), each.text.text));
    for (const bench::LabelledText& each : judged.others)
        judged.otherPrints.push_back(model.fingerprint(vectors.of(each.text), each.text));
    judgePairs(model, judged, thresholds.similarity, "shown together");
    judgePairs(model, judged, thresholds.reportSimilarity, "counted for incidents");
    judgeAgain(model, vectors, judged, thresholds.similarity);
    judgeBursts(model, vectors, *understanding, judged, thresholds);
    return 0;
}
