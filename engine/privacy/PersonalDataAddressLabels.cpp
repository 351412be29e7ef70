#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataVocabulary.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

constexpr std::array<std::string_view, 14> labels{"address:", "address is", "adresse:", "adresse ist",
    "adresse :", "anschrift:", "dirección:", "dirección es", "indirizzo:", "endereço:", "endereço é",
    "adres:", "adresim:", "adresi:"};

} // namespace

// Behind "address:" whatever has a number and a capital counts, up to the sentence's end.
void scanLabelledAddresses(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    static const CueList labelList = cueList(labels, [](std::string_view label) { return label; });
    labelList.each(lower, [&](std::size_t index, std::size_t at) {
        std::size_t begin = at + labels[index].size();
        while (begin < lower.size() && (lower[begin] == ' ' || lower[begin] == '\n' || lower[begin] == '\r'))
            ++begin;
        const std::size_t most = std::min(lower.size(), begin + 140);
        std::size_t end = begin;
        while (end < most && lower[end] != '\n' && lower[end] != '\r' && lower[end] != ';')
            ++end;
        for (std::size_t stop = begin; stop + 1 < end; ++stop) {
            const bool sentence = (lower[stop] == '.' || lower[stop] == '?' || lower[stop] == '!') && lower[stop + 1] == ' ';
            if (sentence && stop > begin + 4 && !isDigit(lower[stop - 1]) && isLetter(lower[stop - 4]))
                end = stop;
        }
        while (end > begin && (lower[end - 1] == '.' || lower[end - 1] == ' '))
            --end;
        const std::string_view value = source.text.substr(begin, end - begin);
        const bool shaped = std::any_of(value.begin(), value.end(), isDigit) && std::any_of(value.begin(), value.end(), isLetter)
            && !value.contains('@') && !value.contains("://") && value.contains(' ');
        if (shaped && value.size() >= 8 && value.size() <= 120)
            found.push_back({"address", begin, end, likely});
    });
}

void addAddressLabels(std::vector<std::string_view>& words)
{
    words.insert(words.end(), labels.begin(), labels.end());
}

} // namespace tandem::pii
