#include "ui/approvals/ApprovalDetails.h"

#include "ui/approvals/ApprovalFacts.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/widgets/Strings.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace tandem::ui {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(Approvals)
};

QString personWord(const ApprovalCard& card, const ActorId& id)
{
    const auto name = card.names.find(id);
    return name == card.names.end() ? isolatedWords(qt(id.value())) : isolatedWords(shownLine(name->second));
}

// What changes, by the code that a proposal has for it.
QString changedWord(const std::string& what)
{
    static constexpr auto known = std::to_array<std::pair<const char*, const char*>>({
        {"amount_returned", QT_TRANSLATE_NOOP("Approvals", "Returned")},
        {"credit", QT_TRANSLATE_NOOP("Approvals", "Credit")},
        {"plan", QT_TRANSLATE_NOOP("Approvals", "Plan")},
        {"account", QT_TRANSLATE_NOOP("Approvals", "Account")},
        {"data", QT_TRANSLATE_NOOP("Approvals", "Personal data")},
        {"name", QT_TRANSLATE_NOOP("Approvals", "Name")},
        {"email", QT_TRANSLATE_NOOP("Approvals", "E-mail")},
        {"tag", QT_TRANSLATE_NOOP("Approvals", "Tag")},
    });
    for (const auto& [code, said] : known) {
        if (what == code)
            return QCoreApplication::translate("Approvals", said);
    }
    return qt(what);
}

// Unknown is said, not guessed; nothing is a dash.
QString valueWord(const std::optional<std::string>& value)
{
    if (!value)
        return Say::tr("not known here");
    return value->empty() ? QStringLiteral("–") : isolatedWords(shownLine(*value));
}

void addCitation(QVBoxLayout& rows, const ApprovalCard& card, const Citation& citation)
{
    const auto title = card.titles.find(citation.article);
    addFact(rows, Say::tr("Article"),
        title == card.titles.end() ? Say::tr("%1, not in the library any more").arg(isolatedWords(qt(citation.article.value())))
                                   : isolatedWords(shownLine(title->second)));
    addQuote(rows, shownText(citation.quote));
}

void addParameters(QVBoxLayout& rows, const ActionParameters& parameters)
{
    const auto add = [&rows](const QString& label, const std::string& value) {
        if (!value.empty())
            addFact(rows, label, isolatedWords(shownText(value)));
    };
    add(Say::tr("Reference"), parameters.reference);
    add(Say::tr("Plan"), parameters.plan);
    add(Say::tr("Subject"), parameters.subject);
    add(Say::tr("Text"), parameters.text);
    add(Say::tr("Hook"), parameters.hook);
    add(Say::tr("Data"), parameters.dataJson);
}

void addProposer(QVBoxLayout& rows, const ApprovalCard& card)
{
    const Approval& approval = card.approval;
    if (isFromPerson(approval)) {
        addFact(rows, Say::tr("Proposed by"), personWord(card, approval.proposal.proposedBy));
        addQuote(rows, shownText(approval.proposal.reason));
        return;
    }
    const QString customer
        = isolatedWords(shownLine(card.customer.displayName.empty() ? card.customer.externalId : card.customer.displayName));
    addFact(rows, Say::tr("Asked by"),
        Say::tr("%1, in their own words. Text written by a customer never starts an action.").arg(customer));
    addQuote(rows, shownText(approval.detail));
}

QString executionWords(const Approval& approval, TimePoint now)
{
    const QString reason = qt(approval.executionReason);
    switch (approval.execution) {
    case ExecutionState::None: return {};
    case ExecutionState::Pending:
        return reason.isEmpty() ? Say::tr("Ordered, not done yet")
                                : Say::tr("Not done yet; the last try ended with %1, another follows").arg(isolated(reason));
    case ExecutionState::Done: return Say::tr("Done, %1").arg(momentWord(approval.executedAt.value_or(now), now));
    case ExecutionState::HandedOver: break;
    }
    if (approval.executionReason == "egress_off")
        return Say::tr("Handed to a person: nothing may be sent from this machine");
    return reason.isEmpty()
        ? Say::tr("Handed to a person; a note on the ticket says what to do")
        : Say::tr("Handed to a person, because of %1; a note on the ticket says what to do").arg(isolated(reason));
}

void addOutcome(QVBoxLayout& rows, const Approval& approval, TimePoint now)
{
    const QString words = executionWords(approval, now);
    if (!words.isEmpty())
        addFact(rows, Say::tr("Carried out"), words);
    if (approval.reversibleUntil)
        addFact(rows, Say::tr("Reversible"), Say::tr("until %1").arg(momentWord(*approval.reversibleUntil, now)));
    else if (approval.state == ApprovalState::Waiting && approval.proposal.reversibleHours > 0)
        addFact(rows, Say::tr("Reversible"), Say::tr("for %n hours once it is done", "", approval.proposal.reversibleHours));
    else if (approval.state == ApprovalState::Waiting)
        addFact(rows, Say::tr("Reversible"), Say::tr("no"));
}

} // namespace

void addProposal(QVBoxLayout& rows, const ApprovalCard& card, TimePoint now)
{
    const Approval& approval = card.approval;
    const ActionProposal& proposal = approval.proposal;
    addProposer(rows, card);
    addFact(rows, Say::tr("Proposed"), momentWord(approval.createdAt, now));
    addParameters(rows, proposal.parameters);
    addOutcome(rows, approval, now);
    if (proposal.clause) {
        addHeading(rows, Say::tr("Policy clause"));
        addCitation(rows, card, *proposal.clause);
    } else {
        addFact(rows, Say::tr("Policy clause"), Say::tr("none is cited"));
    }
    if (!proposal.changes.empty()) {
        addHeading(rows, Say::tr("Before and after"));
        for (const ActionChange& change : proposal.changes)
            addFact(rows, changedWord(change.what), Say::tr("%1 → %2").arg(valueWord(change.before), valueWord(change.after)));
    }
    if (!proposal.evidence.empty()) {
        addHeading(rows, Say::tr("Evidence"));
        for (const Citation& citation : proposal.evidence)
            addCitation(rows, card, citation);
    }
}

void addKeys(QVBoxLayout& rows, const ApprovalCard& card, TimePoint now)
{
    const Approval& approval = card.approval;
    if (approval.keysNeeded < 2)
        return;
    addHeading(rows, keysWord(approval));
    int number = 0;
    for (const ApprovalKey& key : approval.keys) {
        addStep(rows, ++number, Say::tr("%1, %2").arg(personWord(card, key.actor), momentWord(key.at, now)));
        addQuote(rows, shownText(key.comment));
    }
    if (approval.state == ApprovalState::Waiting)
        addStep(rows, ++number, Say::tr("Waits for another person. Nobody turns both keys."));
}

QString keysWord(const Approval& approval)
{
    if (approval.keysNeeded < 2)
        return Say::tr("one key");
    return Say::tr("%1 of %2 keys").arg(approval.keys.size()).arg(approval.keysNeeded);
}

QString turnedWords(const Approval& before)
{
    const bool isFirst = before.keys.size() + 1 < static_cast<std::size_t>(before.keysNeeded);
    return isFirst ? Say::tr("First key turned. It waits for a second person.")
                   : Say::tr("Approved. The ticket says how it is carried out.");
}

} // namespace tandem::ui
