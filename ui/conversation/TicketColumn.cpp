#include "ui/conversation/TicketColumn.h"

#include "ui/conversation/DecisionCard.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/ReplyWatch.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketHeader.h"
#include "ui/conversation/TicketWait.h"
#include "ui/conversation/WritingCard.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Strings.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tandem::ui {

TicketColumn::TicketColumn(ActorId me, std::function<TimePoint()> now, QWidget* parent)
    : TicketRequests(parent)
    , m_me(std::move(me))
    , m_now(std::move(now))
{
    setAccessibleName(tr("Ticket"));
    m_pages = new QStackedLayout(this);
    m_empty = new EmptyState(this);
    m_empty->say(QStringLiteral("inbox"), tr("No ticket is open"), tr("Choose one from the list"), QString());
    m_pages->addWidget(m_empty);
    m_wait = new TicketWait(this);
    m_pages->addWidget(m_wait);
    setFocusProxy(m_empty);
    m_page = new QWidget(this);
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new TicketHeader(m_page);
    m_thread = new ThreadView(m_page);
    m_composer = new Composer(m_page);
    m_draft = new DraftCard(m_thread->viewport());
    m_writing = new WritingCard(m_thread->viewport());
    m_writing->hide();
    column->addWidget(m_header);
    column->addWidget(m_thread, 1);
    column->addWidget(m_composer);
    m_pages->addWidget(m_page);
    connect(m_header, &TicketHeader::assignRequested, this, &TicketColumn::assignRequested);
    connect(m_header, &TicketHeader::resolveRequested, this, &TicketColumn::resolveRequested);
    connect(m_header, &TicketHeader::reopenRequested, this, &TicketColumn::reopenRequested);
    connect(m_header, &TicketHeader::backRequested, this, &TicketColumn::backRequested);
    connect(m_header, &TicketHeader::detailsRequested, this, &TicketColumn::detailsRequested);
    connect(m_composer, &Composer::replyRequested, this, &TicketColumn::replyRequested);
    connect(m_composer, &Composer::noteRequested, this, &TicketColumn::noteRequested);
    connect(&m_composer->watch(), &ReplyWatch::checkRequested, this, [this](const QString& text) {
        if (!ticket().empty())
            Q_EMIT checkRequested(ticket(), text);
    });
    connect(m_composer, &Composer::draftWanted, this, &TicketColumn::acceptDraft);
    connect(m_composer, &Composer::left, m_thread, [this] { m_thread->setFocus(Qt::OtherFocusReason); });
    connectDraft();
    connectWait();
}

TicketColumn::~TicketColumn() = default;

void TicketColumn::connectWait()
{
    connect(m_wait, &TicketWait::late, this, [this] { setUpdatesEnabled(true); });
    connect(m_wait, &TicketWait::late, this, &TicketColumn::ticketLate);
    connect(m_wait, &TicketWait::left, this, &TicketColumn::keepBegun);
    connect(m_wait, &TicketWait::retryRequested, this, [this] {
        m_wait->start();
        if (m_begun)
            m_wait->listen();
        Q_EMIT retryRequested();
    });
    connect(m_wait, &TicketWait::backRequested, this, &TicketColumn::backRequested);
}

void TicketColumn::keepBegun()
{
    if (const auto mode = std::exchange(m_begun, std::nullopt))
        m_states[m_expected].append(*mode, m_wait->takeWritten());
}

// What is written stays with its ticket.
void TicketColumn::putAside()
{
    keepBegun();
    if (!m_view.ticket.id.empty())
        m_states[m_view.ticket.id] = m_composer->state();
    m_view = {};
    m_composer->restore({});
    m_thread->setThread({}, {});
    m_thread->setCards({});
    for (DecisionCard* card : std::exchange(m_approvals, {}))
        card->deleteLater();
    m_expected = {};
    m_wait->end();
}

// The keyboard goes along.
void TicketColumn::turnTo(QWidget* page)
{
    const bool held = isAncestorOf(window()->focusWidget());
    QWidget* heart = page == m_page ? m_thread : page;
    m_pages->setCurrentWidget(page);
    setFocusProxy(heart);
    if (held)
        heart->setFocus(Qt::OtherFocusReason);
}

void TicketColumn::expect(const TicketId& id)
{
    setUpdatesEnabled(false); // a ticket that comes at once takes the place of the one before without a blank between
    turnTo(m_wait);
    putAside();
    m_writing->keepFor(id);
    m_expected = id;
    m_wait->start();
}

void TicketColumn::cannotShow(const QString& why)
{
    if (!m_expected.empty())
        m_wait->fail(why);
}

