#include "ui/conversation/ThreadItem.h"

#include "base/Text.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/widgets/Strings.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace tandem::ui {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(Thread)
};

struct Dated {
    TimePoint at;
    ThreadItem item;
};

// The reason codes in an audit entry's detail, in words.
QString reasonsIn(const TicketView& view, const std::string& detail)
{
    const HighStakesAction action
        = view.ticket.classification ? view.ticket.classification->highStakesAction : HighStakesAction::None;
    QStringList words;
    for (const std::string_view word : text::split(detail, ' ')) {
        const auto code = escalationCodeFrom(word);
        if (!code)
            continue;
        const bool named = *code == EscalationCode::HighStakesAction && action != HighStakesAction::None;
        const QString plain
            = named ? Say::tr("%1 wanted").arg(actionInSentence(std::string(name(action)))) : reasonWords(*code, action);
        words.push_back(words.isEmpty() || named ? plain : plain.left(1).toLower() + plain.mid(1));
    }
    if (words.size() > 3)
        words = words.mid(0, 3) << Say::tr("and more");
    return words.join(Say::tr(", "));
}

struct Told {
    QString icon;
    QString words;
};

std::optional<Told> tellStatus(const TicketView& view, const AuditEntry& entry, TicketStatus status, const QString& who)
{
    const bool engine = entry.actor.empty() || entry.actor.value() == "engine";
    switch (status) {
    case TicketStatus::Escalated:
    case TicketStatus::AwaitingApproval:
    case TicketStatus::AwaitingReview: {
        if (!engine)
            return Told{QStringLiteral("route"), Say::tr("%1 kept this with the desk").arg(who)};
        const QString reasons = reasonsIn(view, entry.detail);
        const QString done
            = status == TicketStatus::AwaitingReview ? Say::tr("Drafted for review") : Say::tr("Routed to a person");
        return Told{QStringLiteral("route"), reasons.isEmpty() ? done : Say::tr("%1: %2").arg(done, reasons)};
    }
    case TicketStatus::Pending:
        return Told{
            QStringLiteral("clock"), engine ? Say::tr("Waiting for the customer") : Say::tr("%1 set this to pending").arg(who)};
    case TicketStatus::Resolved:
        return Told{QStringLiteral("check"), engine ? Say::tr("Resolved") : Say::tr("%1 resolved this").arg(who)};
    case TicketStatus::Closed:
        return Told{QStringLiteral("check"), engine ? Say::tr("Closed") : Say::tr("%1 closed this").arg(who)};
    case TicketStatus::Failed: return Told{QStringLiteral("alert"), Say::tr("Processing failed")};
    case TicketStatus::Answered:
        return Told{QStringLiteral("check"), Say::tr("Answered without a person: its drafts are proven")};
    case TicketStatus::Received:
    case TicketStatus::Processing: break;
    }
    return std::nullopt;
}

// Decisions are told from the approvals, messages tell themselves; what has no words is left out.
std::optional<Told> tell(const TicketView& view, const AuditEntry& entry, const ActorId& me)
{
    const bool mine = !me.empty() && entry.actor == me;
    const QString who = mine ? Say::tr("You") : isolatedWords(actorName(view, entry.actor, me));
    if (entry.action == "ticket.assigned") {
        const ActorId to(entry.detail);
        if (to.empty() || entry.detail == "nobody")
            return Told{QStringLiteral("user-plus"), Say::tr("%1 took the assignee off").arg(who)};
        if (to == entry.actor)
            return Told{QStringLiteral("user-plus"), mine ? Say::tr("You took this") : Say::tr("%1 took this").arg(who)};
        return Told{QStringLiteral("user-plus"),
            Say::tr("%1 assigned this to %2")
                .arg(who, to == me ? actorName(view, to, me) : isolatedWords(actorName(view, to, me)))};
    }
    // The reply shows itself; that it closed the case does not.
    if (entry.action == "ticket.replied" && entry.detail.starts_with("resolved"))
        return Told{QStringLiteral("check"), Say::tr("%1 resolved this with the reply").arg(who)};
    if (entry.action == "ticket.categorised") {
        const std::string_view detail = entry.detail; // before and after
        if (const auto category = categoryFrom(detail.substr(detail.rfind(' ') + 1)))
            return Told{QStringLiteral("pencil"), Say::tr("%1 set the category to %2").arg(who, categoryWord(*category))};
    }
    if (entry.action == "ticket.reopened")
        return Told{QStringLiteral("undo"), Say::tr("%1 reopened this").arg(who)};
    if (entry.action == "learning.proposed")
        return Told{QStringLiteral("book"), Say::tr("%1 proposed the answer as knowledge").arg(who)};
    constexpr std::string_view prefix = "ticket.";
    if (entry.action.starts_with(prefix)) {
        if (const auto status = ticketStatusFrom(std::string_view(entry.action).substr(prefix.size())))
            return tellStatus(view, entry, *status, who);
    }
    return std::nullopt;
}

