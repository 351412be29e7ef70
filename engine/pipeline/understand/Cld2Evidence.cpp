#include "pipeline/understand/Cld2Evidence.h"

#include "pipeline/learn/Characters.h"

#include <cld2/internal/cldutil.h>
#include <cld2/internal/lang_script.h>

#include <string>

// Tables of the library that its public function uses; ScoreOneScriptSpan reads them in the same way.
// NOLINTBEGIN(readability-identifier-naming)
namespace CLD2 {
extern const CLD2TableSummary kQuad_obj;
extern const CLD2TableSummary kQuad_obj2;
extern const CLD2TableSummary kDeltaOcta_obj;
extern const CLD2TableSummary kDistinctOcta_obj;
} // namespace CLD2
// NOLINTEND(readability-identifier-naming)

namespace tandem {

namespace {

using Scores = std::array<float, latinLanguageCount>;

constexpr std::array<CLD2::Language, latinLanguageCount> cldLanguages{CLD2::ENGLISH, CLD2::SPANISH, CLD2::FRENCH, CLD2::GERMAN,
    CLD2::ITALIAN, CLD2::PORTUGUESE, CLD2::DUTCH, CLD2::POLISH, CLD2::TURKISH};

const std::array<CLD2::uint8, latinLanguageCount>& perScriptNumbers()
{
    static const auto numbers = [] {
        std::array<CLD2::uint8, latinLanguageCount> all{};
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = CLD2::PerScriptNumber(CLD2::ULScript_Latin, cldLanguages[i]);
        return all;
    }();
    return numbers;
}

void addProbabilities(std::uint32_t packed, Scores& scores)
{
    for (std::size_t i = 0; i < scores.size(); ++i)
        scores[i] += static_cast<float>(CLD2::GetLangScore(packed, perScriptNumbers()[i]));
}

// `entry` is what the table's hash lookup gave; an index past the single entries stands for two packed values.
void addEntry(const CLD2::CLD2TableSummary& table, std::uint32_t entry, Scores& scores)
{
    std::uint32_t index = entry & ~table.kCLDTableKeyMask;
    if (index < table.kCLDTableSizeOne) {
        addProbabilities(table.kCLDTableInd[index], scores);
        return;
    }
    index += index - table.kCLDTableSizeOne;
    addProbabilities(table.kCLDTableInd[index], scores);
    addProbabilities(table.kCLDTableInd[index + 1], scores);
}

void addQuadgram(const char* begin, int bytes, Cld2Evidence& evidence)
{
    const std::uint32_t hash = CLD2::QuadHashV2(begin, bytes);
    for (const auto* table : {&CLD2::kQuad_obj, &CLD2::kQuad_obj2}) {
        if (table->kCLDTableSize == 0)
            continue;
        if (const std::uint32_t entry = CLD2::QuadHashV3Lookup4(table, hash); entry != 0) {
            addEntry(*table, entry, evidence.quadgrams);
            ++evidence.quadgramCount;
            return;
        }
    }
}

void addWord(const char* begin, int bytes, Cld2Evidence& evidence)
{
    const auto hash = CLD2::OctaHash40(begin, bytes);
    if (const auto entry = CLD2::OctaHashV3Lookup4(&CLD2::kDeltaOcta_obj, hash); entry != 0)
        addEntry(CLD2::kDeltaOcta_obj, entry, evidence.words);
    if (const auto entry = CLD2::OctaHashV3Lookup4(&CLD2::kDistinctOcta_obj, hash); entry != 0)
        addEntry(CLD2::kDistinctOcta_obj, entry, evidence.distinct);
}

// Byte offsets of the word's characters and of its end.
std::size_t characterStarts(std::string_view word, std::array<int, 65>& starts)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < word.size() && count + 1 < starts.size(); at += characterAt(word, at).length)
        starts[count++] = static_cast<int>(at);
    starts[count] = static_cast<int>(count + 1 < starts.size() ? word.size() : static_cast<std::size_t>(starts[count - 1]));
    return count;
}

} // namespace

Cld2Evidence cld2Evidence(std::string_view folded)
{
    Cld2Evidence evidence;
    // The library's hashes read up to three bytes past the gram.
    const std::string padded = std::string(folded) + std::string(32, ' ');
    std::size_t begin = 0;
    while (begin < folded.size()) {
        const std::size_t end = padded.find(' ', begin);
        if (end == begin || begin == 0) {
            ++begin;
            continue;
        }
        std::array<int, 65> starts{};
        const std::string_view word = std::string_view(padded).substr(begin, end - begin);
        const std::size_t count = characterStarts(word, starts);
        const char* data = padded.data() + begin;
        const std::size_t grams = count > 4 ? count - 3 : 1;
        for (std::size_t i = 0; i < grams; ++i)
            addQuadgram(data + starts[i], starts[std::min(i + 4, count)] - starts[i], evidence);
        addWord(data, starts[std::min<std::size_t>(count, 8)], evidence);
        begin = end;
    }
    return evidence;
}

} // namespace tandem
