#pragma once

#include "desk/Reviews.h"
#include "ui/conversation/ReplyMarks.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace tandem::ui {

class ComposerEdit;
class TextLabel;

// Has what is written in a reply checked whenever its author pauses, and shows what came of it: lines under the sentences, and
// the first fault in words. UI thread.
class ReplyWatch : public QObject {
    Q_OBJECT

public:
    // Both outlive the watch.
    ReplyWatch(ComposerEdit& edit, TextLabel& words, QObject* parent = nullptr);

    // Notes are not checked: nobody outside reads them.
    void setOn(bool on);
    // Of the text that was asked about; of another text than the one that stands there now it is passed over.
    void show(const QString& text, const ReplyCheck& check);

Q_SIGNALS:
    void checkRequested(const QString& text);

private:
    void ask();
    void tell();

    ComposerEdit& m_edit;
    TextLabel& m_words;
    std::vector<ReplyMark> m_marks;
    QTimer m_pause;
    bool m_on = true;
};

} // namespace tandem::ui
