#include "ui/library/LearningPage.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/CardList.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int mostCandidates = 500;
constexpr int measure = 680;

QString stateWord(CandidateState state)
{
    switch (state) {
    case CandidateState::Accepted: return LearningPage::tr("in the knowledge base");
    case CandidateState::Discarded: return LearningPage::tr("discarded");
    case CandidateState::Undone: return LearningPage::tr("taken back");
    case CandidateState::Proposed: break;
    }
    return LearningPage::tr("waits for a decision");
}

TimePoint nowTime()
{
    return SystemClock().now();
}

CardList::Card rowOf(const LearningCandidate& candidate)
{
    CardList::Card row;
    row.id = qt(candidate.id.value());
    row.title = shownLine(candidate.subject);
    row.name = shownLine(candidate.question);
    row.time = momentWord(candidate.createdAt, nowTime());
    row.icon = candidate.state == CandidateState::Accepted ? QStringLiteral("check") : QStringLiteral("book");
    row.note = candidate.obstacle.empty()             ? stateWord(candidate.state)
        : candidate.state == CandidateState::Accepted ? LearningPage::tr("no longer evidence")
                                                      : LearningPage::tr("cannot be learned");
    return row;
}

} // namespace

LearningPage::LearningPage(Connector& connector, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
{
    m_list = new CardList(this);
    m_list->setAccessibleName(tr("Learned from people"));
    connect(m_list, &CardList::chosen, this, &LearningPage::show);
    makeText();
    setFocusProxy(m_resolution);
    show(QString());
}

QWidget* LearningPage::list() const
{
    return m_list;
}

void LearningPage::makeText()
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* header = new ColumnHeader;
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    m_title = new TextLabel(TextRole::Title);
    m_meta = new TextLabel(TextRole::Meta, Ink::Text3);
    names->addStretch(1);
    names->addWidget(m_title);
    names->addWidget(m_meta);
    names->addStretch(1);
    m_openTicket = new Button(tr("Open ticket"), ButtonKind::Quiet);
    m_openTicket->setIconName(QStringLiteral("arrow-up-right"));
    connect(m_openTicket, &QAbstractButton::clicked, this, [this] {
        if (const auto found = m_candidates.find(m_shown); found != m_candidates.end())
            Q_EMIT ticketWanted(found->second.ticket);
    });
    header->row().setContentsMargins(24, 0, 24, 0);
    header->row().addLayout(names, 1);
    header->row().addWidget(m_openTicket);
    m_error = new Banner(BannerKind::Error);
    connect(m_error, &Banner::actionTriggered, this, &LearningPage::reload);
    m_empty = new EmptyState;
    m_empty->say(QStringLiteral("book"), tr("Nothing to learn from yet"),
        tr("Resolve a ticket with Shift+E, and the answer is proposed here."), {});
    m_body = new QWidget;
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(24, 20, 24, 20);
    body->setSpacing(8);
    auto* asked = new TextLabel(TextRole::MetaStrong, Ink::Text3);
    asked->setText(tr("The customer asked"));
    m_question = new TextLabel(TextRole::Message);
    m_question->setWordWrap(true);
    m_question->setMaximumWidth(measure);
    m_question->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* answered = new TextLabel(TextRole::MetaStrong, Ink::Text3);
    answered->setText(tr("What the next draft may quote"));
    m_resolution = new QPlainTextEdit;
    m_resolution->setMaximumWidth(measure);
    m_resolution->setAccessibleName(answered->text());
    m_resolution->setTabChangesFocus(true);
    body->addWidget(asked);
    body->addWidget(m_question);
    body->addSpacing(12);
    body->addWidget(answered);
    body->addWidget(m_resolution, 1);
    rows->addWidget(header);
    rows->addWidget(m_error);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_body, 1);
    rows->addWidget(makeBar());
}

QWidget* LearningPage::makeBar()
{
    m_bar = new Surface(Surface::Fill::Base, Qt::TopEdge);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(24, 12, 24, 12);
    m_hint = new TextLabel(TextRole::Meta, Ink::Text3);
    m_discard = new Button(tr("Discard"), ButtonKind::Danger);
    m_accept = new Button(tr("Add to the knowledge base"), ButtonKind::Primary);
    m_undo = new Button(tr("Take back"), ButtonKind::Secondary);
    m_undo->setIconName(QStringLiteral("undo"));
    connect(m_discard, &QAbstractButton::clicked, this, [this] { decide(Decision::Discard); });
    connect(m_accept, &QAbstractButton::clicked, this, [this] { decide(Decision::Accept); });
    connect(m_undo, &QAbstractButton::clicked, this, [this] { decide(Decision::Undo); });
    row->addWidget(m_hint, 1);
    row->addWidget(m_discard);
    row->addWidget(m_undo);
    row->addWidget(m_accept);
    return m_bar;
}

