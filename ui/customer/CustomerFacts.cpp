#include "ui/customer/CustomerFacts.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/ThreadItem.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

QString tenureWords(int days)
{
    if (days >= 730)
        return CustomerFacts::tr("for %n years", nullptr, days / 365);
    if (days >= 60)
        return CustomerFacts::tr("for %n months", nullptr, days / 30);
    return days > 1 ? CustomerFacts::tr("for %n days", nullptr, days) : CustomerFacts::tr("new");
}

} // namespace

CustomerFacts::CustomerFacts(Extent extent, QWidget* parent)
    : QWidget(parent)
    , m_extent(extent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    m_name = new TextLabel(TextRole::MetaStrong, Ink::Text, this);
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    head->addWidget(m_name, 1);
    m_tier = new TextLabel(TextRole::Meta, Ink::Text3, this);
    head->addWidget(m_tier, 0, Qt::AlignTop);
    column->addLayout(head);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(12);
    m_facts->setVerticalSpacing(4);
    m_facts->setColumnStretch(1, 1);
    column->addLayout(m_facts);
}

void CustomerFacts::addFact(const QString& label, const QString& value)
{
    if (value.isEmpty())
        return;
    const int row = m_facts->rowCount();
    auto* name = new TextLabel(TextRole::Meta, Ink::Text3, this);
    name->setText(label);
    auto* words = new TextLabel(TextRole::Meta, Ink::Text, this);
    words->setText(value);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->setAccessibleName(tr("%1: %2").arg(label, value));
    m_facts->addWidget(name, row, 0, Qt::AlignTop);
    m_facts->addWidget(words, row, 1, Qt::AlignTop);
}

void CustomerFacts::setTicket(const TicketView& view)
{
    while (QLayoutItem* item = m_facts->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const Customer& customer = view.customer;
    m_name->setText(customerName(view));
    m_tier->setText(tr("%1, %2").arg(tierWord(customer.tier), tenureWords(customer.tenureDays)));
    addFact(tr("Tickets"), tr("%n before", nullptr, customer.previousTickets));
    if (view.ticket.classification) {
        const LanguageGuess& language = view.ticket.classification->language;
        addFact(tr("Language"),
            language.mixed ? tr("%1, mixed").arg(languageWord(language.language)) : languageWord(language.language));
    }
    addFact(tr("Channel"), channelWord(view.ticket.channel));
    if (m_extent == Extent::Brief)
        return;
    addFact(tr("E-mail"), isolated(shownLine(customer.email)));
    addFact(tr("Customer ID"), isolated(shownLine(customer.externalId)));
    if (view.ticket.classification)
        addFact(tr("Sentiment"), isolated(scoreText(view.ticket.classification->sentimentScore)));
    addFact(tr("This ticket"), QLocale().toString(localTime(view.ticket.createdAt), QLocale::ShortFormat));
}

} // namespace tandem::ui
