#pragma once

#include "base/Clock.h"
#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

using FindingId = Id<struct FindingTag>;

enum class FindingKind : std::uint8_t { Duplicate, Contradiction };
std::string_view name(FindingKind kind); // "duplicate", "contradiction"
std::optional<FindingKind> findingKindFrom(std::string_view text);

// One of the two documents that a finding is about.
struct FindingSide {
    ArticleId article;
    std::string title;
    Language language = Language::En;
    PassageId passage;
    std::string text; // the passage's
    std::string sentence; // verbatim in `text`; "" of a duplicate
    std::string value; // what differs: "14 days"; "" of a duplicate and where one denies what the other one says
    std::string contentHash; // of the document when it was compared
};

// Two articles that say the same, or different things of the same. It stands until one of them changes.
struct Finding {
    FindingId id;
    FindingKind kind = FindingKind::Contradiction;
    FindingSide first; // the one with the smaller id
    FindingSide second;
    double score = 0; // 0…1: how alike the sentences, or the documents, are
    TimePoint foundAt{};
    ActorId dismissedBy; // who said that it is none; "" = nobody
    std::optional<TimePoint> dismissedAt;
};

} // namespace tandem
