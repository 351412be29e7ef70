#pragma once

#include "base/Json.h"
#include "base/Text.h"
#include "model/facts/Facts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// Questions with the facts that a right answer holds and those that it must not hold. Programs of this folder only.
namespace tandem::bench {

struct GoldQuestion {
    std::string id;
    std::string language;
    std::string text;
    bool answerable = true;
    std::vector<std::string> gold;
    std::vector<std::string> forbidden;
    bool tuned = false;
};

inline std::vector<GoldQuestion> goldQuestions(const std::filesystem::path& file)
{
    std::vector<GoldQuestion> all;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const Json row = Json::parse(line);
        GoldQuestion question{row.at("id"), row.at("language"), row.at("question"), row.at("answerable"), row.at("gold_facts"),
            row.at("forbidden_facts"), false};
        question.tuned = (question.id.back() - '0') % 2 == 1;
        all.push_back(std::move(question));
    }
    return all;
}

inline bool holdsOne(const std::string& answer, const std::string& fact)
{
    const std::string text = text::collapseWhitespace(text::fold(answer));
    const std::string wanted = text::collapseWhitespace(text::fold(fact));
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        // "30 days" is not in "130 days", and "240" not in "€2,400".
        const bool begins
            = at == 0 || !isDigit(wanted.front()) || (!isDigit(text[at - 1]) && text[at - 1] != ',' && text[at - 1] != '.');
        const auto end = at + wanted.size();
        const bool ends = end == text.size() || !isDigit(wanted.back())
            || !(isDigit(text[end])
                || ((text[end] == ',' || text[end] == '.') && end + 1 < text.size() && isDigit(text[end + 1])));
        if (begins && ends)
            return true;
    }
    return false;
}

// "30-day" says "30 days".
inline bool holdsAmount(const std::string& answer, const std::string& fact)
{
    const FactText wanted = factsOf(fact, Language::En);
    const bool isAmount = wanted.facts.size() == 1 && wanted.facts.front().kind == FactKind::Number
        && wanted.facts.front().measure.dimension != Dimension::None && wanted.facts.front().span.end == wanted.text.size()
        && wanted.facts.front().span.begin == 0;
    if (!isAmount)
        return false;
    const FactText said = factsOf(answer, Language::En);
    return std::ranges::any_of(said.facts, [&](const Fact& each) { return sameFact(wanted.facts.front(), each); });
}

// "2,000 runs|2.000 Läufe": either says it.
inline bool holds(const std::string& answer, const std::string& fact)
{
    return std::ranges::any_of(text::split(fact, '|'),
        [&](std::string_view one) { return holdsOne(answer, std::string(one)) || holdsAmount(answer, std::string(one)); });
}

} // namespace tandem::bench
