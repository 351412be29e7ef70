#include "ui/customer/SourceCard.h"

#include "ui/conversation/DraftText.h"
#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/IconLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/customer/PassageView.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLink.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace tandem::ui {

SourceCard::SourceCard(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 9, 12, 6);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(new IconLabel(QStringLiteral("file"), 14, Ink::Text3, this));
    m_title = new ElidedLabel(TextRole::MetaStrong, Ink::Text, this);
    head->addWidget(m_title, 1);
    column->addLayout(head);
    m_passage = new PassageView(this);
    column->addWidget(m_passage);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    m_support = new ElidedLabel(TextRole::Meta, Ink::Text3, this);
    foot->addWidget(m_support, 1);
    m_open = new TextLink(tr("Open article"), this);
    foot->addWidget(m_open);
    column->addLayout(foot);
    connect(m_open, &TextLink::clicked, this, [this] { Q_EMIT articleRequested(m_article, m_quote); });
}

void SourceCard::setSource(const Passage& passage, const QString& quote, double support)
{
    m_article = passage.article;
    m_quote = quote;
    const QString title = shownLine(passage.title);
    const QString heading = shownLine(passage.heading);
    const bool repeats = heading.isEmpty() || heading == title;
    m_title->setText(repeats ? title : heading.startsWith(title) ? heading : tr("%1 › %2").arg(title, heading));
    setAccessibleName(tr("Source: %1").arg(m_title->text()));
    m_passage->setPassage(shownText(passage.text), quote);
    const QString date = QLocale().toString(localTime(passage.updatedAt).date(), QLocale::ShortFormat);
    m_support->setText(tr("Support %1 · %2").arg(scoreText(support), isolated(date)));
    m_open->setText(passage.kind == DocumentKind::Resolution ? tr("Open resolution") : tr("Open article"));
    updateGeometry();
}

QRect SourceCard::litRect() const
{
    const QRect lit = m_passage->litRect();
    return lit.isNull() ? lit : lit.translated(m_passage->pos());
}

void SourceCard::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    QPainter painter(this);
    paintBox(painter, rect(), sizes::cardRadius, palette.base, palette.line);
}

} // namespace tandem::ui
