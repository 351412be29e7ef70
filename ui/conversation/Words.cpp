#include "ui/conversation/Words.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace tandem::ui {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString categoryWord(Category category)
{
    switch (category) {
    case Category::TechnicalSupport: return Say::tr("Technical support");
    case Category::BillingInquiry: return Say::tr("Billing");
    case Category::FeatureRequest: return Say::tr("Feature request");
    case Category::BugReport: return Say::tr("Bug report");
    case Category::AccountManagement: return Say::tr("Account");
    case Category::GeneralInquiry: break;
    }
    return Say::tr("General");
}

QString statusWord(TicketStatus status)
{
    switch (status) {
    case TicketStatus::Received: return Say::tr("New");
    case TicketStatus::Processing: return Say::tr("Being prepared");
    case TicketStatus::Answered: return Say::tr("Answered");
    case TicketStatus::AwaitingReview: return Say::tr("Waiting for review");
    case TicketStatus::AwaitingApproval: return Say::tr("Waiting for approval");
    case TicketStatus::Escalated: return Say::tr("Open");
    case TicketStatus::Pending: return Say::tr("Pending");
    case TicketStatus::Resolved: return Say::tr("Resolved");
    case TicketStatus::Closed: return Say::tr("Closed");
    case TicketStatus::Failed: break;
    }
    return Say::tr("Failed");
}

QString tierWord(std::optional<Tier> tier)
{
    if (!tier)
        return Say::tr("Plan unknown");
    switch (*tier) {
    case Tier::Free: return Say::tr("Free");
    case Tier::Team: return Say::tr("Team");
    case Tier::Business: return Say::tr("Business");
    case Tier::Enterprise: break;
    }
    return Say::tr("Enterprise");
}

QString reasonWords(EscalationCode code, HighStakesAction action)
{
    switch (code) {
    case EscalationCode::LowConfidence: return Say::tr("Low confidence");
    case EscalationCode::NegativeSentiment: return Say::tr("Falling sentiment");
    case EscalationCode::RepeatedQuestion: return Say::tr("Asked again");
    case EscalationCode::ChurnThreat: return Say::tr("Threatens to leave");
    case EscalationCode::IncidentBurst: return Say::tr("Many alike at once");
    case EscalationCode::LongConversation: return Say::tr("Long conversation");
    case EscalationCode::HumanRequested: return Say::tr("Asks for a person");
    case EscalationCode::LegalRegulatory: return Say::tr("Legal or regulatory");
    case EscalationCode::HighStakesAction:
        return action == HighStakesAction::None
            ? Say::tr("High-stakes action")
            : Say::tr("High-stakes action: %1").arg(actionInSentence(std::string(name(action))));
    case EscalationCode::NoEvidence: return Say::tr("No answer in the knowledge base");
    case EscalationCode::UngroundedDraft: return Say::tr("Draft not fully supported");
    case EscalationCode::UnsafeContent: return Say::tr("Unsafe content");
    case EscalationCode::InjectionSuspected: return Say::tr("Tries to steer the assistant");
    case EscalationCode::BudgetExhausted: return Say::tr("Budget used up");
    case EscalationCode::StageFailed: return Say::tr("Processing failed");
    case EscalationCode::CustomerRateLimited: break;
    }
    return Say::tr("Very many tickets from one customer");
}

QString actionNoun(const std::string& type)
{
    const auto kind = actionKindFrom(type);
    if (!kind)
        return Say::tr("Action");
    switch (*kind) {
    case ActionKind::Refund: return Say::tr("Refund");
    case ActionKind::AccountClosure: return Say::tr("Account closure");
    case ActionKind::DataDeletion: return Say::tr("Data deletion");
    case ActionKind::PlanDowngradeCredit: return Say::tr("Smaller plan with credit");
    case ActionKind::PlanChange: return Say::tr("Change of plan");
    case ActionKind::Credit: return Say::tr("Credit");
    case ActionKind::ContactUpdate: return Say::tr("Change of contact");
    case ActionKind::Email: return Say::tr("E-mail");
    case ActionKind::ResetLink: return Say::tr("Reset link");
    case ActionKind::Tag: return Say::tr("Tag");
    case ActionKind::Hook: break;
    }
    return Say::tr("Call of a hook");
}

QString actionInSentence(const std::string& type)
{
    const auto kind = actionKindFrom(type);
    if (!kind)
        return Say::tr("action");
    switch (*kind) {
    case ActionKind::Refund: return Say::tr("refund");
    case ActionKind::AccountClosure: return Say::tr("account closure");
    case ActionKind::DataDeletion: return Say::tr("data deletion");
    case ActionKind::PlanDowngradeCredit: return Say::tr("smaller plan with credit");
    case ActionKind::PlanChange: return Say::tr("change of plan");
    case ActionKind::Credit: return Say::tr("credit");
    case ActionKind::ContactUpdate: return Say::tr("change of contact");
    case ActionKind::Email: return Say::tr("e-mail");
    case ActionKind::ResetLink: return Say::tr("reset link");
    case ActionKind::Tag: return Say::tr("tag");
    case ActionKind::Hook: break;
    }
    return Say::tr("call of a hook");
}

QString approveWords(const std::string& type, const QString& amount)
{
    const QString verb = Say::tr("Approve %1").arg(actionInSentence(type));
    return amount.isEmpty() ? verb : Say::tr("%1, %2").arg(verb, amount);
}

QString rejectWords(const std::string& type)
{
    return Say::tr("Reject %1").arg(actionInSentence(type));
}

QString keyWords(const Approval& approval, const QString& amount)
{
    if (approval.keysNeeded < 2)
        return approveWords(approval.action, amount);
    const QString words = approval.keys.empty() ? Say::tr("Turn the first key") : Say::tr("Approve with second key");
    return amount.isEmpty() ? words : Say::tr("%1, %2").arg(words, amount);
}

bool isFromPerson(const Approval& approval)
{
    const ActorId& proposer = approval.proposal.proposedBy;
    return !proposer.empty() && proposer != ActorId("engine");
}

QDateTime localTime(TimePoint time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString clockTime(TimePoint time)
{
    // Some locales count seconds in their short format.
    QString format = QLocale().timeFormat(QLocale::ShortFormat);
    return QLocale().toString(localTime(time).time(), format.remove(QStringLiteral(":ss")));
}

QString dayWord(TimePoint time, TimePoint now)
{
    const QDate day = localTime(time).date();
    const QDate today = localTime(now).date();
    if (day == today)
        return Say::tr("Today");
    if (day.addDays(1) == today)
        return Say::tr("Yesterday");
    return QLocale().toString(day, QLocale::LongFormat);
}

QString momentWord(TimePoint time, TimePoint now)
{
    const QDateTime local = localTime(time);
    if (local.date() == localTime(now).date())
        return clockTime(time);
    return QLocale().toString(local, QLocale::ShortFormat);
}

QString scoreText(double value)
{
    const double shown = std::abs(value) < 0.005 ? 0 : value; // never "-0.00"
    QString text = QLocale().toString(shown, 'f', 2);
    return text.replace(u'-', QChar(0x2212));
}

} // namespace tandem::ui
