#include "ui/customer/ReadingRow.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QKeyEvent>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int chevron = 14;
constexpr int gap = 8;
constexpr int subjectShare = 34; // per cent of the width, so that the rows' values stand below each other

} // namespace

ReadingRow::ReadingRow(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::toggled, this, &ReadingRow::sayState);
    sayState();
}

void ReadingRow::setReading(const QString& subject, const QString& value, const QString& score)
{
    m_subject = subject;
    m_value = value;
    m_score = score;
    setAccessibleName(score.isEmpty() ? tr("%1: %2").arg(subject, value) : tr("%1: %2, %3").arg(subject, value, score));
    setToolTip(tr("Why?"));
    update();
}

void ReadingRow::sayState()
{
    setAccessibleDescription(isChecked() ? tr("Shows why; press to close") : tr("Press to see why"));
}

QSize ReadingRow::sizeHint() const
{
    return {200, std::max(themeOf(this).lineHeight(TextRole::Row) + 8, 24)};
}

void ReadingRow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void ReadingRow::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    if (underMouse() || isDown())
        paintBox(painter, QRectF(rect()).adjusted(-4, 0, 4, 0).intersected(rect()), sizes::chipRadius, palette.hover, {});
    if (hasFocus())
        paintBox(painter, QRectF(rect()), sizes::chipRadius, {}, palette.accent, theme.ringWidth());
    const auto place = [&](int from, int to) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(from, 0, std::max(0, to - from), height()));
    };
    const int size = theme.scaled(chevron);
    const QString closed
        = layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right");
    theme.icons().paint(painter, isChecked() ? QStringLiteral("chevron-down") : closed, place(2, 2 + size), size, palette.text3);
    const int from = 2 + size + gap / 2;
    const int middle = from + (width() - from) * subjectShare / 100;
    painter.setFont(theme.font(TextRole::Meta));
    const int score = m_score.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(m_score) + 1;
    painter.setPen(palette.text3);
    paintLine(painter, place(from, middle - gap / 2), m_subject);
    painter.setPen(palette.text2);
    paintFitting(painter, place(width() - score - 2, width() - 2), m_score);
    painter.setFont(theme.font(TextRole::RowMedium));
    painter.setPen(palette.text);
    paintLine(painter, place(middle, width() - score - gap), m_value);
}

} // namespace tandem::ui
