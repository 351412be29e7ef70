#include "ui/conversation/ComposerState.h"

#include <algorithm>

namespace tandem::ui {

namespace {

// How much of a text's beginning is what was sent, white space around it included.
qsizetype sentLength(const QString& written, const QString& sent)
{
    qsizetype begin = 0;
    while (begin < written.size() && written[begin].isSpace())
        ++begin;
    if (sent.isEmpty() || !QStringView(written).sliced(begin).startsWith(sent))
        return 0;
    qsizetype end = begin + sent.size();
    while (end < written.size() && written[end].isSpace())
        ++end;
    return end;
}

} // namespace

void ComposerState::append(ComposerMode where, const QString& text)
{
    mode = where;
    (where == ComposerMode::Note ? note : reply) += text;
}

qsizetype ComposerState::arrived()
{
    QString& written = keyMode == ComposerMode::Note ? note : reply;
    const qsizetype sent = sentLength(written, keyText);
    if (sent > 0) {
        written.remove(0, sent);
        if (keyMode == ComposerMode::Reply)
            draft = DraftId();
        else if (written.isEmpty())
            lostReason.clear();
    }
    then = TicketStatus::Pending;
    key.clear();
    keyText.clear();
    error.clear();
    sending = false;
    return sent;
}

bool ComposerState::reasonKept(const QString& reason)
{
    return std::erase_if(reasons, [&](const SentReason& each) { return each.key == reason; }) > 0;
}

bool ComposerState::reasonRefused(const QString& reason, const QString& why)
{
    const auto found = std::ranges::find(reasons, reason, &SentReason::key);
    if (found == reasons.end())
        return false;
    if (!note.isEmpty() && !note.endsWith(u'\n'))
        note += u'\n';
    note += found->text;
    lostReason = why;
    reasons.erase(found);
    return true;
}

} // namespace tandem::ui
