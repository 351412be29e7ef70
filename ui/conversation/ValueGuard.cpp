#include "ui/conversation/ValueGuard.h"

#include "ui/conversation/IconLabel.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLink.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace tandem::ui {

ValueGuard::ValueGuard(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 6, 4);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("alert"), 14, Ink::Bad, this));
    m_words = new TextLabel(TextRole::Row, Ink::Bad, this);
    m_words->setWordWrap(true);
    row->addWidget(m_words, 1);
    m_use = new TextLink(QString(), this);
    row->addWidget(m_use);
    m_anyway = new TextLink(tr("Send anyway…"), this);
    row->addWidget(m_anyway);
    column->addLayout(row);
    m_reasonRow = new QWidget(this);
    auto* reason = new QHBoxLayout(m_reasonRow);
    reason->setContentsMargins(0, 0, 4, 2);
    reason->setSpacing(6);
    m_reason = new QLineEdit(m_reasonRow);
    m_reason->setAccessibleName(tr("Reason for sending anyway"));
    m_reason->setPlaceholderText(tr("Why is it right? Kept as an internal note."));
    m_reason->setMaxLength(2000);
    reason->addWidget(m_reason, 1);
    m_send = new Button(tr("Send with reason"), ButtonKind::Secondary, m_reasonRow);
    m_send->setEnabled(false);
    reason->addWidget(m_send);
    column->addWidget(m_reasonRow);
    connect(m_use, &TextLink::clicked, this, [this] { Q_EMIT fixRequested(m_finding.value, m_finding.nearest); });
    connect(m_anyway, &TextLink::clicked, this, &ValueGuard::askReason);
    connect(
        m_reason, &QLineEdit::textChanged, this, [this](const QString& text) { m_send->setEnabled(!text.trimmed().isEmpty()); });
    const auto send = [this] {
        if (!m_reason->text().trimmed().isEmpty())
            Q_EMIT sendAnyway(m_reason->text().trimmed());
    };
    connect(m_reason, &QLineEdit::returnPressed, this, send);
    connect(m_send, &Button::clicked, this, send);
    hide();
}

void ValueGuard::stop(const ValueFinding& finding)
{
    m_finding = finding;
    m_words->setText(tr("%1 is not in the evidence").arg(isolated(finding.value)));
    m_use->setText(tr("Use %1").arg(isolated(finding.nearest)));
    m_use->setVisible(!finding.nearest.isEmpty());
    m_anyway->show();
    m_reasonRow->hide();
    m_reason->clear();
    setAccessibleName(m_words->text());
    show();
    updateGeometry();
}

void ValueGuard::askReason()
{
    m_anyway->hide();
    m_reasonRow->show();
    m_reason->setFocus(Qt::OtherFocusReason);
    updateGeometry();
}

void ValueGuard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), sizes::controlRadius, themeOf(this).palette().badSoft, {});
}

} // namespace tandem::ui
