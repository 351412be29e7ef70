#pragma once

#include <QAbstractButton>
#include <QColor>

namespace tandem::ui {

// A word or two that can be pressed: accent text 500, no box.
class TextLink : public QAbstractButton {
    Q_OBJECT

public:
    explicit TextLink(const QString& text, QWidget* parent = nullptr);

    // The ink of a link on a coloured strip; an invalid colour gives the accent back.
    void setInk(const QColor& ink);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor m_ink;
};

} // namespace tandem::ui
