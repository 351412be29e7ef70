#include "privacy/PersonalDataPlain.h"
#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataVocabulary.h"
#include "privacy/Redaction.h"

#include <algorithm>

namespace tandem {

namespace pii {

Source::Source(std::string_view whole)
    : text(whole)
    , lower(whole)
{
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    static constexpr std::string_view blanks = " \t\r\n.,";
    inkBegin = std::min(text.find_first_not_of(blanks), text.size());
    inkEnd = text.find_last_not_of(blanks) + 1; // npos + 1 is 0
}

std::string_view Source::before(std::size_t position, std::size_t bytes) const
{
    const std::size_t from = position > bytes ? position - bytes : 0;
    std::string_view context = std::string_view(lower).substr(from, position - from);
    if (const std::size_t line = context.rfind('\n'); line != std::string_view::npos)
        context.remove_prefix(line + 1);
    return context;
}

bool Source::isAlone(std::size_t begin, std::size_t end) const
{
    return begin <= inkBegin && end >= inkEnd;
}

bool mentions(std::string_view lower, std::string_view wordsByBar)
{
    while (!wordsByBar.empty()) {
        const std::size_t bar = std::min(wordsByBar.find('|'), wordsByBar.size());
        const std::string_view word = wordsByBar.substr(0, bar);
        wordsByBar.remove_prefix(std::min(bar + 1, wordsByBar.size()));
        for (std::size_t at = lower.find(word); at != std::string_view::npos; at = lower.find(word, at + 1)) {
            // At a word's start, so that "hotel" is no "tel"; Chinese has no such starts.
            if (at == 0 || !isAlnum(lower[at - 1]) || !isLetter(word.front()))
                return true;
        }
    }
    return false;
}

std::vector<std::string_view> scannedWords()
{
    std::vector<std::string_view> words{"@", "://", "eyj", "::", "-----begin ", "-----begin private key-----", "authorization: "};
    addSecretWords(words);
    addPasswordWords(words);
    addOneTimeCodeWords(words);
    addReferenceWords(words);
    addAddressLabels(words);
    return words;
}

} // namespace pii

std::vector<PiiSpan> findPersonalData(std::string_view text)
{
    const pii::PlainText plain(text);
    const pii::Source source(plain.text());
    pii::Candidates found;
    pii::scanMail(source, found);
    pii::scanNetwork(source, found);
    pii::scanNumbers(source, found);
    pii::scanCodes(source, found);
    pii::scanReferences(source, found);
    pii::scanSecrets(source, found);
    pii::scanPeople(source, found);
    pii::scanAddresses(source, found);
    // The surest first; what overlaps a taken one is dropped.
    std::stable_sort(found.begin(), found.end(), [](const pii::Candidate& a, const pii::Candidate& b) {
        if (a.rank != b.rank)
            return a.rank > b.rank;
        return a.end - a.begin > b.end - b.begin;
    });
    std::vector<bool> taken(source.text.size());
    std::vector<PiiSpan> spans;
    for (const pii::Candidate& each : found) {
        const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(each.begin);
        const auto end = taken.begin() + static_cast<std::ptrdiff_t>(each.end);
        if (each.begin >= each.end || std::find(begin, end, true) != end)
            continue;
        std::fill(begin, end, true);
        spans.push_back({std::string(each.type), plain.originalBegin(each.begin), plain.originalEnd(each.end)});
    }
    std::sort(spans.begin(), spans.end(), [](const PiiSpan& a, const PiiSpan& b) { return a.begin < b.begin; });
    return spans;
}

} // namespace tandem
