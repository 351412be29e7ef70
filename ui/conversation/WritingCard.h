#pragma once

#include "desk/DraftFeed.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace tandem::ui {

class TextLabel;
class WritingView;

// The draft of a ticket while the engine writes it; its checked draft takes its place. Says aloud that it begins and that it
// ends, and nothing between. UI thread.
class WritingCard : public QWidget {
    Q_OBJECT

public:
    explicit WritingCard(QWidget* parent = nullptr);

    // What comes next of `news.ticket`; of another ticket than before it starts anew.
    void hear(const DraftNews& news);
    // Drops what was heard of another ticket than `ticket`.
    void keepFor(const TicketId& ticket);
    // The ticket is read anew: a draft that ended is in it, and with `replaced` the one that is shown is.
    void ticketShown(bool replaced);
    // Not to be seen until the next one.
    void putAway();
    // There is something to be seen: text, or after a moment that something is done.
    [[nodiscard]] bool isWanted() const { return m_wanted; }
    [[nodiscard]] const TicketId& ticket() const { return m_ticket; }
    [[nodiscard]] const WritingView& view() const { return *m_view; }
    // "writing, 41 words, 1.9 s".
    [[nodiscard]] QString meta() const;

Q_SIGNALS:
    void wantedChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    void goOn(const DraftNews& news);
    void forget();
    void setWanted(bool wanted);
    void announce(const QString& name);

    TicketId m_ticket;
    std::uint64_t m_draft = 0;
    DraftStage m_stage = DraftStage::Ended;
    std::string m_text;
    std::size_t m_codePoints = 0;
    int m_words = 0;
    Milliseconds m_age{};
    QElapsedTimer m_heard; // since m_age was told
    QTimer m_patience; // before it shows without text, and after the end before it goes without a draft
    QTimer m_tick;
    bool m_wanted = false;
    bool m_putAway = false;
    WritingView* m_view = nullptr;
    TextLabel* m_meta = nullptr;
};

} // namespace tandem::ui
