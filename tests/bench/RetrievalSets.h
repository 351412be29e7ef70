#pragma once

#include "base/Json.h"
#include "knowledge/import/ArticleReader.h"
#include "model/Knowledge.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Questions with the documents that answer them. Public sets are read in place and are for judging alone; the project's own text
// (resources/training/retrieval) is what weights are fitted on. Programs of this folder only.
namespace tandem::bench {

struct RetrievalQuestion {
    std::string text;
    Language language = Language::En;
    std::vector<std::string> documents; // that answer it; empty: nothing does
    std::string style; // of the project's own
    std::vector<std::string> quotes{}; // what of the documents answers it, word for word, where that is known
};

inline constexpr std::string_view unnamedDocument; // that answers a question of which nobody said what does

struct RetrievalSet {
    std::string name;
    std::string language; // of the questions; "all" when they differ
    std::vector<Document> documents;
    std::vector<RetrievalQuestion> questions;
};

inline std::filesystem::path sharedFile(const std::string& name)
{
    return std::filesystem::path(TANDEM_SHARED_DATA) / name;
}

inline std::vector<Json> jsonLines(const std::filesystem::path& file)
{
    std::vector<Json> rows;
    std::ifstream input(file);
    for (std::string line; std::getline(input, line);) {
        Json row = Json::parse(line, nullptr, false);
        if (!row.is_discarded())
            rows.push_back(std::move(row));
    }
    return rows;
}

// "Title: …\n\nText:\n…" → a document.
inline Document techqaDocument(const std::string& file, const std::string& text)
{
    Document document;
    document.id = ArticleId(file);
    const std::size_t end = text.find('\n');
    document.title = text.starts_with("Title: ") ? text.substr(7, end - 7) : file;
    const std::size_t body = text.find("Text:\n");
    document.body = body == std::string::npos ? text : text.substr(body + 6);
    return document;
}

// IBM's technical notes with real questions, of which some are known to have no answer.
inline RetrievalSet techqa()
{
    RetrievalSet all{"techqa", "en", {}, {}};
    std::set<std::string> seen;
    for (const Json& row : jsonLines(sharedFile("techqa/techqa_dev.jsonl"))) {
        for (const Json& context : row["contexts"]) {
            const auto file = context["filename"].get<std::string>();
            if (seen.insert(file).second)
                all.documents.push_back(techqaDocument(file, context["text"].get<std::string>()));
        }
        RetrievalQuestion question{row["question"].get<std::string>(), Language::En, {}, {}};
        if (!row["is_impossible"].get<bool>())
            question.documents.push_back(row["contexts"][0]["filename"].get<std::string>());
        all.questions.push_back(std::move(question));
    }
    return all;
}

// Paragraphs of Wikipedia, the same in every language, so that questions of one can be asked of another.
inline RetrievalSet xquad(const std::string& language)
{
    RetrievalSet all{"xquad", language, {}, {}};
    std::ifstream input(sharedFile("xquad/xquad." + language + ".json"));
    const Json json = Json::parse(input, nullptr, false);
    if (json.is_discarded())
        return all;
    const Language own = languageFrom(language).value_or(Language::En);
    for (const Json& article : json["data"]) {
        for (const Json& paragraph : article["paragraphs"]) {
            Document document;
            document.id = ArticleId("paragraph-" + std::to_string(all.documents.size()));
            document.body = paragraph["context"].get<std::string>();
            document.language = own;
            for (const Json& question : paragraph["qas"]) {
                all.questions.push_back({question["question"].get<std::string>(), own, {document.id.value()}, {}});
                for (const Json& answer : question["answers"])
                    all.questions.back().quotes.push_back(answer["text"].get<std::string>());
            }
            all.documents.push_back(std::move(document));
        }
    }
    return all;
}

// The questions of one language on the paragraphs of another.
inline RetrievalSet crossed(const RetrievalSet& paragraphs, const RetrievalSet& questions)
{
    return {"xquad on " + paragraphs.language, questions.language, paragraphs.documents, questions.questions};
}

// The next row of a CSV file, whose fields may hold line breaks; empty at the end.
inline std::vector<std::string> csvRow(std::istream& input)
{
    std::vector<std::string> fields;
    std::string field;
    bool quoted = false;
    for (int next = input.get(); next != std::istream::traits_type::eof(); next = input.get()) {
        const char c = static_cast<char>(next);
        if (c == '"' && quoted && input.peek() == '"') {
            field += static_cast<char>(input.get());
        } else if (c == '"') {
            quoted = !quoted;
        } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
            field += c;
        } else if (c == ',' || c == '\n') {
            fields.push_back(std::move(field));
            field.clear();
            if (c == '\n')
                return fields;
        }
    }
    if (!field.empty() || !fields.empty())
        fields.push_back(std::move(field));
    return fields;
}

