#include "ui/inbox/TicketWords.h"

#include "ui/conversation/PlainText.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Strings.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace tandem::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TicketWords", text);
}

QString actionWord(HighStakesAction action)
{
    switch (action) {
    case HighStakesAction::None: return tr("High stakes");
    case HighStakesAction::Refund: return tr("Refund");
    case HighStakesAction::AccountClosure: return tr("Closure");
    case HighStakesAction::DataDeletion: return tr("Deletion");
    case HighStakesAction::PlanDowngradeCredit: return tr("Credit");
    }
    return {};
}

QString reasonWord(EscalationCode code, const TicketSummary& ticket)
{
    switch (code) {
    case EscalationCode::LowConfidence: return ticket.confidence ? QString() : tr("Unsure");
    case EscalationCode::NegativeSentiment: return tr("Sentiment");
    case EscalationCode::RepeatedQuestion: return tr("Repeated");
    case EscalationCode::ChurnThreat: return tr("Leaving");
    case EscalationCode::IncidentBurst: return tr("Incident");
    case EscalationCode::LongConversation: return tr("Long");
    case EscalationCode::HumanRequested: return tr("Human");
    case EscalationCode::LegalRegulatory: return tr("Legal");
    case EscalationCode::HighStakesAction: return actionWord(ticket.action);
    case EscalationCode::NoEvidence: return tr("No source");
    case EscalationCode::UngroundedDraft: return tr("Unsupported");
    case EscalationCode::UnsafeContent: return tr("Unsafe");
    case EscalationCode::InjectionSuspected: return tr("Injection");
    case EscalationCode::BudgetExhausted: return tr("Budget");
    case EscalationCode::StageFailed: return tr("Failed");
    case EscalationCode::CustomerRateLimited: return tr("Many");
    }
    return {};
}

} // namespace

QString channelIcon(Channel channel)
{
    switch (channel) {
    case Channel::Email: return QStringLiteral("mail");
    case Channel::Chat: return QStringLiteral("chat");
    case Channel::Api: return QStringLiteral("code");
    case Channel::Social: return QStringLiteral("at");
    }
    return {};
}

QString channelWord(Channel channel)
{
    switch (channel) {
    case Channel::Email: return tr("Email");
    case Channel::Chat: return tr("Chat");
    case Channel::Api: return tr("API");
    case Channel::Social: return tr("Social");
    }
    return {};
}

QString urgencyWord(Urgency urgency)
{
    switch (urgency) {
    case Urgency::Low: return tr("low urgency");
    case Urgency::Medium: return tr("medium urgency");
    case Urgency::High: return tr("high urgency");
    case Urgency::Critical: return tr("critical urgency");
    }
    return {};
}

QString languageCode(Language language)
{
    return qt(name(language)).toUpper();
}

QString languageWord(Language language)
{
    switch (language) {
    case Language::En: return tr("English");
    case Language::Es: return tr("Spanish");
    case Language::Fr: return tr("French");
    case Language::De: return tr("German");
    case Language::It: return tr("Italian");
    case Language::Pt: return tr("Portuguese");
    case Language::Nl: return tr("Dutch");
    case Language::Pl: return tr("Polish");
    case Language::Tr: return tr("Turkish");
    case Language::Ar: return tr("Arabic");
    case Language::Zh: return tr("Chinese");
    case Language::Ja: return tr("Japanese");
    }
    return {};
}

QString viewWord(InboxView view)
{
    switch (view) {
    case InboxView::Mine: return tr("Mine");
    case InboxView::Unassigned: return tr("Unassigned");
    case InboxView::AllOpen: return tr("All open");
    case InboxView::Approvals: return tr("Approvals");
    case InboxView::Escalated: return tr("Escalated");
    case InboxView::Resolved: return tr("Resolved");
    case InboxView::All: return tr("All");
    }
    return {};
}

QString viewIcon(InboxView view)
{
    switch (view) {
    case InboxView::Mine: return QStringLiteral("inbox");
    case InboxView::Unassigned: return QStringLiteral("user");
    case InboxView::AllOpen: return QStringLiteral("layers");
    case InboxView::Approvals: return QStringLiteral("stamp");
    case InboxView::Escalated: return QStringLiteral("lifebuoy");
    case InboxView::Resolved: return QStringLiteral("check");
    case InboxView::All: return QStringLiteral("database");
    }
    return {};
}

QString orderWord(InboxOrder order)
{
    switch (order) {
    case InboxOrder::Due: return tr("Due first");
    case InboxOrder::Waiting: return tr("Waiting longest");
    case InboxOrder::Newest: return tr("Newest first");
    }
    return {};
}

QString dueGroupWord(std::size_t group)
{
    switch (group) {
    case 0: return tr("Due within the hour");
    case 1: return tr("Later today");
    default: return tr("Later");
    }
}

QStringList reasonWords(const TicketSummary& ticket)
{
    QStringList words;
    for (const EscalationCode code : ticket.reasons) {
        const QString word = reasonWord(code, ticket);
        if (!word.isEmpty() && !words.contains(word))
            words.append(word);
    }
    // It waited already when the others came.
    const QString incident = tr("Incident");
    if (ticket.group && ticket.group->incident && !words.contains(incident))
        words.append(incident);
    return words;
}

QString similarWord(const TicketSummary& ticket)
{
    if (!ticket.group || ticket.group->size < 2)
        return {};
    const auto others = static_cast<int>(std::min<std::int64_t>(ticket.group->size - 1, 1'000'000));
    return QCoreApplication::translate("TicketWords", "%n similar", nullptr, others);
}

QString spokenRow(const TicketSummary& ticket, TimePoint now)
{
    const QLocale locale;
    QStringList parts;
    if (ticket.unread)
        parts.append(tr("Unread"));
    if (ticket.urgency)
        parts.append(urgencyWord(*ticket.urgency));
    parts.append(shownLine(ticket.customerName));
    parts.append(shownLine(ticket.subject));
    parts.append(channelWord(ticket.channel));
    if (ticket.language)
        parts.append(languageWord(*ticket.language));
    if (ticket.confidence) {
        const QString value = locale.toString(*ticket.confidence, 'f', 2);
        const QString threshold = locale.toString(ticket.threshold, 'f', 2);
        parts.append((*ticket.confidence < ticket.threshold ? tr("confidence %1 below %2") : tr("confidence %1, threshold %2"))
                .arg(value, threshold));
    }
    parts.append(reasonWords(ticket));
    parts.append(similarWord(ticket));
    if (ticket.dueAt)
        parts.append(slaReading(now, ticket.waitingSince, *ticket.dueAt).spoken);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace tandem::ui
