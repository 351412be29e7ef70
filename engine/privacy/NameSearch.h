#pragma once

#include "base/Text.h"
#include "model/Classification.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Finds names that are known to be names, however they are written: in any case, with or without accents (ü as u and as ue),
// composed or decomposed, full-width, in any order, joined by '.', '_' or nothing, as a whole and word by word. Not thread-safe
// while names are added.
class NameSearch {
public:
    // Somebody's name beyond doubt (the customer's): every word of it from two letters on counts, however common it is, but
    // "de", "von" and the like only beside another one or where they come first and with a capital. A Chinese, Japanese or Korean
    // name without spaces counts as a whole, without its first or last characters, and by the surname before a title.
    void addKnown(std::string_view name);
    // What findPersonalData found in a text: people as a whole, their words that mean nothing else, and those of mailboxes.
    void addFound(std::string_view text, const std::vector<PiiSpan>& found);
    // Ascending and not overlapping; linear in the text's length.
    [[nodiscard]] std::vector<text::Span> in(std::string_view text) const;

private:
    struct Run; // letters without anything between
    static std::vector<Run> runsOf(std::string_view text);
    void addUnspaced(const Run& run, bool isKnown);
    void addFoundPerson(std::string_view name);
    void addMailbox(std::string_view mail);
    void addPart(const std::string& characters, std::size_t count);
    [[nodiscard]] bool isName(const Run& run) const;
    [[nodiscard]] std::vector<bool> namesAmong(const std::vector<Run>& runs, std::string_view text) const;
    void addUnspacedIn(const Run& run, std::vector<text::Span>& spans) const;

    std::string m_exact; // as it was given: a name may be "user 1042"
    std::set<std::string, std::less<>> m_words; // folded, as all of the following
    std::set<std::string, std::less<>> m_capitalised; // names where they begin with a capital
    std::set<std::string, std::less<>> m_joining; // names beside another one
    std::set<std::string, std::less<>> m_wholes; // words in alphabetical order
    std::set<std::string, std::less<>> m_parts; // of scripts without spaces
    std::set<std::size_t> m_partLengths; // in characters
};

} // namespace tandem
