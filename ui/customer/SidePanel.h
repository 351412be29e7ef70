#pragma once

#include "desk/Conversations.h"

#include <QWidget>

class QScrollArea;
class QStackedWidget;

namespace tandem::ui {

class CustomerFacts;
class EvidencePage;
class HistoryPage;
class IconButton;
class TextTabs;

// The column beside the thread: evidence, customer, history. UI thread.
class SidePanel : public QWidget {
    Q_OBJECT

public:
    enum class Page : std::uint8_t { Evidence, Customer, History };

    explicit SidePanel(QWidget* parent = nullptr);

    void setTicket(const TicketView& view);
    void clear();
    // Shows the source of a sentence of the draft; −1 = none.
    void setSentence(int sentence);
    void open(Page page);
    // Whether it shows a button to put it away: where it lies over something.
    void setClosable(bool closable);
    [[nodiscard]] const EvidencePage& evidence() const { return *m_evidence; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void closeRequested();
    void ticketRequested(const tandem::TicketId& ticket);
    // `quote`: the words of it that are cited.
    void articleRequested(const tandem::ArticleId& article, const QString& quote);
    // A source was pressed that this sentence rests on: it is to be selected in the draft.
    void sentenceRequested(int sentence);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QScrollArea* addPage(const QString& name, QWidget* content);

    TextTabs* m_tabs = nullptr;
    IconButton* m_close = nullptr;
    QStackedWidget* m_pages = nullptr;
    EvidencePage* m_evidence = nullptr;
    QScrollArea* m_evidenceArea = nullptr;
    CustomerFacts* m_customer = nullptr;
    HistoryPage* m_history = nullptr;
    TicketId m_ticket;
};

} // namespace tandem::ui
