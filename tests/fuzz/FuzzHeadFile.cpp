// links: tandem_pipeline
#include "Fuzzed.h"
#include "base/Bytes.h"
#include "base/Text.h"
#include "pipeline/group/SimilarityModel.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/understand/ExampleShelf.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

using namespace tandem;

namespace {

// A file in memory, as the loaders take a path.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view content)
        : m_handle(memfd_create("model", 0))
    {
        fuzz::require(m_handle >= 0 && write(m_handle, content.data(), content.size()) == static_cast<ssize_t>(content.size()),
            "memory can be written to");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(m_handle); }

    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(m_handle); }

private:
    int m_handle;
};

// With the beginning and the sum that let the content through to the reader.
std::string sealed(std::string_view magic, std::string_view body)
{
    ByteWriter writer;
    writer.bytes(magic.data(), magic.size());
    writer.value(std::uint32_t{1});
    writer.bytes(body.data(), body.size());
    writer.value(text::hash64(writer.written()));
    return writer.written();
}

template <typename Model>
void requireName(const Result<Model>& model, const MemoryFile& file)
{
    fuzz::require(model || model.error().message.contains(file.path()), "a refusal names the file");
}

void readHead(std::string_view content)
{
    const MemoryFile file(content);
    const auto head = HeadFile::load(file.path(), "signals");
    requireName(head, file);
    if (!head)
        return;
    for (const HeadFile::Head& each : head->heads) {
        double sum = 0;
        for (const double value : each.head.probabilities({{0, 1}}, std::vector<float>(each.head.shape().dimensions, 0.1F)))
            sum += value;
        fuzz::require(each.head.shape().buckets == 0 || !each.head.wordWeights(0).empty(), "a loaded head has its weights");
        fuzz::require(!std::isnan(sum), "a loaded head judges");
    }
}

void readSimilarity(std::string_view content)
{
    const MemoryFile file(content);
    const auto model = SimilarityModel::load(file.path());
    requireName(model, file);
    if (!model)
        return;
    const Fingerprint print = model->fingerprint(Embedding(model->mean.size(), 0.1F), "the export of our orders is empty");
    fuzz::require(print.vector.empty() || print.vector.size() == model->mean.size(), "a fingerprint has the model's size");
    fuzz::require(!std::isnan(model->probability(0.5)) && !std::isnan(model->similarityFor(0.7)), "a loaded model compares");
}

// The means, which are most of a file, are zero but for one figure of the input.
std::string shelfBody(std::string_view data)
{
    ByteReader reader(data);
    ByteWriter writer;
    writer.value(static_cast<std::uint32_t>(ExampleShelf::dimensions));
    writer.value(reader.value<std::uint32_t>());
    writer.value(reader.value<float>());
    const std::string zeros((languageCount * ExampleShelf::dimensions - 1) * sizeof(float), '\0');
    writer.bytes(zeros.data(), zeros.size());
    const std::string_view rest = data.substr(std::min<std::size_t>(data.size(), 8));
    writer.bytes(rest.data(), rest.size());
    return writer.written();
}

void readShelf(std::string_view content)
{
    const MemoryFile file(content);
    const auto shelf = ExampleShelf::load(file.path());
    requireName(shelf, file);
    if (!shelf)
        return;
    for (const NearExample& each : shelf->nearest(Embedding(ExampleShelf::dimensions, 0.05F), Language::De, 3))
        fuzz::require(each.similarity >= -1 && each.similarity <= 1 && text::isValidUtf8(each.text), "an example can be shown");
    for (std::size_t i = 0; i < shelf->size(); ++i)
        fuzz::require(shelf->vector(i).size() == ExampleShelf::dimensions, "an example has its vector");
}

} // namespace

// Any bytes as a model file: loaded and usable, or refused with a sentence that names the file. The first byte says which kind,
// and whether the input is a whole file or what stands between its beginning and its sum.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view body = fuzz::textOf(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0: readHead(body); break;
    case 1: readHead(sealed("TANDEMHD", body)); break;
    case 2: readSimilarity(sealed("TANDEMSI", body)); break;
    default: readShelf(sealed("TANDEMEX", shelfBody(body))); break;
    }
    return 0;
}
