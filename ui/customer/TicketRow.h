#pragma once

#include <QAbstractButton>

namespace tandem::ui {

// An earlier ticket as two lines that can be pressed.
class TicketRow : public QAbstractButton {
    Q_OBJECT

public:
    TicketRow(const QString& subject, const QString& meta, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_meta;
};

} // namespace tandem::ui
