#pragma once

#include "model/Draft.h"
#include "model/Knowledge.h"

#include <QString>

#include <vector>

namespace tandem::ui {

// What the checks found about a sentence of a draft.
enum class Support : std::uint8_t {
    Courtesy, // claims nothing
    Supported,
    Weak, // supported, but below the floor for certainty
    Unsupported,
};

// Support below this counts as weak, though the checks let it pass at 0.5.
inline constexpr double certaintyFloor = 0.75;

Support supportOf(const DraftSentence& sentence);
// "supported", "weak", "unsupported", "no claim": what a reader of the screen hears.
QString supportWord(Support support);

// The value of a sentence that its reason finds fault with, and what the evidence has instead. Empty when the reason names none.
struct ValueFinding {
    QString value;
    QString nearest;
};
ValueFinding valueFinding(const DraftSentence& sentence);

// The sentence with the evidence's nearest value in the place of its own.
QString withNearest(const QString& sentence, const ValueFinding& finding);

struct SentenceChip {
    int source = 0; // 1-based number of the passage among the evidence
    int position = 0; // of its placeholder in the text
};

struct SentenceSpan {
    int begin = 0;
    int end = 0; // one past the sentence's last character; its chips follow
    Support support = Support::Courtesy;
    int valueBegin = 0; // the value found fault with; empty = none
    int valueEnd = 0;
    std::vector<SentenceChip> chips;
};

// Which way the text of a layout runs: as its beginning does, or each sentence as its own does.
enum class DraftDirections : std::uint8_t { OfTheText, OfEachSentence };

// A draft as it is set: the whole text with a placeholder (no-break space) behind each sentence for each of its sources.
struct DraftText {
    QString text; // lines end with U+2028
    std::vector<SentenceSpan> sentences;
    DraftDirections directions = DraftDirections::OfTheText;
};
DraftText draftText(const Draft& draft, const std::vector<Passage>& evidence);

// Its sources' numbers among `evidence`, without repetition, in order.
std::vector<int> sourcesOf(const DraftSentence& sentence, const std::vector<Passage>& evidence);

} // namespace tandem::ui
