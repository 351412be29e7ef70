#include "ui/customer/HistoryPage.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/customer/TicketRow.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QLocale>
#include <QVBoxLayout>

namespace tandem::ui {

HistoryPage::HistoryPage(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 6);
    column->setSpacing(0);
    m_none = new TextLabel(TextRole::Row, Ink::Text3, this);
    m_none->setText(tr("No earlier tickets"));
    m_none->setContentsMargins(14, 6, 14, 6);
    column->addWidget(m_none);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    column->addLayout(m_rows);
    column->addStretch(1);
}

void HistoryPage::setTicket(const TicketView& view)
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_none->setVisible(view.earlier.empty());
    for (const Ticket& ticket : view.earlier) {
        const QString subject = shownLine(ticket.subject);
        const QString date = QLocale().toString(localTime(ticket.createdAt).date(), QLocale::ShortFormat);
        const QString meta
            = tr("%1 · %2 · %3")
                  .arg(isolated(QStringLiteral("#%1").arg(ticket.number)), statusWord(ticket.status), isolated(date));
        auto* row = new TicketRow(subject.isEmpty() ? tr("No subject") : subject, meta, this);
        connect(row, &TicketRow::clicked, this, [this, id = ticket.id] { Q_EMIT ticketRequested(id); });
        m_rows->addWidget(row);
        row->show();
    }
}

} // namespace tandem::ui
