#pragma once

#include "desk/Conversations.h"

#include <QString>

#include <vector>

namespace tandem::ui {

enum class ComposerMode : std::uint8_t { Reply, Note };

// Why a value that is not in the evidence went out: a note that travels beside the reply.
struct SentReason {
    QString key;
    QString text;
};

// What a person is writing on one ticket; kept while another is open.
struct ComposerState {
    ComposerMode mode = ComposerMode::Reply;
    QString reply;
    QString note;
    DraftId draft; // the draft the reply was made from
    // The last attempt: the same text again keeps its key, so that a repeated send arrives once.
    QString key;
    QString keyText;
    ComposerMode keyMode = ComposerMode::Reply;
    TicketStatus then = TicketStatus::Pending; // what the ticket becomes with the reply that is being sent
    bool sending = false;
    QString error; // why the last attempt failed; "" = it did not
    std::vector<SentReason> reasons = {}; // on their way
    QString lostReason; // why a reason could not be kept, until its text, put into the note, is; "" = none was lost

    // Goes on writing.
    void append(ComposerMode where, const QString& text);
    // The attempt with `key` arrived. What was typed behind it meanwhile stays. Returns how many characters at the text's
    // beginning went out, 0 when they stand there no more.
    qsizetype arrived();
    // The reason with this key was kept. False: there is none.
    bool reasonKept(const QString& reason);
    // Puts the reason with this key into the note, so that it is not lost with the attempt. False: there is none.
    bool reasonRefused(const QString& reason, const QString& why);
};

} // namespace tandem::ui
