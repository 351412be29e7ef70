#pragma once

#include "TextSets.h"
#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

// What bench scale fills a library with, and what it asks. Programs of this folder only.
namespace tandem::bench {

// Real sentences of the public data, each once, by the file they come from.
class ScaleTexts {
public:
    ScaleTexts(const std::filesystem::path& data, const std::vector<std::string>& without)
    {
        for (const std::string& text : without)
            m_seen.insert(text::hash64(text));
        constexpr std::array folders{"techqa", "scifact_beir", "tobi_bueck", "nlbse24", "six_category", "bitext_27k", "banking77",
            "clinc150", "tatoeba", "xquad", "xlmt_sentiment", "lingua_langid", "begin", "faithbench"};
        for (const char* folder : folders) {
            std::vector<std::filesystem::path> files;
            std::error_code absent;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(data / folder, absent)) {
                if (entry.is_regular_file())
                    files.push_back(entry.path());
            }
            std::ranges::sort(files);
            for (const auto& file : files)
                read(file);
        }
        m_seen = {};
        if (m_sentences.empty())
            stop("The public data are absent.");
    }

    [[nodiscard]] const std::vector<std::string>& sentences() const { return m_sentences; }

    // Two sentences of one file, by number, and what stands behind them: no two passages are equal.
    struct Passage {
        std::array<std::size_t, 2> sentences{};
        std::string reference;
    };
    // The same for the same number. Passages 4n to 4n + 3 are of one file, as those of one document.
    [[nodiscard]] Passage passage(std::size_t number) const
    {
        const std::size_t file = m_fileOf[mixed(number / 4 * 3 + 1) % m_sentences.size()];
        const std::size_t begin = m_begins[file];
        const std::size_t size = m_begins[file + 1] - begin;
        const std::uint64_t bits = mixed(number * 3 + 2);
        Passage passage;
        passage.sentences[0] = begin + bits % size;
        passage.sentences[1] = begin + (bits % size + 1 + (bits >> 32U) % (size - 1)) % size;
        passage.reference = reference(number, mixed(number * 3));
        return passage;
    }

private:
    static std::uint64_t mixed(std::uint64_t bits) // splitmix64
    {
        bits = (bits + 1) * 0x9E3779B97F4A7C15ULL;
        bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
        return bits ^ (bits >> 31U);
    }
    static std::string reference(std::size_t number, std::uint64_t bits)
    {
        const std::string own = std::to_string(number);
        switch (bits % 4) {
        case 0: return "Case #" + own + ".";
        case 1: return "Reference TKT-" + own + "-" + std::to_string(bits % 97) + ".";
        case 2: return "Error ERR_" + own + ".";
        default:
            return "Order 2026-" + own + ", " + std::to_string(1 + bits % 400) + "." + std::to_string(10 + bits % 90) + " EUR.";
        }
    }
    void add(std::string_view text)
    {
        for (const text::Span& span : text::sentences(text)) {
            const std::string sentence = text::collapseWhitespace(span.of(text));
            if (sentence.size() < 20 || sentence.size() > 400)
                continue;
            const bool isWritten
                = sentence.find(' ') != std::string::npos || static_cast<unsigned char>(sentence.front()) >= 0x80;
            if (isWritten && m_seen.insert(text::hash64(sentence)).second)
                m_sentences.push_back(sentence);
        }
    }
    void addAll(const Json& json)
    {
        if (json.is_string())
            add(text::repairUtf8(json.get<std::string>()));
        if (!json.is_structured())
            return;
        for (const Json& part : json)
            addAll(part);
    }
    void read(const std::filesystem::path& file)
    {
        const std::string name = file.filename().string();
        const std::string kind = file.extension().string();
        if (name.find("SOURCE") != name.npos || name.find("README") != name.npos || name.find("LICENSE") != name.npos)
            return;
        const std::size_t before = m_sentences.size();
        if (kind == ".json") {
            std::ifstream stream(file);
            addAll(Json::parse(stream, nullptr, false));
        } else if (kind == ".csv") {
            for (const auto& row : csvRows(file)) {
                for (const std::string& field : row)
                    add(text::repairUtf8(field));
            }
        } else {
            eachLine(file, [&](const std::string& line) {
                if (kind == ".jsonl")
                    return addAll(Json::parse(line, nullptr, false));
                for (const std::string_view field : text::split(line, '\t'))
                    add(text::repairUtf8(field));
            });
        }
        // Two of one file are needed.
        if (m_sentences.size() < before + 100)
            m_sentences.resize(before);
        else
            m_begins.push_back(m_sentences.size());
        m_fileOf.resize(m_sentences.size(), m_begins.size() - 2);
    }

    std::unordered_set<std::uint64_t> m_seen;
    std::vector<std::string> m_sentences;
    std::vector<std::size_t> m_fileOf; // by sentence
    std::vector<std::size_t> m_begins{0}; // by file: its first sentence; one past the last file's at the end
};

// What people ask, in their own words: short questions in twelve languages, and whole messages of technical support.
struct ScaleQuestions {
    std::vector<std::string> questions;
    std::vector<std::string> messages;

    [[nodiscard]] std::vector<std::string> all() const // questions first
    {
        std::vector<std::string> texts = questions;
        texts.insert(texts.end(), messages.begin(), messages.end());
        return texts;
    }
};

inline ScaleQuestions scaleQuestions(const std::filesystem::path& data)
{
    ScaleQuestions all;
    std::mt19937 random(5);
    const auto take = [&](std::vector<std::string> texts, std::size_t count, std::vector<std::string>& into) {
        std::ranges::shuffle(texts, random);
        texts.resize(std::min(texts.size(), count));
        into.insert(into.end(), texts.begin(), texts.end());
    };
    for (const auto& entry : std::filesystem::directory_iterator(data / "xquad")) {
        if (entry.path().extension() != ".json")
            continue;
        std::ifstream stream(entry.path());
        const Json file = Json::parse(stream);
        std::vector<std::string> texts;
        for (const Json& article : file.at("data")) {
            for (const Json& paragraph : article.at("paragraphs")) {
                for (const Json& question : paragraph.at("qas"))
                    texts.push_back(question.at("question").get<std::string>());
            }
        }
        take(texts, 25, all.questions);
    }
    std::vector<std::string> texts;
    for (const auto& row : csvRows(data / "banking77/banking_data/train.csv"))
        texts.push_back(row.front());
    take(texts, 100, all.questions);
    texts.clear();
    std::ifstream clinc(data / "clinc150/data/data_full.json");
    const Json intents = Json::parse(clinc);
    for (const Json& row : intents.at("test"))
        texts.push_back(row.at(0).get<std::string>());
    take(texts, 100, all.questions);
    texts.clear();
    eachLine(data / "techqa/techqa_dev.jsonl",
        [&](const std::string& line) { texts.push_back(Json::parse(line).at("question").get<std::string>()); });
    take(texts, 150, all.messages);
    texts.clear();
    eachLine(data / "tobi_bueck/tickets.jsonl", [&](const std::string& line) {
        const Json row = Json::parse(line);
        if (row.contains("body") && row.at("body").is_string())
            texts.push_back(row.at("body").get<std::string>());
    });
    take(texts, 50, all.messages);
    return all;
}

} // namespace tandem::bench
