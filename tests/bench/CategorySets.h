#pragma once

#include "Judgement.h"
#include "TextSets.h"
#include "pipeline/understand/TextHeads.h"

// What the category heads are judged on. Programs of this folder only.
namespace tandem::bench {

// By name: "own_dev" and, of sets made elsewhere, halves: "…_seen" was looked at while the heads were made, "…_unseen" only ever
// judged. Nothing of them is trained on, except that bitext and banking77 rows have near twins among the training texts.
inline std::map<std::string, std::vector<LabelledText>> categorySets(std::size_t mostPerCategory)
{
    std::map<std::string, std::vector<LabelledText>> sources;
    if (std::filesystem::exists(std::filesystem::path(TANDEM_SHARED_DATA) / "six_category")) {
        for (LabelledText& each : sixCategory(TANDEM_SHARED_DATA))
            sources[each.source].push_back(std::move(each));
    }
    std::map<std::string, std::vector<LabelledText>> sets;
    for (auto& [source, texts] : sources) {
        if (mostPerCategory > 0)
            thin(texts, mostPerCategory);
        for (LabelledText& each : texts)
            sets[source + (checksum(each.text) % 2 == 0 ? "_seen" : "_unseen")].push_back(std::move(each));
    }
    sets["own_dev"] = ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "dev");
    return sets;
}

// The answers of one head for texts whose vectors are prepared.
inline Sample judgedBy(const HeadFile& file, const LinearHead& head, const std::vector<LabelledText>& texts,
    const Vectors& vectors, const std::function<std::size_t(const LabelledText&)>& label)
{
    Sample sample;
    for (const LabelledText& each : texts) {
        const WordFeatures words = weighFeatures(countFeatures(each.text, TextHeads::buckets), file.inverseFrequency);
        sample.push_back(judged(label(each), head.probabilities(words, vectors.of(each.text))));
    }
    return sample;
}

inline std::size_t categoryOf(const LabelledText& text)
{
    return text.category;
}

} // namespace tandem::bench
