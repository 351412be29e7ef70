#pragma once

#include <QAbstractButton>
#include <QColor>

namespace tandem::ui {

// A 28 × 28 button that shows an icon alone; its name is its tool tip and what a screen reader says.
class IconButton : public QAbstractButton {
    Q_OBJECT

public:
    // `icon`: a name of resources/icons. `name`: what it does; must not be empty.
    IconButton(QString icon, const QString& name, QWidget* parent = nullptr);

    void setIconName(const QString& icon);
    // Changes name and tool tip. `key`: shown after it in the tool tip; "" = none.
    void setName(const QString& name, const QString& key = QString());
    // Side of the button and of its icon in px; 28 and 16 to begin with.
    void setSizes(int side, int icon);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    int m_side;
    int m_iconSize;
};

} // namespace tandem::ui
