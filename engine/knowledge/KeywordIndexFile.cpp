// Saving and loading of KeywordIndex.
#include "knowledge/KeywordIndex.h"

#include "services/vectors/CheckedFile.h"

#include <array>
#include <cmath>
#include <mutex>
#include <span>

namespace tandem {
namespace {

// Versions 1 and 2 held unpacked lists of whole words.
constexpr FileKind plainFile{"TDMWORD\n", 3};
constexpr FileKind sealedFile{"TDMWORD\n", 4};
constexpr const char* sealedPlace = "index.words";

std::unexpected<Error> corrupt(const std::filesystem::path& file, const char* why)
{
    return failure(ErrorCode::Corrupt, "index file " + file.string() + " cannot be used: " + why);
}

} // namespace

Status KeywordIndex::save(const std::filesystem::path& file, std::string_view stamp, const Seal* seal) const
{
    const std::shared_lock lock(m_mutex);
    ByteWriter writer;
    writer.text(stamp);
    writer.value(static_cast<std::uint64_t>(m_passages.size()));
    for (const PassageId& passage : m_passages)
        writer.text(passage.value());
    writer.values(std::span<const float>(m_lengths));
    writer.value(static_cast<std::uint64_t>(m_words.size()));
    for (std::uint32_t word = 0; word < m_words.size(); ++word) {
        writer.text(m_words.word(word));
        m_lists.write(word, writer);
    }
    const std::string sealed = seal == nullptr ? std::string() : seal->sealBytes(writer.written(), sealedPlace);
    const std::array<std::string_view, 1> parts{seal == nullptr ? std::string_view(writer.written()) : std::string_view(sealed)};
    return writeChecked(file, seal == nullptr ? plainFile : sealedFile, parts);
}

Result<std::unique_ptr<KeywordIndex>> KeywordIndex::load(
    const std::filesystem::path& file, std::string_view stamp, const Seal* seal)
{
    std::string content = TRY(readChecked(file, seal == nullptr ? plainFile : sealedFile));
    if (seal != nullptr) {
        auto plain = seal->unsealBytes(content, sealedPlace);
        if (!plain)
            return corrupt(file, "it was sealed with another key");
        content = std::move(*plain);
    }
    ByteReader reader(content);
    if (reader.text() != stamp)
        return corrupt(file, "it belongs to another state of the store");
    auto index = std::make_unique<KeywordIndex>();
    std::vector<PassageId> passages;
    const auto slots = reader.value<std::uint64_t>();
    for (std::uint64_t slot = 0; slot < slots && reader.good(); ++slot)
        passages.emplace_back(std::string(reader.text()));
    const auto lengths = reader.values<float>();
    if (!reader.good() || lengths.size() != slots)
        return corrupt(file, "its list of passages is wrong");
    for (std::uint64_t slot = 0; slot < slots; ++slot) {
        if (passages[slot].empty() == (std::isfinite(lengths[slot]) && lengths[slot] >= 0))
            return corrupt(file, "the length of a passage is wrong");
        index->addSlot(passages[slot], lengths[slot]);
    }
    index->m_weighedFor = index->averageLength();
    const Bm25 formula(index->m_weighedFor);
    const auto words = reader.value<std::uint64_t>();
    for (std::uint64_t word = 0; word < words && reader.good(); ++word) {
        if (index->m_words.add(reader.text()) != word)
            return corrupt(file, "it holds a word twice");
        if (!index->m_lists.read(reader, formula, index->m_lengths))
            return corrupt(file, "the list of a word is wrong");
    }
    if (!reader.good() || !reader.atEnd())
        return corrupt(file, "its list of words is wrong");
    return index;
}

} // namespace tandem
