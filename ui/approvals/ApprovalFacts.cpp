#include "ui/approvals/ApprovalFacts.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int labelWidth = 110;
constexpr int shownHash = 4;

QString words(const char* text)
{
    return QCoreApplication::translate("Approvals", text);
}

TextLabel* wrapped(TextRole role, Ink ink, const QString& text)
{
    auto* label = new TextLabel(role, ink);
    label->setWordWrap(true);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// A soft card behind a quotation.
class Quote : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Palette& colours = themeOf(this).palette();
        QPainter painter(this);
        paintBox(painter, rect(), 8, colours.surface, colours.line);
    }
};

} // namespace

void clearRows(QVBoxLayout& rows)
{
    while (QLayoutItem* item = rows.takeAt(0)) {
        if (QLayout* inner = item->layout()) {
            while (QLayoutItem* part = inner->takeAt(0)) {
                delete part->widget();
                delete part;
            }
        }
        delete item->widget();
        delete item;
    }
}

void addFact(QVBoxLayout& rows, const QString& label, const QString& text)
{
    auto* row = new QHBoxLayout;
    auto* name = new TextLabel(TextRole::Row, Ink::Text3);
    name->setText(label);
    name->setFixedWidth(labelWidth);
    row->addWidget(name, 0, Qt::AlignTop);
    row->addWidget(wrapped(TextRole::Row, Ink::Text, text), 1);
    rows.addLayout(row);
}

void addQuote(QVBoxLayout& rows, const QString& text)
{
    if (text.isEmpty())
        return;
    auto* card = new Quote;
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 10, 12, 10);
    inside->addWidget(wrapped(TextRole::Row, Ink::Text, text));
    rows.addWidget(card);
}

void addHeading(QVBoxLayout& rows, const QString& text)
{
    if (rows.count() > 0)
        rows.addSpacing(12);
    auto* label = new TextLabel(TextRole::MetaStrong);
    label->setText(text);
    rows.addWidget(label);
}

void addStep(QVBoxLayout& rows, int number, const QString& text)
{
    auto* row = new QHBoxLayout;
    auto* count = new TextLabel(TextRole::Meta, Ink::Text3);
    count->setText(QString::number(number));
    count->setFixedWidth(14);
    row->addWidget(count, 0, Qt::AlignTop);
    row->addWidget(wrapped(TextRole::Meta, Ink::Text2, text), 1);
    rows.addLayout(row);
}

void addChainState(QVBoxLayout& rows, bool intact)
{
    auto* label = new TextLabel(TextRole::Meta, intact ? Ink::Ok : Ink::Bad);
    label->setWordWrap(true);
    label->setText(intact
            ? words(QT_TRANSLATE_NOOP("Approvals", "✓ chain verified: each entry holds the hash of the one before"))
            : words(QT_TRANSLATE_NOOP("Approvals", "The chain does not hold: entries were changed outside Tandem")));
    rows.addWidget(label);
}

void addEntry(QVBoxLayout& rows, const QString& time, const QString& text, const QString& hash)
{
    auto* row = new QHBoxLayout;
    auto* when = new TextLabel(TextRole::Meta, Ink::Text3);
    when->setText(time);
    auto* proof = new TextLabel(TextRole::Mono, Ink::Text3);
    proof->setText(hash.isEmpty() ? hash : hash.left(shownHash) + QStringLiteral("…") + hash.right(shownHash));
    row->addWidget(when, 0, Qt::AlignTop);
    row->addWidget(wrapped(TextRole::Meta, Ink::Text, text), 1);
    row->addWidget(proof, 0, Qt::AlignTop);
    rows.addLayout(row);
}

QString eventWords(const AuditEntry& entry, const QString& actor)
{
    static constexpr auto known = std::to_array<std::pair<const char*, const char*>>({
        {"ticket.imported", QT_TRANSLATE_NOOP("Approvals", "Brought in from elsewhere")},
        {"ticket.received", QT_TRANSLATE_NOOP("Approvals", "Ticket came in")},
        {"ticket.awaiting_review", QT_TRANSLATE_NOOP("Approvals", "Draft written")},
        {"ticket.awaiting_approval", QT_TRANSLATE_NOOP("Approvals", "Card proposed by rule")},
        {"ticket.escalated", QT_TRANSLATE_NOOP("Approvals", "Handed to a person")},
        {"ticket.answered", QT_TRANSLATE_NOOP("Approvals", "Answered")},
        {"ticket.replied", QT_TRANSLATE_NOOP("Approvals", "Replied")},
        {"ticket.noted", QT_TRANSLATE_NOOP("Approvals", "Note written")},
        {"ticket.assigned", QT_TRANSLATE_NOOP("Approvals", "Assigned")},
        {"ticket.resolved", QT_TRANSLATE_NOOP("Approvals", "Resolved")},
        {"ticket.reopened", QT_TRANSLATE_NOOP("Approvals", "Reopened")},
        {"action.proposed", QT_TRANSLATE_NOOP("Approvals", "Proposed")},
        {"approval.first_key", QT_TRANSLATE_NOOP("Approvals", "First key")},
        {"approval.approved", QT_TRANSLATE_NOOP("Approvals", "Approved")},
        {"approval.rejected", QT_TRANSLATE_NOOP("Approvals", "Rejected")},
        {"approval.expired", QT_TRANSLATE_NOOP("Approvals", "Expired")},
        {"action.failed", QT_TRANSLATE_NOOP("Approvals", "Hook called in vain")},
        {"learning.proposed", QT_TRANSLATE_NOOP("Approvals", "Proposed as knowledge")},
        {"learning.accepted", QT_TRANSLATE_NOOP("Approvals", "Learned")},
    });
    QString text = qt(entry.action);
    if (entry.action == "action.executed") {
        // Entries from before there was more than that have two words.
        const bool isDone = entry.detail.ends_with(" done") || entry.detail.find(" hook ") != std::string::npos;
        text = isDone ? words(QT_TRANSLATE_NOOP("Approvals", "Carried out"))
                      : words(QT_TRANSLATE_NOOP("Approvals", "Handed over to be carried out"));
    }
    for (const auto& [action, said] : known) {
        if (entry.action == action)
            text = words(said);
    }
    return actor.isEmpty() ? text : QStringLiteral("%1, %2").arg(text, actor);
}

} // namespace tandem::ui
