#include "pipeline/understand/TextHeads.h"

#include <algorithm>

namespace tandem {

namespace {

// Where urgency classes stand on the scale.
constexpr std::array<double, 4> urgencyValues{0.1, 0.38, 0.65, 0.92};

std::vector<double> judge(const HeadFile& file, const TextHeads::Reading& reading)
{
    const LinearHead* head = file.find(reading.vector.size() == TextHeads::dimensions ? "both" : "words");
    return head->probabilities(weighFeatures(reading.counts, file.inverseFrequency), reading.vector);
}

} // namespace

Result<HeadFile> loadTextHead(const std::filesystem::path& file, std::string_view kind, std::size_t classes)
{
    HeadFile head = TRY(HeadFile::load(file, kind));
    const LinearHead* both = head.find("both");
    const LinearHead* words = head.find("words");
    const bool fits = head.classes.size() == classes && head.inverseFrequency.size() == TextHeads::buckets && both != nullptr
        && words != nullptr && both->shape().dimensions == TextHeads::dimensions && both->shape().buckets == TextHeads::buckets
        && words->shape().buckets == TextHeads::buckets;
    if (!fits)
        return unfitModel(file);
    return head;
}

Result<TextHeads> TextHeads::load(const std::filesystem::path& models)
{
    TextHeads heads;
    HeadFile category = TRY(loadTextHead(models / "category.head", "category", categoryCount));
    heads.m_category = std::make_unique<CategoryHead>(std::move(category));
    heads.m_sentiment = TRY(loadTextHead(models / "sentiment.head", "sentiment", 3));
    heads.m_urgency = TRY(loadTextHead(models / "urgency.head", "urgency", urgencyValues.size()));
    return heads;
}

TextHeads::Reading TextHeads::read(std::string_view text, const Embedding& vector)
{
    return {countFeatures(text, buckets), vector};
}

std::array<double, categoryCount> TextHeads::category(const Reading& reading) const
{
    const std::vector<double> probabilities = judge(m_category->current(), reading);
    std::array<double, categoryCount> result{};
    std::copy_n(probabilities.begin(), categoryCount, result.begin());
    return result;
}

double TextHeads::urgencyOf(const std::vector<double>& probabilities)
{
    double value = 0;
    for (std::size_t i = 0; i < urgencyValues.size(); ++i)
        value += probabilities[i] * urgencyValues[i];
    return value;
}

std::array<double, 3> TextHeads::sentiment(const Reading& reading) const
{
    const std::vector<double> probabilities = judge(m_sentiment, reading);
    return {probabilities[0], probabilities[1], probabilities[2]};
}

double TextHeads::urgency(const Reading& reading) const
{
    return urgencyOf(judge(m_urgency, reading));
}

const HeadFile& TextHeads::file(Task task) const
{
    return task == Task::Category ? m_category->current() : task == Task::Sentiment ? m_sentiment : m_urgency;
}

} // namespace tandem
