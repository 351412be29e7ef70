#pragma once

#include <QAbstractButton>
#include <QString>

namespace tandem::ui {

// A 36 × 36 icon of the rail with an optional count badge; an avatar when it has initials instead of an icon.
class RailButton : public QAbstractButton {
    Q_OBJECT

public:
    RailButton(QString icon, const QString& name, QWidget* parent);

    void setBadge(int count); // 0 = none
    void setInitials(const QString& initials, bool online);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void paintPerson(QPainter& painter, const QRect& box);
    void paintCount(QPainter& painter, const QRect& box);

    QString m_icon;
    QString m_initials;
    bool m_online = false;
    bool m_ring = false; // the focus came by keyboard
    int m_badge = 0;
};

} // namespace tandem::ui