// ['One sentence.' "Another's."] as numpy prints it → its text.
inline std::string printedSentences(std::string_view printed)
{
    std::string text;
    for (std::size_t i = 0; i < printed.size(); ++i) {
        const char quote = printed[i];
        if (quote != '\'' && quote != '"')
            continue;
        std::size_t end = i + 1;
        const auto closes = [&](std::size_t at) {
            return printed[at] == quote
                && (at + 1 == printed.size() || printed[at + 1] == ']' || printed[at + 1] == '\n' || printed[at + 1] == ' ');
        };
        while (end < printed.size() && !closes(end))
            ++end;
        text.append(text.empty() ? "" : " ").append(printed.substr(i + 1, end - i - 1));
        i = end;
    }
    return text;
}

// Claims and the abstracts of papers that speak for or against them.
inline RetrievalSet scifact()
{
    RetrievalSet all{"scifact", "en", {}, {}};
    std::ifstream corpus(sharedFile("scifact_beir/corpus_train.csv"));
    csvRow(corpus); // the names of the columns
    for (auto row = csvRow(corpus); row.size() >= 3; row = csvRow(corpus)) {
        Document document;
        document.id = ArticleId(row[0]);
        document.title = row[1];
        document.body = printedSentences(row[2]);
        all.documents.push_back(std::move(document));
    }
    std::map<std::string, std::vector<std::string>> relevant;
    std::ifstream judgements(sharedFile("scifact_beir/beir/qrels_test.tsv"));
    for (std::string line; std::getline(judgements, line);) {
        std::istringstream columns(line);
        std::string query;
        std::string document;
        int score = 0;
        if (columns >> query >> document >> score && score > 0)
            relevant[query].push_back(document);
    }
    for (const Json& row : jsonLines(sharedFile("scifact_beir/beir/queries_test.jsonl"))) {
        if (const auto found = relevant.find(row["_id"].get<std::string>()); found != relevant.end())
            all.questions.push_back({row["text"].get<std::string>(), Language::En, found->second, {}});
    }
    return all;
}

inline Document ownDocument(const Json& row, DocumentKind kind)
{
    const bool isArticle = kind == DocumentKind::Article;
    Document document;
    document.id = ArticleId(row["id"].get<std::string>());
    document.kind = kind;
    document.title = row[isArticle ? "title" : "subject"].get<std::string>();
    document.body = row[isArticle ? "body" : "agent_resolution"].get<std::string>();
    document.question = isArticle ? std::string() : row["customer_message"].get<std::string>();
    document.language = languageFrom(row["language"].get<std::string>()).value_or(Language::En);
    return document;
}

// The demo company's library with its questions and those of tests/bench/questions.jsonl, of which not all name their document.
inline RetrievalSet demoRetrieval()
{
    const std::filesystem::path resources(TANDEM_RESOURCES);
    RetrievalSet all{"demo", "all", {}, {}};
    const ArticleReader reader(nullptr, {});
    for (const auto& file : articleFiles({resources / "demo" / "articles"}).files) {
        for (ReadDocument& read : reader.readArticles(file).documents)
            all.documents.push_back(std::move(read.document));
    }
    for (ReadDocument& read : reader.readResolutions(resources / "demo" / "resolutions.jsonl").documents)
        all.documents.push_back(std::move(read.document));
    for (const auto& file :
        {resources / "demo" / "questions.jsonl", resources.parent_path() / "tests" / "bench" / "questions.jsonl"}) {
        for (const Json& row : jsonLines(file)) {
            RetrievalQuestion question{row["question"].get<std::string>(),
                languageFrom(row["language"].get<std::string>()).value_or(Language::En), {}, {}};
            if (row["answerable"].get<bool>())
                question.documents.push_back(row.value("article_id", std::string(unnamedDocument)));
            all.questions.push_back(std::move(question));
        }
    }
    return all;
}

// The project's own: articles and past tickets of invented companies in one library, questions in twelve languages.
inline RetrievalSet ownRetrieval()
{
    RetrievalSet all{"own", "all", {}, {}};
    const std::filesystem::path folder = std::filesystem::path(TANDEM_RESOURCES) / "training" / "retrieval";
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        const std::string name = file.filename().string();
        for (const Json& row : jsonLines(file)) {
            if (name.starts_with("articles-") || name.starts_with("resolutions-")) {
                all.documents.push_back(
                    ownDocument(row, name.starts_with("articles-") ? DocumentKind::Article : DocumentKind::Resolution));
            } else if (name.starts_with("questions-")) {
                RetrievalQuestion question{row["question"].get<std::string>(),
                    languageFrom(row["language"].get<std::string>()).value_or(Language::En), {}, row["style"].get<std::string>()};
                for (const Json& answer : row["answers"]) {
                    question.documents.push_back(answer["document"].get<std::string>());
                    question.quotes.push_back(answer.value("quote", ""));
                }
                all.questions.push_back(std::move(question));
            }
        }
    }
    return all;
}

} // namespace tandem::bench
