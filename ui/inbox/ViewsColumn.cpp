#include "ui/inbox/ViewsColumn.h"

#include "ui/inbox/TicketWords.h"
#include "ui/models/InboxCountsModel.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int sideMargin = 8;
constexpr int textStart = 32;

int startFlags(Qt::LayoutDirection direction)
{
    return static_cast<int>(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
}

// A line of text that elides: the workspace's name, the head of a section.
class Caption : public QWidget {
public:
    Caption(QString text, TextRole role, QWidget* parent)
        : QWidget(parent)
        , m_text(std::move(text))
        , m_role(role)
    {
    }

    [[nodiscard]] QSize sizeHint() const override { return {60, themeOf(this).lineHeight(m_role) + 8}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = themeOf(this);
        QPainter painter(this);
        painter.setFont(theme.font(m_role));
        painter.setPen(theme.palette().text2);
        painter.drawText(rect().adjusted(8, 0, -8, 0), startFlags(layoutDirection()),
            painter.fontMetrics().elidedText(m_text, Qt::ElideRight, width() - 16));
    }

private:
    QString m_text;
    TextRole m_role;
};

} // namespace

class ViewsColumn::Name : public QWidget {
public:
    using QWidget::QWidget;

    void setText(const QString& text)
    {
        m_text = text;
        setAccessibleName(text);
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = themeOf(this);
        QPainter painter(this);
        painter.setFont(theme.font(TextRole::RowStrong));
        painter.setPen(theme.palette().text);
        painter.drawText(
            rect(), startFlags(layoutDirection()), painter.fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
    }

private:
    QString m_text;
};

// Looks like a field; the palette opens where one would type.
class ViewsColumn::SearchButton : public QAbstractButton {
public:
    explicit SearchButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setText(ViewsColumn::tr("Search"));
        setToolTip(ViewsColumn::tr("Search tickets, articles and customers, or choose an action"));
        setFocusPolicy(Qt::StrongFocus);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {120, themeOf(this).lineHeight(TextRole::Row) + sizes::searchField - 18};
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        Theme& theme = themeOf(this);
        const Palette& palette = theme.palette();
        QPainter painter(this);
        paintBox(
            painter, rect(), sizes::controlRadius, underMouse() ? palette.hover : palette.base, palette.line, hairline(painter));
        const auto placed = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        const QString key = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText).replace(u'+', u' ');
        const QSize cap = keyCapSize(theme, key);
        const int icon = theme.scaled(14);
        theme.icons().paint(painter, QStringLiteral("search"), placed(QRect(9, 0, icon, height())), icon, palette.text3);
        const int start = 9 + icon + 5;
        const int room = width() - start - cap.width() - 10;
        painter.setFont(theme.font(TextRole::Row));
        painter.setPen(palette.text3);
        painter.drawText(placed(QRect(start, 0, room, height())), startFlags(layoutDirection()),
            painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
        paintKeyCap(painter, theme, placed(QRect(QPoint(width() - cap.width() - 6, (height() - cap.height()) / 2), cap)), key);
    }
};

// A view or a team: icon, word, count.
class ViewsColumn::Row : public QAbstractButton {
public:
    Row(QString icon, const QString& text, QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(std::move(icon))
    {
        setText(text);
        setAccessibleName(text);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
    }

    void setCount(std::int64_t count)
    {
        m_count = count == 0 ? QString() : QLocale().toString(static_cast<qlonglong>(count));
        setAccessibleName(m_count.isEmpty() ? text() : text() + QStringLiteral(", ") + m_count);
        update();
    }

    // Its word and count, as a menu shows them.
    [[nodiscard]] QString title() const
    {
        QString word = text();
        word.replace(u'&', QStringLiteral("&&"));
        return m_count.isEmpty() ? word : ViewsColumn::tr("%1 (%2)").arg(word, m_count);
    }

    [[nodiscard]] QSize sizeHint() const override { return {120, themeOf(this).lineHeight(TextRole::Row) + sizes::viewRow - 18}; }

protected:
    // A chosen view stays chosen when it is pressed again.
    void nextCheckState() override { setChecked(true); }

    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)
            focusNextPrevChild(event->key() == Qt::Key_Down);
        else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

