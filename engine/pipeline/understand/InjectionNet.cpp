#include "pipeline/understand/InjectionNet.h"

#include "base/Bytes.h"
#include "base/DotProduct.h"
#include "base/Logistic.h"
#include "base/Text.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/learn/ModelFile.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMIN";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 8U << 20U;
constexpr const char* fileName = "injection.net";

bool areFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

} // namespace

Result<InjectionNet> InjectionNet::load(const std::filesystem::path& models)
{
    const std::filesystem::path file = models / fileName;
    const std::string content = TRY(readModelFile(file, magic, mostBytes));
    ByteReader reader(std::string_view(content).substr(magic.size()));
    const bool known = reader.value<std::uint32_t>() == version;
    reader.value<std::uint64_t>(); // of the data
    Weights weights;
    for (std::vector<float>* each : {&weights.hidden, &weights.hiddenBias, &weights.output})
        *each = reader.values<float>();
    weights.outputBias = reader.value<float>();
    const std::size_t units = weights.hiddenBias.size();
    const bool fits = known && reader.good() && reader.atEnd() && units > 0 && weights.hidden.size() == units * dimensions
        && weights.output.size() == units && areFinite(weights.hidden) && areFinite(weights.hiddenBias)
        && areFinite(weights.output) && std::isfinite(weights.outputBias);
    if (!fits)
        return unfitModel(file);
    return InjectionNet(std::move(weights));
}

Status InjectionNet::save(const std::filesystem::path& models, std::uint64_t dataHash) const
{
    ByteWriter writer;
    writer.bytes(magic.data(), magic.size());
    writer.value(version);
    writer.value(dataHash);
    for (const std::vector<float>* each : {&m_weights.hidden, &m_weights.hiddenBias, &m_weights.output})
        writer.values(std::span<const float>(*each));
    writer.value(m_weights.outputBias);
    writer.value(text::hash64(writer.written()));
    return replaceModelFile(models / fileName, writer.written());
}

double InjectionNet::attack(std::span<const float> vector) const
{
    if (vector.size() != dimensions || m_weights.output.empty())
        return 0;
    double logOdds = static_cast<double>(m_weights.outputBias);
    for (std::size_t unit = 0; unit < m_weights.output.size(); ++unit) {
        const float sum
            = m_weights.hiddenBias[unit] + dotProduct(m_weights.hidden.data() + unit * dimensions, vector.data(), dimensions);
        logOdds += static_cast<double>(std::max(sum, 0.0F)) * static_cast<double>(m_weights.output[unit]);
    }
    return logistic(logOdds);
}

} // namespace tandem
