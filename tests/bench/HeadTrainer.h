#pragma once

#include "Judgement.h"
#include "TextSets.h"
#include "pipeline/understand/TextHeads.h"

#include <cmath>

// Trains the heads of resources/models from labelled texts and prints cross-validated figures. One thread, fixed order: a second
// run writes the same bytes. Programs of this folder only.
namespace tandem::bench {

inline constexpr std::size_t folds = 4;
inline constexpr double publicWeight = 0.1;

// How the labels of one head are named and read.
struct Task {
    std::string kind;
    std::vector<std::string> classes;
    std::function<int(const LabelledText&)> label; // −1: not labelled
    std::vector<std::string> heads; // which are shipped
    HeadTraining training;
};

inline HeadShape shapeOf(const std::string& head, std::size_t classes)
{
    return {classes, head == "vectors" ? 0 : TextHeads::buckets, head == "words" ? 0 : TextHeads::dimensions};
}

inline std::vector<float> inverseFrequencies(const std::vector<TextCounts>& all, std::size_t buckets = TextHeads::buckets)
{
    std::vector<double> documents(buckets);
    for (const TextCounts& counts : all) {
        for (const WordFeatures* side : {&counts.words, &counts.characters})
            for (const WordFeature& each : *side)
                documents[each.bucket] += 1;
    }
    std::vector<float> result(documents.size());
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = roundedToHalf(static_cast<float>(std::log((1 + static_cast<double>(all.size())) / (1 + documents[i])) + 1));
    return result;
}

struct Row {
    HeadExample example;
    bool own = false;
    std::size_t fold = 0;
};

// Trains on all folds but one, judges the one on own texts; returns the mean temperature.
inline double crossValidate(const std::string& kind, const std::string& headName, const std::vector<Row>& rows,
    const HeadShape& shape, const HeadTraining& training)
{
    Sample judgements;
    double temperature = 0;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<HeadExample> seen;
        std::vector<HeadExample> heldBack;
        for (const Row& row : rows)
            (row.own && row.fold == fold ? heldBack : seen).push_back(row.example);
        LinearHead head = LinearHead::train(seen, shape, training);
        head.calibrate(heldBack);
        temperature += std::log(head.temperature()) / folds;
        for (const HeadExample& each : heldBack) {
            const std::vector<double> values = head.logits(each.words, each.vector);
            const auto guess = static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
            judgements.push_back({each.label, guess});
        }
    }
    std::printf("{\"suite\":\"%s\",\"set\":\"own_cross_validated\",\"head\":\"%s\",\"measure\":\"macro_f1\",\"value\":%.4f,"
                "\"accuracy\":%.4f,\"temperature\":%.3f,\"n\":%zu}\n",
        kind.c_str(), headName.c_str(), macroF1(judgements), accuracy(judgements), std::exp(temperature), judgements.size());
    std::fflush(stdout);
    return std::exp(temperature);
}

// Each category weighs alike among the project's own texts, each language's share growing with the root of its number of texts;
// public texts weigh a tenth.
inline void balance(std::vector<Row>& rows, const std::vector<std::string>& languages, std::size_t classes)
{
    std::map<std::string, double> ofLanguage;
    std::vector<double> ofClass(classes);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].own)
            ++ofLanguage[languages[i]];
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].own)
            rows[i].example.weight = std::sqrt(500 / ofLanguage[languages[i]]);
        ofClass[rows[i].example.label] += rows[i].own ? rows[i].example.weight : 0;
    }
    double all = 0;
    for (const double each : ofClass)
        all += each;
    for (Row& row : rows)
        row.example.weight *= std::sqrt(all / static_cast<double>(classes) / std::max(1.0, ofClass[row.example.label]));
}

inline void trainTask(const Task& task, const std::vector<LabelledText>& texts, const std::vector<TextCounts>& counts,
    const std::vector<float>& inverseFrequency, const Vectors& vectors, const std::filesystem::path& out)
{
    HeadFile file;
    file.kind = task.kind;
    file.classes = task.classes;
    file.inverseFrequency = inverseFrequency;
    file.dataHash = text::hash64(task.kind);
    std::vector<Row> rows;
    std::vector<std::string> languages;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const int label = task.label(texts[i]);
        if (label < 0)
            continue;
        Row row;
        row.own = texts[i].source == "own";
        row.fold = text::hash64(texts[i].text) / 7 % folds;
        row.example = {
            weighFeatures(counts[i], inverseFrequency), vectors.of(texts[i].text), static_cast<std::size_t>(label), publicWeight};
        rows.push_back(std::move(row));
        languages.push_back(texts[i].language);
        file.dataHash = text::hash64(texts[i].text + std::to_string(label), file.dataHash);
    }
    balance(rows, languages, task.classes.size());
    std::vector<HeadExample> all;
    for (const Row& row : rows)
        all.push_back(row.example);
    for (const std::string& each : task.heads) {
        const HeadShape shape = shapeOf(each, task.classes.size());
        const double temperature = crossValidate(task.kind, each, rows, shape, task.training);
        LinearHead head = LinearHead::train(all, shape, task.training);
        head.setTemperature(temperature);
        file.heads.push_back({each, std::move(head)});
    }
    if (const Status saved = file.save(out / (task.kind + ".head")); !saved)
        stop(saved.error().message);
}

// Every task's head, written to `out`. Arguments let a training be tried with other settings: folder, word penalty, vector
// penalty, iterations, kind.
inline void trainTasks(std::vector<Task> tasks, const std::vector<LabelledText>& texts, int argc, char** argv)
{
    const std::filesystem::path out = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    Vectors vectors(vectorFile());
    vectors.prepare(texts);
    if (vectors.empty())
        stop("Training needs the embedding model; fetch it with ./dev models.");
    std::vector<TextCounts> counts;
    for (const LabelledText& each : texts)
        counts.push_back(countFeatures(each.text, TextHeads::buckets));
    const std::vector<float> inverseFrequency = inverseFrequencies(counts);
    for (Task& task : tasks) {
        if (argc > 5 && task.kind != argv[5])
            continue;
        if (argc > 4)
            task.training = {std::atof(argv[2]), std::atof(argv[3]), std::atoi(argv[4])};
        trainTask(task, texts, counts, inverseFrequency, vectors, out);
    }
}

} // namespace tandem::bench
