#include "ui/customer/ReasonRow.h"

#include "model/Classification.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/customer/ValueBar.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

bool isCount(EscalationCode code)
{
    return code == EscalationCode::LongConversation || code == EscalationCode::UngroundedDraft
        || code == EscalationCode::CustomerRateLimited || code == EscalationCode::IncidentBurst;
}

QString figure(EscalationCode code, double value)
{
    return isCount(code) ? QLocale().toString(std::lround(value)) : scoreText(value);
}

// "0.68 needs 0.75", "−0.56 limit −0.50", "always".
QString against(const EscalationReason& reason)
{
    if (reason.value && reason.threshold) {
        const QString words
            = reason.code == EscalationCode::LowConfidence ? ReasonRow::tr("%1 needs %2") : ReasonRow::tr("%1 limit %2");
        return words.arg(isolated(figure(reason.code, *reason.value)), isolated(figure(reason.code, *reason.threshold)));
    }
    if (reason.threshold)
        return ReasonRow::tr("limit %1").arg(figure(reason.code, *reason.threshold));
    return mustEscalate(reason.code) ? ReasonRow::tr("always") : QString();
}

} // namespace

ReasonRow::ReasonRow(const EscalationReason& reason, HighStakesAction action, QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(1);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    auto* name = new TextLabel(TextRole::RowMedium, Ink::Text, this);
    name->setText(reasonWords(reason.code, action));
    name->setWordWrap(true);
    head->addWidget(name, 1);
    auto* value = new TextLabel(TextRole::Meta, Ink::Text2, this);
    value->setText(against(reason));
    head->addWidget(value, 0, Qt::AlignTop);
    column->addLayout(head);
    const QString detail = shownLine(reason.detail);
    if (reason.value && reason.threshold) {
        const double measured = std::abs(*reason.value);
        const double limit = std::abs(*reason.threshold);
        auto* bar = new ValueBar(4, this);
        const double most = std::max(measured, limit);
        bar->setValue(measured, limit, most <= 1 && !isCount(reason.code) ? 1 : most * 1.25, BarTone::Attention);
        column->addWidget(bar);
    }
    if (!detail.isEmpty()) {
        auto* words = new TextLabel(TextRole::Meta, Ink::Text3, this);
        words->setText(detail);
        words->setWordWrap(true);
        column->addWidget(words);
    }
    setAccessibleName(value->text().isEmpty() ? name->text() : tr("%1, %2").arg(name->text(), value->text()));
    setAccessibleDescription(detail);
}

} // namespace tandem::ui