ThreadItem event(const Told& told, TimePoint at)
{
    ThreadItem item;
    item.kind = ThreadItemKind::Event;
    item.icon = told.icon;
    item.heading = Say::tr("%1 · %2").arg(told.words, clockTime(at));
    return item;
}

std::optional<Told> tellDecision(const TicketView& view, const Approval& approval, const ActorId& me)
{
    const bool mine = !me.empty() && approval.decidedBy == me;
    const QString who = mine ? Say::tr("You") : isolatedWords(actorName(view, approval.decidedBy, me));
    const QString what = approval.amount.empty()
        ? actionInSentence(approval.action)
        : Say::tr("%1, %2").arg(actionInSentence(approval.action), isolated(shownLine(approval.amount)));
    const QString comment
        = approval.comment.empty() ? QString() : Say::tr(": “%1”").arg(isolatedWords(shownLine(approval.comment)));
    switch (approval.state) {
    case ApprovalState::Approved: return Told{QStringLiteral("stamp"), Say::tr("%1 approved the %2").arg(who, what) + comment};
    case ApprovalState::Rejected: return Told{QStringLiteral("x"), Say::tr("%1 rejected the %2").arg(who, what) + comment};
    case ApprovalState::Expired: return Told{QStringLiteral("clock"), Say::tr("Nobody decided in time: %1").arg(what)};
    case ApprovalState::Waiting: break;
    }
    return std::nullopt;
}

ThreadItem messageItem(const TicketView& view, const Message& message, const ActorId& me)
{
    ThreadItem item;
    item.kind = message.visibility == Visibility::Internal ? ThreadItemKind::Note : ThreadItemKind::Message;
    item.message = message.id;
    item.text = message.text;
    const QString time = clockTime(message.at);
    switch (message.author) {
    case Author::Customer:
        item.heading = customerName(view);
        item.meta = view.customer.email.empty() ? Say::tr("%1 · %2").arg(channelWord(view.ticket.channel), time)
                                                : Say::tr("%1 · %2").arg(isolated(shownLine(view.customer.email)), time);
        break;
    case Author::Agent:
        item.heading = actorName(view, message.actor, ActorId());
        item.meta = !me.empty() && message.actor == me ? Say::tr("you · %1").arg(time) : time;
        break;
    case Author::Ai:
        item.heading = Say::tr("Tandem");
        item.byEngine = true;
        item.meta = time;
        break;
    }
    if (item.kind == ThreadItemKind::Note)
        item.meta = Say::tr("Internal note · %1").arg(time);
    return item;
}

} // namespace

QString actorName(const TicketView& view, const ActorId& actor, const ActorId& me)
{
    if (!me.empty() && actor == me)
        return Say::tr("you");
    if (const auto known = view.names.find(actor); known != view.names.end() && !known->second.empty())
        return shownLine(known->second, mostOfAName);
    if (actor.empty() || actor.value() == "engine")
        return Say::tr("Tandem");
    return Say::tr("A colleague");
}

QString customerName(const TicketView& view)
{
    for (const std::string& name : {view.customer.displayName, view.customer.email, view.customer.externalId}) {
        const QString shown = shownLine(name, mostOfAName);
        if (!shown.isEmpty())
            return shown;
    }
    return Say::tr("Customer");
}

std::vector<ThreadItem> threadItems(const TicketView& view, const ActorId& me, TimePoint now)
{
    std::vector<Dated> dated;
    for (const Message& message : view.messages)
        dated.push_back({message.at, messageItem(view, message, me)});
    for (const AuditEntry& entry : view.events) {
        if (const auto told = tell(view, entry, me))
            dated.push_back({entry.at, event(*told, entry.at)});
    }
    for (const Approval& approval : view.approvals) {
        const TimePoint at = approval.decidedAt.value_or(approval.expiresAt);
        if (const auto told = tellDecision(view, approval, me))
            dated.push_back({at, event(*told, at)});
    }
    std::ranges::stable_sort(dated, {}, &Dated::at);
    std::vector<ThreadItem> items;
    QDate day;
    for (Dated& each : dated) {
        if (const QDate date = localTime(each.at).date(); date != day) {
            day = date;
            ThreadItem separator;
            separator.kind = ThreadItemKind::Day;
            separator.heading = dayWord(each.at, now);
            items.push_back(std::move(separator));
        }
        items.push_back(std::move(each.item));
    }
    return items;
}

} // namespace tandem::ui
