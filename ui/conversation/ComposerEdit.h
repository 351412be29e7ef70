#pragma once

#include "ui/conversation/ReplyMarks.h"

#include <QTextEdit>

namespace tandem::ui {

// The field a reply is written in: plain text, as high as its text up to eight lines. UI thread.
class ComposerEdit : public QTextEdit {
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget* parent = nullptr);

    // Shown while empty; "%1" in it is a key cap with `key`.
    void setHint(const QString& hint, const QString& key);
    // Tab in the empty field asks for the draft.
    void setDraftWaiting(bool waiting);
    void setInk(const QColor& ink);
    // What was found about sentences of the text that stands there: a line under each, the value found fault with in red, the
    // reason as a tool tip and for who hears the field.
    void setMarks(std::vector<ReplyMark> marks);
    [[nodiscard]] const std::vector<ReplyMark>& marks() const { return m_marks; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendPressed();
    void draftPressed();
    void leavePressed(); // Escape
    void focusChanged();

protected:
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void follow();
    void describe();
    void fillValues();
    void paintHint(QPainter& painter);
    void paintMarks(QPainter& painter) const;
    void paintMark(QPainter& painter, const ReplyMark& mark) const;
    [[nodiscard]] int heightFor(int lines) const;

    QString m_hint;
    QString m_key;
    bool m_draftWaiting = false;
    std::vector<ReplyMark> m_marks;
};

} // namespace tandem::ui
