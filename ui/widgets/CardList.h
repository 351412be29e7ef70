#pragma once

#include <QAbstractScrollArea>
#include <QString>

#include <cstdint>
#include <vector>

namespace tandem::ui {

// A short list in a side column: cards of three lines and, under group labels, single lines. One is selected; Up and Down move.
// UI thread.
class CardList : public QAbstractScrollArea {
    Q_OBJECT

public:
    enum class Tone : std::uint8_t { Plain, Soon, Late };
    struct Card {
        QString id; // "" = a group label
        QString title;
        QString value; // at the end of the title's line
        QString name; // second line
        QString time; // at its end
        Tone tone = Tone::Plain;
        QString icon; // before the third line, or before a single line's title
        QString note; // third line
        bool single = false; // one line: icon, title, time
    };

    explicit CardList(QWidget* parent = nullptr);

    // Keeps the selection when its card is still there; otherwise selects the first card.
    void setCards(std::vector<Card> cards);
    [[nodiscard]] QString selected() const { return m_selected; }
    void select(const QString& id);
    void move(int by);

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int heightOf(const Card& card) const;
    [[nodiscard]] int indexAt(int y) const;
    [[nodiscard]] int indexOf(const QString& id) const;
    void paintCard(QPainter& painter, const Card& card, const QRect& box, bool hovered);
    void paintSingle(QPainter& painter, const Card& card, const QRect& box);
    void layOut();

    std::vector<Card> m_cards;
    QString m_selected;
    int m_hovered = -1;
};

} // namespace tandem::ui
