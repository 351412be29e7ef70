#pragma once

#include "base/Json.h"
#include "base/Text.h"
#include "knowledge/Chunker.h"
#include "knowledge/import/ArticleReader.h"
#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

// What the grounding check is judged on. Programs of this folder only.
namespace tandem::bench {

struct GroundingCase {
    std::string set;
    std::string language = "en";
    std::string kind; // of a planted edit; "" otherwise
    std::string context;
    std::string answer;
    bool supported = true;
};

inline std::string fileText(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Fields of a separated file; quotes count only when `quoted`.
inline std::vector<std::vector<std::string>> separatedRows(const std::string& text, char separator, bool quoted)
{
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && inside && i + 1 < text.size() && text[i + 1] == '"')
            rows.back().back() += text[++i];
        else if (quoted && c == '"')
            inside = !inside;
        else if (!inside && c == separator)
            rows.back().emplace_back();
        else if (!inside && c == '\n')
            rows.emplace_back(1);
        else if (c != '\r' || inside)
            rows.back().back() += c;
    }
    return rows;
}

// BEGIN: generic answers ("haha") are neither and left out.
inline void addBegin(std::vector<GroundingCase>& cases, const std::filesystem::path& data)
{
    constexpr auto files = std::to_array<std::pair<const char*, const char*>>({{"begin wow", "begin/wow/begin_dev_wow.tsv"},
        {"begin cmu-dog", "begin/cmu-dog/begin_dev_cmu.tsv"}, {"begin topicalchat", "begin/topicalchat/begin_dev_tc.tsv"}});
    for (const auto& [set, file] : files) {
        for (const auto& row : separatedRows(fileText(data / file), '\t', false)) {
            if (row.size() == 6 && (row[5] == "Fully attributable" || row[5] == "Not fully attributable"))
                cases.push_back({set, "en", "", row[2], row[4], row[5] == "Fully attributable"});
        }
    }
}

// HaluEval: the question stands in the context, since short answers ("Delhi") mean nothing without it.
inline void addHaluEval(std::vector<GroundingCase>& cases, const std::filesystem::path& data)
{
    std::ifstream stream(data / "halueval/generation/qa/qa_one-turn_data.json");
    for (std::string line; std::getline(stream, line);) {
        const Json row = Json::parse(line, nullptr, false);
        if (row.is_discarded())
            continue;
        cases.push_back({"halueval", "en", "", row["knowledge"], row["right_answer"], true});
        cases.push_back({"halueval", "en", "", row["knowledge"], row["hallucinated_answer"], false});
    }
}

// FaithBench, worst label of the annotators: unwanted and questionable are unsupported, consistent and benign supported.
inline void addFaithBench(std::vector<GroundingCase>& cases, const std::filesystem::path& data)
{
    for (const auto& row : separatedRows(fileText(data / "faithbench/FaithBench.csv"), ',', true)) {
        if (row.size() == 5 && row[3] != "worst-label")
            cases.push_back({"faithbench", "en", "", row[0], row[1], row[3] == "Consistent" || row[3] == "Benign"});
    }
}

struct DemoSentence {
    std::string id; // of the article
    std::string language;
    std::string passage; // text of the passage
    std::string article; // text of the whole article
    std::string text;
};

// Sentences of the demo articles as the engine sees them.
inline std::vector<DemoSentence> demoSentences(const std::filesystem::path& demo)
{
    std::vector<DemoSentence> all;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(demo / "articles"))
        files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        for (const ReadDocument& read : ArticleReader().readArticles(file).documents) {
            const std::vector<Passage> passages = passagesOf(read.document);
            std::string article;
            for (const Passage& passage : passages)
                article += passage.text + "\n";
            for (const Passage& passage : passages) {
                for (const text::Span& span : passage.sentences)
                    all.push_back({read.document.id.value(), std::string(name(passage.language)), passage.text, article,
                        std::string(span.of(passage.text))});
            }
        }
    }
    return all;
}

// Sentences of an article in another language against the English article that says the same, and against one about other things.
inline void addTranslated(std::vector<GroundingCase>& cases, const std::vector<DemoSentence>& sentences)
{
    constexpr auto twins = std::to_array<std::pair<const char*, const char*>>(
        {{"kb-de-rechnungen", "kb-billing-invoices"}, {"kb-es-restablecer-contrasena", "kb-account-password-reset"},
            {"kb-fr-remboursements", "kb-billing-refunds"}, {"kb-it-esportazione-dati", "kb-data-export"},
            {"kb-ja-file-upload", "kb-files-upload-limits"}, {"kb-nl-sso", "kb-account-sso-saml"},
            {"kb-pl-zamkniecie", "kb-account-closing"}, {"kb-pt-pagamentos", "kb-billing-payments"},
            {"kb-zh-api-limits", "kb-api-keys-limits"}, {"kb-ar-two-factor", "kb-account-two-factor"}});
    std::map<std::string, std::string> articles;
    for (const DemoSentence& sentence : sentences)
        articles[sentence.id] = sentence.article;
    for (std::size_t i = 0; i < twins.size(); ++i) {
        for (const DemoSentence& sentence : sentences) {
            if (sentence.id != twins[i].first || text::codePointCount(sentence.text) < 12)
                continue;
            const std::string& other = articles[twins[(i + 1) % twins.size()].second];
            cases.push_back({"demo translated", sentence.language, "", articles[twins[i].second], sentence.text, true});
            cases.push_back({"demo translated", sentence.language, "", other, sentence.text, false});
        }
    }
}

// Written by hand: what a person or a model would say instead of the article's sentence, right and subtly wrong.
inline void addParaphrased(
    std::vector<GroundingCase>& cases, const std::vector<DemoSentence>& sentences, const std::filesystem::path& file)
{
    std::map<std::string, std::string> articles;
    for (const DemoSentence& sentence : sentences)
        articles[sentence.id] = sentence.article;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const Json row = Json::parse(line);
        cases.push_back({"demo paraphrased", row["language"], "", articles[row["article"]], row["answer"], row["supported"]});
    }
}

// Replaces the first `from` at or after `begin`; "" when there is none or nothing would change.
inline std::string replaced(const std::string& text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    if (at == std::string::npos || from == to)
        return {};
    return text.substr(0, at) + to + text.substr(at + from.size());
}

} // namespace tandem::bench
