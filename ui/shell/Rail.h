#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QAbstractButton;

namespace tandem::ui {

class RailButton;

enum class Screen : std::uint8_t { Inbox, Approvals, Library };

// The narrow column of icons at the window's edge: the screens with their counts above, keys, appearance and who one is below.
class Rail : public QWidget {
    Q_OBJECT

public:
    explicit Rail(QWidget* parent = nullptr);

    void setScreen(Screen screen);
    void setBadge(Screen screen, int count); // 0 = none
    // `online`: the dot at the avatar.
    void setPerson(const QString& name, bool online);

Q_SIGNALS:
    void chosen(tandem::ui::Screen screen);
    void helpWanted();
    void appearanceWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    RailButton* add(const QString& icon, const QString& text);

    QList<RailButton*> m_screens; // by Screen
    RailButton* m_person = nullptr;
};

} // namespace tandem::ui
