#pragma once

#include "base/Clock.h"
#include "model/Classification.h"
#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// What a person made of a draft, from best to worst. AsWritten: sent as it stood. Edited: every statement of it was sent word for
// word, and no number, link or code was added. Rewritten: sent otherwise. Rejected: a person said that it is wrong.
enum class DraftVerdict : std::uint8_t { AsWritten, Edited, Rewritten, Rejected };
std::string_view name(DraftVerdict verdict); // "as_written"…
std::optional<DraftVerdict> draftVerdictFrom(std::string_view text);

// Why a draft was rejected. Words of its own would be personal.
enum class DraftFault : std::uint8_t { WrongFact, NotTheQuestion, Incomplete, Tone, Other };
std::string_view name(DraftFault fault); // "wrong_fact"…
std::optional<DraftFault> draftFaultFrom(std::string_view text);

// Numbers and names of enums alone: it outlives its ticket.
struct DraftReview {
    DraftId draft;
    TicketId ticket;
    Category category = Category::GeneralInquiry;
    std::string provider; // who wrote it, as Usage::provider
    Language language = Language::En;
    double confidence = 0;
    bool isSendable = false; // no reason for a person stood against it
    DraftVerdict verdict = DraftVerdict::AsWritten;
    double changed = 0; // 0…1, the share of words that are not in both the draft and what was sent
    std::optional<DraftFault> fault; // only of a rejected one, when it was told
    ActorId actor;
    TimePoint at{};
};

// Of the drafts of one kind that a person looked at.
struct ReviewFigures {
    int reviewed = 0;
    int wrong = 0; // rewritten or rejected

    bool operator==(const ReviewFigures&) const = default;
};

// Whether answers of one writer about one category may go out by themselves, and what is missing.
struct AutoSendState {
    Category category = Category::GeneralInquiry;
    std::string provider;
    ReviewFigures figures; // of the newest reviews that count
    double proven = 0; // lower bound of the share of right drafts
    double bound = 0; // that it must reach
    double confidence = 0; // of a draft, at least
    int missing = 0; // right drafts in a row until then; 0 = none
    bool isOn = false; // false: nothing goes out by itself, whatever is proven
    bool isUnlocked = false;
};

inline bool isRight(DraftVerdict verdict)
{
    return verdict == DraftVerdict::AsWritten || verdict == DraftVerdict::Edited;
}

} // namespace tandem
