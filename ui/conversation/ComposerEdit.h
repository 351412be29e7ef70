#pragma once

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

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendPressed();
    void draftPressed();
    void leavePressed(); // Escape
    void focusChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void follow();
    [[nodiscard]] int heightFor(int lines) const;

    QString m_hint;
    QString m_key;
    bool m_draftWaiting = false;
};

} // namespace tandem::ui
