#include "ui/inbox/ListHeader.h"

#include "ui/inbox/TicketWords.h"
#include "ui/theme/ButtonLook.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>

namespace tandem::ui {

namespace {

constexpr int pauseMs = 80;

} // namespace

// Title and count; opens the menu of views where there is one.
class ListHeader::Title : public QAbstractButton {
public:
    explicit Title(QWidget* parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::NoFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        connect(this, &QAbstractButton::clicked, this, [this] {
            if (m_menu != nullptr)
                m_menu->popup(mapToGlobal(QPoint(0, height())));
        });
    }

    void setMenu(QMenu* menu)
    {
        m_menu = menu;
        setFocusPolicy(menu == nullptr ? Qt::NoFocus : Qt::TabFocus);
        update();
    }

    void setTotal(qint64 total)
    {
        m_total = total < 0 ? QString() : locale().toString(total);
        setAccessibleName(text() + u' ' + m_total);
        update();
    }

    [[nodiscard]] QSize sizeHint() const override { return {80, themeOf(this).lineHeight(TextRole::Title) + 8}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        Theme& theme = themeOf(this);
        QPainter painter(this);
        const QFont titleFont = theme.font(TextRole::Title);
        const QFont countFont = theme.font(TextRole::Meta);
        const int count = QFontMetrics(countFont).horizontalAdvance(m_total) + 2;
        const int chevron = m_menu == nullptr ? 0 : sizes::icon + 4;
        const QString title
            = QFontMetrics(titleFont).elidedText(text(), Qt::ElideRight, std::max(0, width() - count - 8 - chevron));
        const int titleWidth = QFontMetrics(titleFont).horizontalAdvance(title) + 1;
        const int flags
            = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
        const auto placed = [&](int x, int w) { return QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, w, height())); };
        painter.setFont(titleFont);
        painter.setPen(theme.palette().text);
        painter.drawText(placed(0, titleWidth), flags, title);
        painter.setFont(countFont);
        painter.setPen(theme.palette().text3);
        painter.drawText(placed(titleWidth + 8, count), flags, isolated(m_total));
        if (m_menu != nullptr)
            theme.icons().paint(painter, QStringLiteral("chevron-down"), placed(titleWidth + 8 + count + 4, sizes::icon), 14,
                theme.palette().text3);
    }

private:
    QMenu* m_menu = nullptr;
    QString m_total;
};

// The order as an icon and a word; the menu holds the others.
class ListHeader::OrderButton : public QAbstractButton {
public:
    explicit OrderButton(QWidget* parent)
        : QAbstractButton(parent)
        , menu(new QMenu(this))
    {
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        connect(this, &QAbstractButton::clicked, this, [this] { menu->popup(mapToGlobal(QPoint(0, height() + 2))); });
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme& theme = themeOf(this);
        return {QFontMetrics(theme.font(TextRole::Row)).horizontalAdvance(text()) + 1 + theme.scaled(sizes::icon) + 6 + 16,
            theme.scaled(sizes::control)};
    }

    QMenu* menu;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        Theme& theme = themeOf(this);
        QStyleOption option;
        option.initFrom(this);
        option.state.setFlag(QStyle::State_Sunken, isDown());
        QPainter painter(this);
        paintButtonPanel(painter, theme, option, ButtonKind::Quiet);
        const int icon = theme.scaled(sizes::icon);
        const auto placed = [&](int x, int w) { return QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, w, height())); };
        theme.icons().paint(painter, QStringLiteral("sort"), placed(8, icon), icon, theme.palette().text3);
        painter.setFont(theme.font(TextRole::Row));
        painter.setPen(theme.palette().text2);
        painter.drawText(placed(8 + icon + 6, width() - icon - 22), Qt::AlignCenter | Qt::TextSingleLine, text());
    }
};

ListHeader::ListHeader(QWidget* parent)
    : ColumnHeader(parent)
    , m_title(new Title(this))
    , m_order(new OrderButton(this))
    , m_filter(new IconButton(QStringLiteral("filter"), tr("Filter the list"), this))
    , m_field(new SearchField(tr("Filter this list"), this))
{
    row().setContentsMargins(14, 0, 8, 0);
    row().setSpacing(4);
    row().addWidget(m_title, 1);
    row().addWidget(m_order);
    row().addWidget(m_field, 1);
    row().addWidget(m_filter);
    m_field->hide();

    auto* group = new QActionGroup(m_order->menu);
    for (const InboxOrder order : {InboxOrder::Due, InboxOrder::Waiting, InboxOrder::Newest}) {
        QAction* action = m_order->menu->addAction(orderWord(order));
        action->setCheckable(true);
        action->setData(static_cast<int>(order));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, order] {
            setOrder(order);
            Q_EMIT orderChosen(order);
        });
    }
    setOrder(InboxOrder::Due);

    m_filter->setCheckable(true);
    connect(m_filter, &IconButton::clicked, this, [this] { m_field->isHidden() ? openFilter() : closeFilter(); });
    connect(m_field, &SearchField::cancelled, this, &ListHeader::closeFilter);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(m_field, &SearchField::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(&m_pause, &QTimer::timeout, this, &ListHeader::say);
}

void ListHeader::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setAccessibleName(title);
}

void ListHeader::setTotal(qint64 total)
{
    m_title->setTotal(total);
}

void ListHeader::setOrder(InboxOrder order)
{
    for (QAction* action : m_order->menu->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(order));
    m_order->setText(orderWord(order));
    m_order->setAccessibleName(tr("Order: %1").arg(orderWord(order)));
    m_order->updateGeometry();
}

void ListHeader::setViewsMenu(QMenu* menu)
{
    m_title->setMenu(menu);
}

void ListHeader::openFilter()
{
    m_title->hide();
    m_order->hide();
    m_field->show();
    m_filter->setChecked(true);
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void ListHeader::closeFilter()
{
    const bool hadFocus = m_field->hasFocus();
    m_field->clear();
    m_field->hide();
    m_title->show();
    m_order->show();
    m_filter->setChecked(false);
    if (hadFocus)
        m_filter->setFocus(Qt::OtherFocusReason);
    say();
}

void ListHeader::say()
{
    m_pause.stop();
    const QString text = m_field->text().trimmed();
    if (text == m_said)
        return;
    m_said = text;
    Q_EMIT textChanged(text);
}

} // namespace tandem::ui
