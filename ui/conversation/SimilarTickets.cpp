#include "ui/conversation/SimilarTickets.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Sizes.h"

#include <QLocale>

#include <algorithm>

namespace tandem::ui {

namespace {

Chip chipOf(const QString& text, bool isIncident)
{
    return {
        text, isIncident ? ChipKind::Warn : ChipKind::Neutral, isIncident ? QStringLiteral("alert") : QStringLiteral("layers")};
}

} // namespace

SimilarTickets::SimilarTickets(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
    connect(this, &QAbstractButton::clicked, this, [this] { Q_EMIT groupRequested(m_group); });
}

void SimilarTickets::setGroup(const std::optional<TicketGroup>& group)
{
    const bool shows = group && (group->size > 1 || group->incident);
    setVisible(shows);
    if (!shows)
        return;
    m_group = group->id;
    m_isIncident = group->incident.has_value();
    const int others = static_cast<int>(std::clamp<std::int64_t>(group->size - 1, 0, 1'000'000));
    QString sentence = tr("%n tickets tell of the same", nullptr, others);
    setText(tr("%n similar", nullptr, others));
    if (m_isIncident) {
        const Incident& incident = *group->incident;
        const auto span = std::chrono::ceil<std::chrono::minutes>(incident.end - incident.begin);
        const int minutes = static_cast<int>(std::clamp<std::int64_t>(span.count(), 1, 1'000'000));
        setText(tr("Incident?"));
        sentence = tr("Possible incident: %1 in %2")
                       .arg(tr("%n customers", nullptr, incident.customers), tr("%n minutes", nullptr, minutes));
    }
    setAccessibleName(sentence);
    setAccessibleDescription(tr("Shows these tickets"));
    setToolTip(sentence);
    updateGeometry();
    update();
}

QSize SimilarTickets::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {chipWidth(theme, chipOf(text(), m_isIncident)) + 4, std::max(theme.scaled(sizes::control), chipHeight(theme) + 4)};
}

void SimilarTickets::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    QPainter painter(this);
    const int height = chipHeight(theme);
    const QRect chip(2, (this->height() - height) / 2, width() - 4, height);
    if ((underMouse() || isDown()) && isEnabled())
        paintBox(painter, QRectF(chip).adjusted(-2, -2, 2, 2), sizes::chipRadius + 2, theme.palette().hover, {});
    paintChip(painter, theme, chip, chipOf(text(), m_isIncident));
    if (hasFocus())
        paintBox(
            painter, QRectF(chip).adjusted(-1, -1, 1, 1), sizes::chipRadius + 1, {}, theme.palette().accent, theme.ringWidth());
}

} // namespace tandem::ui
