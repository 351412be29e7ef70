#pragma once

#include "desk/Library.h"
#include "ui/library/WordMatches.h"

#include <QString>

#include <vector>

namespace tandem::ui {

// What a passage's score is made of, as it is shown.
enum class HitPart : std::uint8_t { Meaning, Words, Code, Kind, Language };
QString partWord(HitPart part); // "meaning"

// A passage that a search found, as its card shows it.
struct Hit {
    struct Share {
        HitPart part = HitPart::Meaning;
        int hundredths = 0;
        friend bool operator==(const Share&, const Share&) = default;
    };
    ArticleId article;
    DocumentKind kind = DocumentKind::Article;
    Language language = Language::En;
    QString place; // "Refund policy › Duplicate charges"
    QString snippet; // begins with the sentence that answers best
    std::vector<Stretch> marks; // words of the query in `snippet`
    QString quote; // that sentence alone: what is lit in the document
    bool compared = false; // else it stands behind those that were, and has no score
    std::vector<Share> shares; // none is 0; they add up to `hundredths`
    int hundredths = 0;
};

// Best first, as found. The engine's parts of a score lie around a mean of their own and may be below zero, so each is shown as
// what it puts the passage ahead of the weakest in it; 1.00 would be a passage that is ahead in everything. The order and the
// differences between passages stay the engine's. Pure.
std::vector<Hit> hitsOf(const SearchResult& result, std::string_view query);

} // namespace tandem::ui