void TicketColumn::setTicket(const TicketView& view)
{
    const bool same = view.ticket.id == m_view.ticket.id;
    const bool waited = m_wait->hasFocus() || m_wait->isAncestorOf(window()->focusWidget());
    const bool begun = waited && view.ticket.id == m_expected && m_begun;
    const ComposerMode mode = m_begun.value_or(ComposerMode::Reply);
    const bool redrafted
        = same && view.ticket.draft && (!m_view.ticket.draft || m_view.ticket.draft->id != view.ticket.draft->id);
    if (!same)
        putAside();
    m_view = view;
    m_writing->keepFor(view.ticket.id);
    m_writing->ticketShown(redrafted);
    m_header->setTicket(view, m_me);
    if (!same) {
        const auto kept = m_states.find(view.ticket.id);
        m_composer->restore(kept == m_states.end() ? ComposerState() : kept->second);
        if (kept != m_states.end())
            m_states.erase(kept);
    }
    m_composer->setRecipient(customerName(view));
    m_thread->setThread(view.ticket.id, threadItems(view, m_me, m_now()));
    showCards();
    showComposer();
    if (!same)
        turnTo(m_page);
    setUpdatesEnabled(true);
    if (begun)
        m_composer->start(mode);
}

void TicketColumn::clear()
{
    turnTo(m_empty);
    putAside();
    m_writing->keepFor({});
    setUpdatesEnabled(true);
}

void TicketColumn::setWays(bool back, bool details)
{
    m_wait->setBack(back);
    m_header->setWays(back, details);
}

void TicketColumn::setActor(const ActorId& me, const QString& whyNotDecide)
{
    m_me = me;
    m_whyNot = whyNotDecide;
    for (DecisionCard* card : m_approvals)
        card->setWhyNot(whyNotDecide);
}

void TicketColumn::press(TicketKey key)
{
    if (!m_expected.empty()) {
        if (key != TicketKey::Reply && key != TicketKey::Note)
            return;
        keepBegun(); // of the other kind
        m_begun = key == TicketKey::Note ? ComposerMode::Note : ComposerMode::Reply;
        m_wait->listen();
        return;
    }
    switch (key) {
    case TicketKey::Reply: start(ComposerMode::Reply); break;
    case TicketKey::Note: start(ComposerMode::Note); break;
    case TicketKey::NextSentence: moveSentence(1); break;
    case TicketKey::PreviousSentence: moveSentence(-1); break;
    case TicketKey::Source: openSource(); break;
    case TicketKey::Accept: acceptDraft(); break;
    case TicketKey::Approve: approveFirst(); break;
    case TicketKey::Reject: rejectFirst(); break;
    }
}

void TicketColumn::sent(const QString& key)
{
    if (m_composer->state().key == key) {
        m_composer->arrived();
        return;
    }
    if (m_composer->reasonKept(key))
        return;
    for (auto& [id, state] : m_states) {
        if (state.key == key)
            state.arrived();
        else
            state.reasonKept(key);
    }
}

void TicketColumn::showCheck(const TicketId& ticket, const QString& text, const ReplyCheck& check)
{
    if (ticket == m_view.ticket.id)
        m_composer->watch().show(text, check);
}

void TicketColumn::notSent(const QString& key, const QString& why)
{
    if (m_composer->state().key == key) {
        m_composer->failed(why);
        return;
    }
    bool reason = m_composer->reasonRefused(key, why);
    for (auto& [id, state] : m_states) {
        if (state.key == key) {
            state.sending = false;
            state.error = why;
        } else {
            reason = state.reasonRefused(key, why) || reason;
        }
    }
    // The reply beside it may have gone out, so it is said wherever the person looks now.
    if (reason)
        Q_EMIT problem(tr("The reason for sending anyway was not kept: %1").arg(why));
}

void TicketColumn::start(ComposerMode mode)
{
    if (m_pages->currentWidget() == m_page)
        m_composer->start(mode);
}

void TicketColumn::approveFirst()
{
    if (m_approvals.empty())
        return;
    if (m_approvals.front()->hasFocus() || m_approvals.front()->isAncestorOf(focusWidget()))
        m_approvals.front()->approve();
    else
        m_approvals.front()->startDecision();
}

void TicketColumn::rejectFirst()
{
    if (!m_approvals.empty())
        m_approvals.front()->askReason();
}

void TicketColumn::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).palette().base);
}

// Keys that nothing below wanted; a text field takes its own.
void TicketColumn::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_BracketLeft)
        moveSentence(-1);
    else if (event->key() == Qt::Key_BracketRight)
        moveSentence(1);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        openSource();
    else if (event->key() == Qt::Key_Escape && m_writing->isWanted())
        m_writing->putAway();
    else
        TicketRequests::keyPressEvent(event);
}

} // namespace tandem::ui
