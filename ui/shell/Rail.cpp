#include "ui/shell/Rail.h"

#include "ui/shell/RailButton.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"

#include <QPainter>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int railWidth = 52;
constexpr int headerHeight = 52;

// The mark at the head of the rail.
class Mark : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        Theme& theme = themeOf(this);
        QPainter painter(this);
        theme.icons().paint(painter, QStringLiteral("mark"), rect(), 24, theme.palette().accentText);
    }
};

} // namespace

Rail::Rail(QWidget* parent)
    : QWidget(parent)
{
    setFixedWidth(railWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 8, 12);
    column->setSpacing(4);
    auto* mark = new Mark(this);
    mark->setFixedSize(36, headerHeight);
    column->addWidget(mark);
    column->addSpacing(6);
    m_screens = {add(QStringLiteral("inbox"), tr("Inbox")), add(QStringLiteral("stamp"), tr("Approvals")),
        add(QStringLiteral("book"), tr("Library"))};
    for (qsizetype i = 0; i < m_screens.size(); ++i) {
        RailButton* button = m_screens[i];
        button->setCheckable(true);
        button->setAutoExclusive(true);
        connect(button, &QAbstractButton::clicked, this, [this, i] { Q_EMIT chosen(static_cast<Screen>(i)); });
    }
    m_screens.front()->setChecked(true);
    column->addStretch(1);
    connect(add(QStringLiteral("help"), tr("All keys")), &QAbstractButton::clicked, this, &Rail::helpWanted);
    connect(add(QStringLiteral("moon"), tr("Light or dark")), &QAbstractButton::clicked, this, &Rail::appearanceWanted);
    m_person = add(QString(), tr("You"));
    m_person->setInitials(QStringLiteral("?"), false);
}

RailButton* Rail::add(const QString& icon, const QString& text)
{
    auto* button = new RailButton(icon, text, this);
    layout()->addWidget(button);
    return button;
}

void Rail::setScreen(Screen screen)
{
    m_screens[static_cast<qsizetype>(screen)]->setChecked(true);
}

void Rail::setBadge(Screen screen, int count)
{
    m_screens[static_cast<qsizetype>(screen)]->setBadge(count);
}

void Rail::setPerson(const QString& name, bool online)
{
    m_person->setInitials(initials(name), online);
    m_person->setToolTip(online ? name : tr("%1, offline").arg(name));
    m_person->setAccessibleName(m_person->toolTip());
}

void Rail::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(this);
    painter.fillRect(rect(), colours.window);
    paintHairline(painter, rect(), isRightToLeft() ? Qt::LeftEdge : Qt::RightEdge, colours.line);
}

} // namespace tandem::ui
