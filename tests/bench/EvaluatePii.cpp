// links: tandem_privacy
// Personal data by type, with exact and with overlapping spans, beside Presidio on the same texts: the project's own exam
// (resources/training/pii, by language), Presidio's synthetic sentences, halved by template, and its recognisers' own test cases.
// Without a part the held-back "test" halves are judged; "dev" is for looking at mistakes. The cases have no halves.
#include "PeerProcess.h"
#include "Results.h"
#include "base/Text.h"
#include "privacy/Redaction.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace tandem;

namespace {

struct Span {
    std::string type; // "*" in what is wanted: found or not, it counts for nothing
    std::size_t begin = 0; // code points
    std::size_t end = 0;
};

struct Row {
    std::string set;
    std::string language;
    std::string text;
    std::string only; // the one type that counts; empty: every type
    std::vector<Span> wanted;
    std::map<std::string, std::vector<Span>> found; // by engine
};

struct Tally {
    double wanted = 0;
    double reached = 0; // of the wanted
    double found = 0;
    double right = 0; // of the found

    Tally& operator+=(const Tally& other)
    {
        wanted += other.wanted;
        reached += other.reached;
        found += other.found;
        right += other.right;
        return *this;
    }
    [[nodiscard]] double f2() const
    {
        const double recall = wanted > 0 ? reached / wanted : 0;
        const double precision = found > 0 ? right / found : 0;
        return precision + recall > 0 ? 5 * precision * recall / (4 * precision + recall) : 0;
    }
};

enum class Match { Exact, Overlap };

bool matches(const Span& a, const Span& b, Match match)
{
    if (match == Match::Exact)
        return a.begin == b.begin && a.end == b.end;
    return a.begin < b.end && b.begin < a.end;
}

Tally tallyOf(const Row& row, const std::vector<Span>& found, const std::string& type, Match match)
{
    Tally tally;
    const auto hits = [match](const std::vector<Span>& spans, const Span& one, const std::string& wantedType) {
        return std::any_of(
            spans.begin(), spans.end(), [&](const Span& each) { return each.type == wantedType && matches(each, one, match); });
    };
    for (const Span& each : row.wanted) {
        if (each.type != type)
            continue;
        tally.wanted += 1;
        tally.reached += hits(found, each, type) ? 1 : 0;
    }
    for (const Span& each : found) {
        const bool counts = each.type == type && (row.only.empty() || row.only == type);
        const bool right = counts && hits(row.wanted, each, type);
        const bool ignored = counts && !right && std::any_of(row.wanted.begin(), row.wanted.end(), [&](const Span& other) {
            return other.type == "*" && matches(each, other, Match::Overlap);
        });
        if (!counts || ignored)
            continue;
        tally.found += 1;
        tally.right += right ? 1 : 0;
    }
    return tally;
}

Json jsonOf(const std::string& text)
{
    return bench::valueOf(parseJson(text, {.bytes = 1U << 26U, .depth = 16}));
}

void readOwn(const std::string& part, std::vector<Row>& rows)
{
    for (const char* language : {"en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ar", "zh", "ja"}) {
        std::ifstream stream(std::string(TANDEM_RESOURCES "/training/pii/") + language + ".jsonl");
        for (std::string line; std::getline(stream, line);) {
            const Json json = jsonOf(line);
            if (part != "all" && json.at("part") != part)
                continue;
            Row row{"own", language, json.at("text"), {}, {}, {}};
            for (const Json& span : json.at("spans"))
                row.wanted.push_back({span.at("type"), span.at("start"), span.at("end")});
            rows.push_back(std::move(row));
        }
    }
}

std::string typeOf(const std::string& presidioType)
{
    static const std::map<std::string, std::string> types{{"PERSON", "person"}, {"STREET_ADDRESS", "address"},
        {"CREDIT_CARD", "card"}, {"PHONE_NUMBER", "phone"}, {"TR_PHONE_NUMBER", "phone"}, {"EMAIL_ADDRESS", "email"},
        {"IBAN_CODE", "iban"}, {"IP_ADDRESS", "ip"}, {"US_SSN", "national_id"}, {"US_ITIN", "national_id"},
        {"UK_NINO", "national_id"}, {"UK_NHS", "national_id"}, {"ES_NIF", "national_id"}, {"ES_NIE", "national_id"},
        {"IT_FISCAL_CODE", "national_id"}, {"PL_PESEL", "national_id"}, {"TR_NATIONAL_ID", "national_id"},
        {"DE_TAX_ID", "national_id"}};
    const auto type = types.find(presidioType);
    return type == types.end() ? "*" : type->second;
}

std::string contentsOf(const std::string& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void readSynthetic(const std::string& part, std::vector<Row>& rows)
{
    const std::string text = contentsOf(TANDEM_SHARED_DATA "/pii/presidio_synth_dev.json");
    if (text.empty()) {
        std::fprintf(stderr, "pii: no presidio_synth_dev.json here, that set is left out\n");
        return;
    }
    for (const Json& json : jsonOf(text)) {
        const bool dev = json.at("template_id").get<int>() / 2 % 2 == 0;
        if (part != "all" && dev != (part == "dev"))
            continue;
        Row row{"synth", "en", json.at("full_text"), {}, {}, {}};
        for (const Json& span : json.at("spans"))
            row.wanted.push_back({typeOf(span.at("entity_type")), span.at("start_position"), span.at("end_position")});
        rows.push_back(std::move(row));
    }
}

// A case gives a text, how many findings it has and, for most, where.
void readCases(std::vector<Row>& rows)
{
    std::ifstream stream(TANDEM_SHARED_DATA "/presidio_recognizer_cases/cases.jsonl");
    for (std::string line; std::getline(stream, line);) {
        const Json json = jsonOf(line);
        if (!json.at("entities").is_array() || json.at("entities").empty())
            continue;
        const Json& values = json.at("values");
        // Where a test looks for two things, its last value says for which.
        const bool two = json.at("entities").size() > 1;
        const std::string type = typeOf(json.at("entities").at(two ? values.back().get<std::size_t>() : 0));
        if (type == "*" || values.size() < 2 || !values.at(0).is_string() || !values.at(1).is_number())
            continue;
        Row row{"cases", "all", values.at(0), type, {}, {}};
        const auto count = values.at(1).get<std::size_t>();
        const Json positions = values.size() > 3 && values.at(3).is_array() && values.at(2).is_array() && values.at(2).empty()
            ? values.at(3)
            : (values.size() > 2 ? values.at(2) : Json());
        const Json& places = positions.is_array() ? positions : values.back();
        for (const Json& place : places.is_array() ? places : Json::array()) {
            if (place.is_array() && place.size() == 2 && place.at(0).is_number_integer())
                row.wanted.push_back({type, place.at(0), place.at(1)});
        }
        if (row.wanted.size() == count)
            rows.push_back(std::move(row));
    }
}

std::vector<Span> ours(const std::string& text)
{
    std::vector<std::size_t> bytes;
    const std::vector<PiiSpan> spans = findPersonalData(text);
    for (const PiiSpan& span : spans)
        bytes.insert(bytes.end(), {span.begin, span.end});
    const std::vector<std::size_t> offsets = text::codePointOffsets(text, bytes);
    std::vector<Span> found;
    for (std::size_t i = 0; i < spans.size(); ++i)
        found.push_back({spans[i].type, offsets[2 * i], offsets[2 * i + 1]});
    return found;
}

constexpr double sureEnough = 0.5; // of the peer's score, in its second reading

// What the peer finds with any score, as it comes, and with a score from 0.5.
void askPeer(std::vector<Row>& rows)
{
    bench::PeerProcess peer(TANDEM_RESOURCES "/../tests/bench/pii_peer.py");
    for (std::size_t begin = 0; begin < rows.size(); begin += 50) {
        Json texts = Json::array();
        for (std::size_t i = begin; i < std::min(begin + 50, rows.size()); ++i)
            texts.push_back(rows[i].text);
        const auto answer = peer.ask({{"op", "find"}, {"texts", texts}});
        if (!answer) {
            std::fprintf(stderr, "pii: %s\n", answer.error().message.c_str());
            return;
        }
        for (std::size_t i = 0; i < texts.size(); ++i) {
            Row& row = rows[begin + i];
            row.found["presidio"];
            row.found["presidio_sure"];
            for (const Json& span : answer->at("spans").at(i)) {
                const Span one{span.at("type"), span.at("start"), span.at("end")};
                row.found["presidio"].push_back(one);
                if (span.at("score").get<double>() >= sureEnough)
                    row.found["presidio_sure"].push_back(one);
            }
        }
    }
}

// What to tell apart in the output.
struct Group {
    std::string set;
    std::string language;
    std::string engine;
    std::string type;
    Match match;
    auto operator<=>(const Group&) const = default;
};

void print(const Group& group, const char* measure, double value, std::pair<double, double> range, double n)
{
    std::printf("{\"suite\":\"pii\",\"set\":\"%s\",\"language\":\"%s\",\"engine\":\"%s\",\"type\":\"%s\",\"spans\":\"%s\","
                "\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,\"high\":%.4f,\"n\":%d}\n",
        group.set.c_str(), group.language.c_str(), group.engine.c_str(), group.type.c_str(),
        group.match == Match::Exact ? "exact" : "overlapping", measure, value, range.first, range.second, static_cast<int>(n));
}

// The middle 95 % of F2 over texts drawn again.
std::pair<double, double> f2Interval(const std::vector<Tally>& texts)
{
    std::mt19937 random(1);
    std::vector<double> values;
    for (int round = 0; round < 200; ++round) {
        Tally sum;
        for (std::size_t i = 0; i < texts.size(); ++i)
            sum += texts[random() % texts.size()];
        values.push_back(sum.f2());
    }
    std::sort(values.begin(), values.end());
    return {values[5], values[194]};
}

void print(const Group& group, const std::vector<Tally>& texts)
{
    Tally sum;
    for (const Tally& each : texts)
        sum += each;
    if (sum.wanted > 0)
        print(group, "recall", sum.reached / sum.wanted, bench::interval(sum.reached, sum.wanted), sum.wanted);
    if (sum.found > 0)
        print(group, "precision", sum.right / sum.found, bench::interval(sum.right, sum.found), sum.found);
    if (sum.wanted > 0)
        print(group, "f2", sum.f2(), f2Interval(texts), static_cast<double>(texts.size()));
}

// Types that both engines look for; a place name is not yet an address, so the peer's are left out.
const std::set<std::string> shared{"email", "phone", "card", "iban", "national_id", "ip", "person"};
const std::vector<std::string> types{
    "email", "phone", "card", "iban", "national_id", "ip", "address", "person", "account", "order", "secret"};

void judge(const std::vector<Row>& rows)
{
    std::map<Group, std::vector<Tally>> groups;
    for (const Row& row : rows) {
        for (const auto& [engine, found] : row.found) {
            for (const Match match : {Match::Exact, Match::Overlap}) {
                Tally all;
                Tally both;
                for (const std::string& type : types) {
                    const Tally tally = tallyOf(row, found, type, match);
                    if (engine != "presidio_sure")
                        groups[{row.set, "all", engine, type, match}].push_back(tally);
                    all += tally;
                    if (shared.contains(type))
                        both += tally;
                }
                groups[{row.set, "all", engine, "all", match}].push_back(all);
                groups[{row.set, "all", engine, "shared", match}].push_back(both);
                if (row.language != "all" && row.set == "own") {
                    groups[{row.set, row.language, engine, "all", match}].push_back(all);
                    groups[{row.set, row.language, engine, "shared", match}].push_back(both);
                }
            }
        }
    }
    for (const auto& [group, texts] : groups)
        print(group, texts);
}

std::string valueOf(const Row& row, const Span& span)
{
    std::string value;
    const std::vector<char32_t> points = text::codePoints(row.text);
    for (std::size_t i = span.begin; i < std::min(span.end, points.size()); ++i)
        text::appendCodePoint(value, points[i]);
    return value;
}

// Of sets that hold invented persons alone.
void printMistakes(const Row& row)
{
    std::string line;
    const std::vector<Span>& found = row.found.at("tandem");
    const auto has = [](const std::vector<Span>& spans, const Span& span) {
        return std::any_of(spans.begin(), spans.end(),
            [&](const Span& each) { return each.type == span.type && matches(each, span, Match::Exact); });
    };
    for (const Span& each : row.wanted) {
        if (each.type != "*" && !has(found, each))
            line += " -" + each.type + "<" + valueOf(row, each) + ">";
    }
    for (const Span& each : found) {
        if (!has(row.wanted, each) && (row.only.empty() || row.only == each.type))
            line += " +" + each.type + "<" + valueOf(row, each) + ">";
    }
    if (!line.empty())
        std::fprintf(
            stderr, "%s %s%s\n    %s\n", row.set.c_str(), row.language.c_str(), line.c_str(), toText(Json(row.text)).c_str());
}

} // namespace

// evaluate_pii [test|dev|all [alone]]: "dev" writes every mistake to stderr, "alone" leaves the peer out.
int main(int argc, char** argv)
{
    const std::string part = argc > 1 ? argv[1] : "test";
    std::vector<Row> rows;
    readOwn(part, rows);
    readSynthetic(part, rows);
    readCases(rows);
    for (Row& row : rows)
        row.found["tandem"] = ours(row.text);
    if (argc <= 2)
        askPeer(rows);
    judge(rows);
    if (part == "dev")
        std::for_each(rows.begin(), rows.end(), printMistakes);
    return 0;
}
