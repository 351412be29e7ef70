#include "ui/conversation/ReplyMarks.h"

#include "ui/conversation/PlainText.h"
#include "ui/widgets/Strings.h"

namespace tandem::ui {

std::vector<ReplyMark> replyMarks(const QString& text, const std::vector<DraftSentence>& sentences)
{
    std::vector<ReplyMark> marks;
    qsizetype next = 0;
    for (const DraftSentence& sentence : sentences) {
        const QString words = qt(sentence.text).trimmed();
        const qsizetype at = words.isEmpty() ? -1 : text.indexOf(words, next);
        if (at < 0)
            continue;
        next = at + words.size();
        ReplyMark mark;
        mark.begin = static_cast<int>(at);
        mark.end = static_cast<int>(next);
        mark.support = supportOf(sentence);
        if (mark.support == Support::Unsupported) {
            mark.reason = shownLine(sentence.reason);
            mark.finding = valueFinding(sentence);
            const qsizetype value = mark.finding.value.isEmpty() ? -1 : words.indexOf(mark.finding.value);
            if (value >= 0) {
                mark.valueBegin = static_cast<int>(at + value);
                mark.valueEnd = mark.valueBegin + static_cast<int>(mark.finding.value.size());
            }
        }
        marks.push_back(std::move(mark));
    }
    return marks;
}

std::vector<ReplyMark> marksAfterEdit(std::vector<ReplyMark> marks, int position, int removed, int added)
{
    std::erase_if(marks, [&](const ReplyMark& mark) { return mark.end > position && mark.begin < position + removed; });
    // Nothing was taken away, but something stands in its midst now.
    std::erase_if(marks, [&](const ReplyMark& mark) { return mark.begin < position && position < mark.end; });
    for (ReplyMark& mark : marks) {
        if (mark.begin < position)
            continue;
        const int by = added - removed;
        mark.begin += by;
        mark.end += by;
        if (mark.valueEnd > 0) {
            mark.valueBegin += by;
            mark.valueEnd += by;
        }
    }
    return marks;
}

} // namespace tandem::ui
