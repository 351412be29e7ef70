#include "ui/conversation/TicketColumn.h"

#include "ui/conversation/DecisionCard.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketHeader.h"
#include "ui/conversation/TicketWait.h"
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
    connect(m_composer, &Composer::draftWanted, this, &TicketColumn::acceptDraft);
    connect(m_composer, &Composer::left, m_thread, [this] { m_thread->setFocus(Qt::OtherFocusReason); });
    connectDraft();
    connectWait();
}

TicketColumn::~TicketColumn() = default;

void TicketColumn::connectDraft()
{
    connect(m_draft, &DraftCard::acceptRequested, this, &TicketColumn::acceptDraft);
    connect(m_draft, &DraftCard::editRequested, this, &TicketColumn::takeDraft);
    connect(m_draft, &DraftCard::rejectRequested, this, &TicketColumn::rejectDraft);
    connect(m_draft, &DraftCard::fixRequested, this, &TicketColumn::fixDraft);
    connect(m_draft, &DraftCard::sourceRequested, this, &TicketColumn::sourceOpened);
    connect(m_draft, &DraftCard::sentenceSelected, this, [this](int sentence) {
        const DraftView& sentences = m_draft->sentences();
        const QRect rect = sentences.partRect(sentence);
        m_thread->reveal(m_draft, rect.translated(sentences.mapTo(m_draft, QPoint())));
        Q_EMIT sourceShown(sentence);
    });
}

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
    if (!same)
        putAside();
    m_view = view;
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
    setUpdatesEnabled(true);
}

void TicketColumn::setWays(bool back, bool details)
{
    m_wait->setBack(back);
    m_header->setWays(back, details);
}

void TicketColumn::selectSentence(int sentence)
{
    if (isDraftWaiting())
        m_draft->sentences().select(sentence);
}

bool TicketColumn::isDraftWaiting() const
{
    const Ticket& ticket = m_view.ticket;
    if (!ticket.draft || m_rejected.contains(ticket.draft->id))
        return false;
    switch (ticket.status) {
    case TicketStatus::AwaitingReview:
    case TicketStatus::AwaitingApproval:
    case TicketStatus::Escalated: return true;
    default: return false;
    }
}

void TicketColumn::showCards()
{
    std::vector<QWidget*> cards;
    std::vector<DecisionCard*> kept;
    for (const Approval& approval : m_view.approvals) {
        if (approval.state != ApprovalState::Waiting)
            continue;
        const auto known
            = std::ranges::find_if(m_approvals, [&](const DecisionCard* card) { return card->approval() == approval.id; });
        DecisionCard* card = known == m_approvals.end() ? new DecisionCard(m_thread->viewport()) : *known;
        if (known == m_approvals.end()) {
            connect(card, &DecisionCard::approveRequested, this, &TicketColumn::approveRequested);
            connect(card, &DecisionCard::rejectRequested, this, &TicketColumn::rejectRequested);
        }
        card->setApproval(m_view, approval, m_now());
        card->setWhyNot(m_whyNot);
        kept.push_back(card);
        cards.push_back(card);
    }
    if (isDraftWaiting()) {
        m_draft->setTicket(m_view);
        cards.push_back(m_draft);
    } else {
        m_draft->hide();
    }
    m_thread->setCards(cards);
    for (DecisionCard* card : m_approvals) {
        if (std::ranges::find(kept, card) == kept.end())
            card->deleteLater();
    }
    m_approvals = std::move(kept);
}

void TicketColumn::showComposer()
{
    const bool waiting = isDraftWaiting();
    m_composer->setDraft(m_view.ticket.draft, waiting && !m_view.ticket.draft->abstained);
    m_composer->setEnabled(m_view.ticket.status != TicketStatus::Closed);
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

void TicketColumn::moveSentence(int by)
{
    if (isDraftWaiting())
        m_draft->moveSentence(by);
}

void TicketColumn::openSource()
{
    const int sentence = m_draft->sentences().selected();
    if (isDraftWaiting() && sentence >= 0)
        Q_EMIT sourceOpened(sentence);
}

QString TicketColumn::draftText() const
{
    return qt(m_view.ticket.draft->text);
}

void TicketColumn::acceptDraft()
{
    if (isDraftWaiting() && !m_view.ticket.draft->abstained)
        takeDraft();
}

void TicketColumn::takeDraft()
{
    if (isDraftWaiting())
        m_composer->take(m_view.ticket.draft->id, draftText());
}

// In the composer's text when it holds the value already, else in the draft on its way there.
void TicketColumn::fixDraft(int sentence, const QString& value, const QString& replacement)
{
    if (m_composer->mode() == ComposerMode::Reply && m_composer->replace(value, replacement))
        return;
    if (!isDraftWaiting())
        return;
    const QString faulty = qt(m_view.ticket.draft->sentences[static_cast<std::size_t>(sentence)].text);
    QString text = draftText();
    if (const qsizetype at = text.indexOf(faulty); at >= 0)
        text.replace(at, faulty.size(), withNearest(faulty, {value, replacement}));
    m_composer->take(m_view.ticket.draft->id, text);
}

void TicketColumn::rejectDraft()
{
    m_rejected.insert(m_view.ticket.draft->id);
    if (!m_view.ticket.draft->abstained)
        Q_EMIT draftRejected(m_view.ticket.draft->id);
    showCards();
    showComposer();
    m_thread->setFocus(Qt::OtherFocusReason);
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
    else
        TicketRequests::keyPressEvent(event);
}

} // namespace tandem::ui
