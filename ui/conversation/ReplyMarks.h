#pragma once

#include "ui/conversation/DraftText.h"

#include <QString>

#include <vector>

namespace tandem::ui {

// A checked sentence where it stands in a reply. Positions in UTF-16 units of the reply's text.
struct ReplyMark {
    int begin = 0;
    int end = 0; // one past its last
    Support support = Support::Courtesy;
    int valueBegin = 0; // the value found fault with; empty = none
    int valueEnd = 0;
    QString reason; // why it is not supported; "" = it is
    ValueFinding finding;
};

// Where the sentences of a check stand in the text that was checked, in order; one that is not found is left out. Pure.
std::vector<ReplyMark> replyMarks(const QString& text, const std::vector<DraftSentence>& sentences);

// What is left of marks when `removed` characters at `position` gave way to `added` ones: those before stay, those behind move,
// those that were touched are gone, for what they say was said of another sentence. Pure.
std::vector<ReplyMark> marksAfterEdit(std::vector<ReplyMark> marks, int position, int removed, int added);

} // namespace tandem::ui
