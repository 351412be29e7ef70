// Saving and loading of KeywordIndex.
#include "knowledge/KeywordIndex.h"

#include "services/vectors/CheckedFile.h"

#include <array>
#include <mutex>
#include <span>

namespace tandem {
namespace {

constexpr FileKind plainFile{"TDMWORD\n", 1};
constexpr FileKind sealedFile{"TDMWORD\n", 2};
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
    for (const auto& [word, list] : m_words) {
        writer.text(word);
        writer.values(std::span<const Posting>(m_lists[list]));
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
    const auto slots = reader.value<std::uint64_t>();
    for (std::uint64_t slot = 0; slot < slots && reader.good(); ++slot) {
        index->m_passages.emplace_back(std::string(reader.text()));
        if (!index->m_passages.back().empty())
            index->m_slots[index->m_passages.back()] = static_cast<std::uint32_t>(slot);
    }
    index->m_lengths = reader.values<float>();
    if (!reader.good() || index->m_lengths.size() != slots)
        return corrupt(file, "its list of passages is wrong");
    for (std::uint64_t slot = 0; slot < slots; ++slot)
        index->m_totalLength += index->m_passages[slot].empty() ? 0 : index->m_lengths[slot];
    const auto words = reader.value<std::uint64_t>();
    for (std::uint64_t word = 0; word < words && reader.good(); ++word) {
        index->m_words.emplace(std::string(reader.text()), static_cast<std::uint32_t>(word));
        index->m_lists.push_back(reader.values<Posting>());
        for (const Posting& posting : index->m_lists.back()) {
            if (posting.slot >= slots)
                return corrupt(file, "a word points at a passage that is not there");
        }
    }
    if (!reader.good() || !reader.atEnd() || index->m_words.size() != words)
        return corrupt(file, "its list of words is wrong");
    return index;
}

} // namespace tandem