    void paintEvent(QPaintEvent* /*event*/) override
    {
        Theme& theme = themeOf(this);
        const Palette& palette = theme.palette();
        QPainter painter(this);
        if (isChecked() || isDown() || underMouse())
            paintBox(painter, rect(), sizes::controlRadius,
                isChecked()    ? palette.select()
                    : isDown() ? palette.sunken
                               : palette.hover,
                {});
        const auto placed = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        const int icon = theme.scaled(sizes::icon);
        const int start = textStart + icon - sizes::icon;
        theme.icons().paint(
            painter, m_icon, placed(QRect(8, 0, icon, height())), icon, isChecked() ? palette.accentText : palette.text3);
        painter.setFont(theme.font(TextRole::Meta));
        painter.setPen(isChecked() ? palette.accentText : palette.text3);
        const int count = m_count.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(m_count) + 2;
        painter.drawText(
            placed(QRect(width() - 8 - count, 0, count, height())), Qt::AlignCenter | Qt::TextSingleLine, isolated(m_count));
        const int room = width() - start - count - 16;
        painter.setFont(theme.font(isChecked() ? TextRole::RowMedium : TextRole::Row));
        painter.setPen(isChecked() ? palette.accentText : palette.text2);
        painter.drawText(placed(QRect(start, 0, room, height())), startFlags(layoutDirection()),
            painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    }

private:
    QString m_icon;
    QString m_count;
};

ViewsColumn::ViewsColumn(InboxCountsModel& counts, QWidget* parent)
    : QWidget(parent)
    , m_counts(counts)
    , m_name(new Name(this))
    , m_menu(new QMenu(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* header = new ColumnHeader(this);
    header->row().setContentsMargins(16, 0, 16, 0);
    m_name->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    header->row().addWidget(m_name, 1);
    column->addWidget(header);

    auto* search = new SearchButton(this);
    connect(search, &QAbstractButton::clicked, this, &ViewsColumn::searchRequested);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(sideMargin, 8, sideMargin, 8);
    top->addWidget(search);
    column->addLayout(top);

    column->addWidget(makeRows(), 1);
    connect(m_menu, &QMenu::aboutToShow, this, &ViewsColumn::fillMenu);
    connect(&m_counts, &InboxCountsModel::changed, this, &ViewsColumn::follow);
    follow();
    setView(InboxView::Mine);
}

QWidget* ViewsColumn::makeRows()
{
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* content = new QWidget(scroll);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(sideMargin, 0, sideMargin, 8);
    rows->setSpacing(0);
    for (const InboxView view : {InboxView::Mine, InboxView::Unassigned, InboxView::AllOpen, InboxView::Approvals,
             InboxView::Escalated, InboxView::Resolved}) {
        auto* row = new Row(viewIcon(view), viewWord(view), content);
        connect(row, &QAbstractButton::clicked, this, [this, view] {
            setView(view);
            Q_EMIT viewChosen(view);
        });
        m_views.insert(view, row);
        rows->addWidget(row);
    }
    m_teamPart = new QWidget(content);
    m_teamRows = new QVBoxLayout(m_teamPart);
    m_teamRows->setContentsMargins(0, 8, 0, 0);
    m_teamRows->setSpacing(0);
    m_teamRows->addWidget(new Caption(tr("Teams"), TextRole::Label, m_teamPart));
    rows->addWidget(m_teamPart);
    rows->addStretch();
    scroll->setWidget(content);
    content->setAutoFillBackground(false); // setWidget turns it on
    return scroll;
}

QSize ViewsColumn::sizeHint() const
{
    return {sizes::viewsColumn, 480};
}

void ViewsColumn::setWorkspace(const QString& name)
{
    m_name->setText(name);
}

void ViewsColumn::setView(InboxView view)
{
    m_team.clear();
    mark(m_views.value(view));
}

void ViewsColumn::setTeam(const QString& team)
{
    m_team = team;
    mark(m_teams.value(team));
}

void ViewsColumn::mark(const QWidget* row)
{
    for (Row* view : std::as_const(m_views))
        view->setChecked(view == row);
    for (Row* team : std::as_const(m_teams))
        team->setChecked(team == row);
}

void ViewsColumn::follow()
{
    for (auto view = m_views.constBegin(); view != m_views.constEnd(); ++view)
        view.value()->setCount(view.key() == InboxView::Resolved ? 0 : m_counts.count(view.key()));
    followTeams();
}

void ViewsColumn::followTeams()
{
    QMap<QString, std::int64_t> wanted;
    for (const auto& [team, count] : m_counts.counts().teams)
        if (!team.empty())
            wanted.insert(qt(team), count);
    for (const QString& team : m_teams.keys()) {
        if (wanted.contains(team))
            continue;
        if (team == m_team)
            m_teams[team]->setCount(0);
        else
            delete m_teams.take(team);
    }
    for (auto team = wanted.constBegin(); team != wanted.constEnd(); ++team) {
        Row*& row = m_teams[team.key()];
        if (row == nullptr) {
            row = new Row(QStringLiteral("hash"), team.key(), m_teamPart);
            connect(row, &QAbstractButton::clicked, this, [this, name = team.key()] {
                setTeam(name);
                Q_EMIT teamChosen(name);
            });
            // In the order of their names, below the section's head.
            m_teamRows->insertWidget(1 + static_cast<int>(std::distance(m_teams.begin(), m_teams.find(team.key()))), row);
            row->setChecked(team.key() == m_team);
        }
        row->setCount(team.value());
    }
    m_teamPart->setVisible(!m_teams.isEmpty());
}

void ViewsColumn::fillMenu()
{
    m_menu->clear();
    const auto add = [this](Row* row) {
        QAction* action = m_menu->addAction(row->title());
        action->setCheckable(true);
        action->setChecked(row->isChecked());
        connect(action, &QAction::triggered, row, &QAbstractButton::click);
    };
    for (Row* view : std::as_const(m_views))
        add(view);
    if (!m_teams.isEmpty())
        m_menu->addSection(tr("Teams"));
    for (Row* team : std::as_const(m_teams))
        add(team);
    m_menu->addSeparator();
    m_menu->addAction(tr("Search"), this, &ViewsColumn::searchRequested);
}

void ViewsColumn::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).palette().window);
}

} // namespace tandem::ui
