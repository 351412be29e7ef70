#include "ui/conversation/WritingCard.h"

#include "base/Text.h"
#include "ui/conversation/IconLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/WritingView.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/TextLabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int inset = 12;
constexpr int patience = 150; // ms
constexpr int farewell = 2000; // ms, for the ticket to be read
constexpr int tick = 100; // ms
constexpr std::size_t longest = 64U << 10U; // bytes; a server that says more says it to nobody

} // namespace

WritingCard::WritingCard(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    auto* body = new QVBoxLayout;
    body->setContentsMargins(inset, 9, inset, 7);
    m_view = new WritingView(this);
    m_view->setAccessibleName(tr("Draft"));
    body->addWidget(m_view);
    column->addLayout(body);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_stage == DraftStage::Ended)
            forget();
        else
            setWanted(true);
    });
    m_tick.setInterval(tick);
    connect(&m_tick, &QTimer::timeout, this, [this] { m_meta->setText(meta()); });
}

QWidget* WritingCard::makeHeader()
{
    auto* header = new Surface(Surface::Fill::None, Qt::BottomEdge, this);
    auto* row = new QHBoxLayout(header);
    header->setMinimumHeight(themeOf(this).scaled(34));
    row->setContentsMargins(inset, 2, 6, 3);
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("mark"), sizes::icon, Ink::Accent, header));
    auto* word = new TextLabel(TextRole::RowStrong, Ink::Text, header);
    word->setText(tr("Draft"));
    row->addWidget(word);
    m_meta = new TextLabel(TextRole::Meta, Ink::Text3, header);
    // With a name of its own it is not announced whenever its text changes.
    m_meta->setAccessibleName(tr("Progress of the draft"));
    row->addWidget(m_meta, 1);
    auto* hide = new Button(tr("Hide"), ButtonKind::Quiet, header);
    hide->setAccessibleName(tr("Hide the draft while it is written"));
    hide->setKey(tr("Esc"));
    row->addWidget(hide);
    connect(hide, &Button::clicked, this, &WritingCard::putAway);
    return header;
}

void WritingCard::hear(const DraftNews& news)
{
    keepFor(news.ticket);
    m_ticket = news.ticket;
    if (news.stage != DraftStage::Ended)
        return goOn(news);
    if (m_stage == DraftStage::Ended)
        return; // nothing was written
    m_stage = DraftStage::Ended;
    m_putAway = false;
    m_tick.stop();
    if (!m_wanted)
        return forget();
    m_meta->setText(meta());
    m_view->setText(m_view->text(), false);
    m_patience.start(farewell);
}

void WritingCard::goOn(const DraftNews& news)
{
    if (news.draft != m_draft || news.from == 0) {
        m_text.clear();
        m_codePoints = 0;
        m_draft = news.draft;
    }
    if (news.from != m_codePoints || m_text.size() + news.text.size() > longest)
        return; // does not go on from what is here
    if (m_stage == DraftStage::Ended) {
        m_view->clear();
        m_patience.start(patience);
        m_tick.start();
    }
    m_stage = news.stage;
    m_text += news.text;
    m_codePoints += text::codePointCount(news.text);
    m_words = static_cast<int>(text::words(m_text).size());
    m_age = std::clamp<Milliseconds>(news.age, Milliseconds(0), std::chrono::hours(24)); // a server may say anything
    m_heard.start();
    m_view->setText(shownText(m_text), m_stage != DraftStage::Checking);
    m_meta->setText(meta());
    if (!m_text.empty())
        setWanted(true);
}

QString WritingCard::meta() const
{
    const QString words = m_words == 1 ? tr("one word") : tr("%n words", nullptr, m_words);
    const auto age = m_age.count() + (m_heard.isValid() && m_stage != DraftStage::Ended ? m_heard.elapsed() : 0);
    const QString seconds = tr("%1 s").arg(QLocale().toString(static_cast<double>(age) / 1000, 'f', 1));
    switch (m_stage) {
    case DraftStage::Reading: return tr("reading the ticket, %1").arg(seconds);
    case DraftStage::Retrieving: return tr("looking for evidence, %1").arg(seconds);
    case DraftStage::Writing: return tr("writing, %1, %2").arg(words, seconds);
    case DraftStage::Checking:
    case DraftStage::Ended: break;
    }
    return tr("being checked, %1").arg(words);
}

void WritingCard::keepFor(const TicketId& ticket)
{
    if (ticket == m_ticket)
        return;
    forget();
    m_putAway = false;
    m_ticket = ticket;
}

void WritingCard::ticketShown(bool replaced)
{
    if (replaced || m_stage == DraftStage::Ended)
        forget();
}

void WritingCard::putAway()
{
    m_putAway = true;
    setWanted(false);
}

void WritingCard::forget()
{
    m_stage = DraftStage::Ended;
    m_draft = 0;
    m_text.clear();
    m_codePoints = 0;
    m_words = 0;
    m_patience.stop();
    m_tick.stop();
    m_view->clear();
    setWanted(false);
}

void WritingCard::setWanted(bool wanted)
{
    const bool now = wanted && !m_putAway;
    if (std::exchange(m_wanted, now) == now)
        return;
    announce(now ? tr("A draft is being written") : tr("The draft is no longer being written"));
    Q_EMIT wantedChanged();
}

void WritingCard::announce(const QString& name)
{
    setAccessibleName(name);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void WritingCard::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    QPainter painter(this);
    paintBox(painter, rect(), sizes::cardRadius, palette.base, palette.accentLine);
}

} // namespace tandem::ui
