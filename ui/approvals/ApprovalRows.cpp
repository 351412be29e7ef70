#include "ui/approvals/ApprovalRows.h"

#include "ui/approvals/ApprovalDetails.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Strings.h"

#include <QCoreApplication>

namespace tandem::ui {

namespace {

constexpr std::chrono::hours soon{4};

QString words(const char* text)
{
    return QCoreApplication::translate("Approvals", text);
}

} // namespace

CardList::Card waitingCard(const ApprovalCard& card, TimePoint now)
{
    const Milliseconds left = std::chrono::duration_cast<Milliseconds>(card.approval.expiresAt - now);
    CardList::Card row;
    row.id = qt(card.approval.id.value());
    row.title = actionNoun(card.approval.action);
    row.value = isolated(shownLine(card.approval.amount));
    row.name = shownLine(card.customer.displayName.empty() ? card.customer.externalId : card.customer.displayName);
    row.time = shortDuration(left);
    row.tone = left < soon ? CardList::Tone::Soon : CardList::Tone::Plain;
    row.icon = QStringLiteral("key");
    row.note = card.mayDecide ? keysWord(card.approval) : words(QT_TRANSLATE_NOOP("Approvals", "needs someone else"));
    return row;
}

CardList::Card decidedCard(const ApprovalCard& card, TimePoint now)
{
    CardList::Card row;
    row.id = qt(card.approval.id.value());
    row.single = true;
    row.icon = card.approval.state == ApprovalState::Approved ? QStringLiteral("check") : QStringLiteral("x");
    const QString customer = shownLine(card.customer.displayName.empty() ? card.customer.externalId : card.customer.displayName);
    row.title = QStringLiteral("%1 %2, %3")
                    .arg(actionNoun(card.approval.action), isolated(shownLine(card.approval.amount)), isolatedWords(customer));
    row.time = momentWord(card.approval.decidedAt.value_or(card.approval.expiresAt), now);
    return row;
}

} // namespace tandem::ui
