#pragma once

#include "TextSets.h"
#include "pipeline/group/SimilarityModel.h"

#include <array>
#include <string>
#include <vector>

// Messages that tell of the same problem and messages that do not. Programs of this folder only.
namespace tandem::bench {

// A row of resources/training/incidents.jsonl: several customers' messages about each problem, some problems of one area.
struct ProblemText {
    LabelledText text;
    std::string area;
    std::string problem;
    bool isForTuning = false;
};

inline std::vector<ProblemText> problemTexts(const std::filesystem::path& training)
{
    std::vector<ProblemText> all;
    eachLine(training / "incidents.jsonl", [&](const std::string& line) {
        const Json row = Json::parse(line);
        ProblemText one;
        one.text.text = classified(row.at("subject"), row.at("text"));
        one.text.language = row.at("language");
        one.area = row.at("area");
        one.problem = row.at("problem");
        one.isForTuning = row.at("part") == "tune";
        all.push_back(std::move(one));
    });
    return all;
}

inline std::vector<LabelledText> textsOf(const std::vector<ProblemText>& problems)
{
    std::vector<LabelledText> texts;
    for (const ProblemText& each : problems)
        texts.push_back(each.text);
    return texts;
}

// The same message once more, as somebody sends it who was not sure that it went out, or as a form fills in another number.
inline std::array<std::string, 3> sentAgain(const std::string& text)
{
    std::string otherNumbers = text;
    for (char& c : otherNumbers) {
        if (c >= '0' && c <= '9')
            c = static_cast<char>('0' + (c - '0' + 3) % 10);
    }
    return {"Hello,\n" + text, otherNumbers, text + "\nThanks in advance\nAnna"};
}

// The same message once more in ways that nothing was calibrated on: before a complaint, in a hurry, retold.
inline std::array<std::string, 3> sentAgainOtherwise(const std::string& text)
{
    std::string hurried = text::fold(text);
    std::erase_if(hurried, [](char c) { return c == '.' || c == ',' || c == '!' || c == ';'; });
    const auto sentences = text::sentences(text);
    std::string retold = "Any news on this? ";
    for (std::size_t i = sentences.size(); i > 0; --i)
        retold += std::string(sentences[i - 1].of(text)) + " ";
    return {"I wrote this two hours ago and heard nothing:\n" + text + "\n--\nSent from my phone", hurried, retold};
}

inline double dotOf(const std::vector<float>& left, const std::vector<float>& right)
{
    double sum = 0;
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i)
        sum += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    return sum;
}

} // namespace tandem::bench