void LearningPage::reload()
{
    m_connector.ask(
        this, [actor = m_connector.actor()](Desk& desk) { return desk.learning.candidates(actor, std::nullopt, mostCandidates); },
        [this](Result<std::vector<LearningCandidate>> candidates) {
            if (!candidates) {
                m_error->say(QString(), qt(candidates.error().message), tr("Reload"));
                return;
            }
            m_error->hide();
            take(std::move(*candidates));
        });
}

void LearningPage::take(std::vector<LearningCandidate> candidates)
{
    std::vector<CardList::Card> rows;
    int waiting = 0;
    for (const LearningCandidate& candidate : candidates) {
        if (candidate.state == CandidateState::Proposed) {
            ++waiting;
            rows.push_back(rowOf(candidate));
        }
    }
    CardList::Card group;
    group.title = tr("Decided");
    rows.push_back(group);
    for (const LearningCandidate& candidate : candidates) {
        if (candidate.state != CandidateState::Proposed)
            rows.push_back(rowOf(candidate));
    }
    if (rows.back().id.isEmpty())
        rows.pop_back();
    // What is being edited stays as it is until it is decided.
    const auto before = m_candidates.find(m_shown);
    const bool editing = before != m_candidates.end() && m_resolution->document()->isModified();
    m_candidates.clear();
    for (LearningCandidate& candidate : candidates)
        m_candidates.insert_or_assign(qt(candidate.id.value()), std::move(candidate));
    m_list->setCards(std::move(rows));
    const auto shown = m_candidates.find(m_shown);
    if (!editing || shown == m_candidates.end() || shown->second.state != CandidateState::Proposed)
        show(m_list->selected());
    Q_EMIT waitingChanged(waiting);
}

void LearningPage::show(const QString& id)
{
    m_shown = id;
    const auto found = m_candidates.find(id);
    const bool any = found != m_candidates.end();
    m_empty->setVisible(!any);
    m_body->setVisible(any);
    m_bar->setVisible(any);
    m_openTicket->setVisible(any);
    if (!any) {
        m_title->setText(tr("Nothing chosen"));
        m_meta->clear();
        return;
    }
    const LearningCandidate& candidate = found->second;
    m_title->setText(shownLine(candidate.subject));
    m_meta->setText(tr("%1 · %2 · %3").arg(languageWord(candidate.language), qt(candidate.category), stateWord(candidate.state)));
    m_question->setText(shownText(candidate.question));
    m_resolution->setPlainText(qt(candidate.resolution));
    const bool proposed = candidate.state == CandidateState::Proposed;
    m_resolution->setReadOnly(!proposed);
    m_discard->setVisible(proposed);
    m_accept->setVisible(proposed);
    m_undo->setVisible(candidate.state == CandidateState::Accepted);
    for (Button* button : {m_discard, m_accept, m_undo})
        button->setEnabled(true);
    m_accept->setEnabled(candidate.obstacle.empty());
    if (!candidate.obstacle.empty())
        return m_hint->setText(shownLine(candidate.obstacle));
    m_hint->setText(proposed ? tr("Personal data is already taken out. Check it, change it, add it.") : QString());
}

void LearningPage::decide(Decision decision)
{
    const auto found = m_candidates.find(m_shown);
    if (found == m_candidates.end())
        return;
    for (Button* button : {m_discard, m_accept, m_undo})
        button->setEnabled(false);
    std::optional<std::string> changed;
    if (m_resolution->document()->isModified())
        changed = utf8(m_resolution->toPlainText());
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id = found->second.id, decision, changed](Desk& desk) {
            switch (decision) {
            case Decision::Accept: return desk.learning.accept(actor, id, changed);
            case Decision::Discard: return desk.learning.discard(actor, id);
            case Decision::Undo: break;
            }
            return desk.learning.undo(actor, id);
        },
        [this, decision](const Status& status) { done(decision, status); });
}

void LearningPage::done(Decision decision, const Status& status)
{
    for (Button* button : {m_discard, m_accept, m_undo})
        button->setEnabled(true);
    if (!status) {
        m_error->say(QString(), qt(status.error().message), tr("Reload"));
        return;
    }
    m_candidates.erase(m_shown); // so that the answer shows the decided state, not the text being edited
    Q_EMIT said(decision == Decision::Accept ? tr("Learned. The next draft can quote it.")
            : decision == Decision::Discard  ? tr("Discarded.")
                                             : tr("Taken back. No draft will quote it any more."));
    reload();
}

void LearningPage::move(int by)
{
    m_list->move(by);
}

void LearningPage::select(const CandidateId& id)
{
    m_list->select(qt(id.value()));
}

} // namespace tandem::ui
