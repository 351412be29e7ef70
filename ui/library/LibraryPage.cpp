#include "ui/library/LibraryPage.h"

#include "ui/conversation/PlainText.h"
#include "ui/library/ArticlePane.h"
#include "ui/library/ImportStrip.h"
#include "ui/library/LearningPage.h"
#include "ui/library/LibraryColumn.h"
#include "ui/library/SearchPane.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace tandem::ui {

namespace {

constexpr int columnWidth = 264;
constexpr int searchWidth = 348;
constexpr int leastMiddle = 400;
constexpr int removalTime = 6000; // ms, as long as the toast

// A column with a ground and an edge.
QWidget* framed(QWidget* content, Surface::Fill fill, Qt::Edges edges)
{
    auto* frame = new Surface(fill, edges);
    auto* rows = new QVBoxLayout(frame);
    rows->setContentsMargins(0, 0, edges.testFlag(Qt::RightEdge) ? 1 : 0, 0);
    rows->addWidget(content);
    return frame;
}

} // namespace

LibraryPage::LibraryPage(Connector& connector, const QString& unpublishedFile, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
    , m_unpublished(unpublishedFile)
    , m_learning(new LearningPage(connector))
    , m_column(new LibraryColumn(connector, m_learning->list()))
    , m_pane(new ArticlePane(connector, m_unpublished))
    , m_middle(new QStackedWidget)
    , m_search(new SearchPane(connector))
{
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    QWidget* first = framed(m_column, Surface::Fill::Surface, Qt::RightEdge);
    first->setFixedWidth(themeOf(this).scaled(columnWidth));
    columns->addWidget(first);
    m_middle->addWidget(m_pane);
    m_middle->addWidget(m_learning);
    columns->addWidget(m_middle, 1);
    columns->addWidget(m_search);
    m_removal.setSingleShot(true);
    m_removal.setInterval(removalTime);
    m_discardTime.setSingleShot(true);
    m_discardTime.setInterval(removalTime);
    connectParts();
    connect(&themeOf(this), &Theme::changed, this, [this, first] {
        first->setFixedWidth(themeOf(this).scaled(columnWidth));
        arrange();
    });
    auto* takeBack = new QShortcut(QKeySequence::Undo, this);
    takeBack->setContext(Qt::WidgetWithChildrenShortcut);
    connect(takeBack, &QShortcut::activated, this, &LibraryPage::undo);
    showUnpublished();
    arrange();
}

LibraryPage::~LibraryPage()
{
    if (m_removing && m_removal.isActive()) // it has been said
        m_connector.ask(
            &m_connector, [actor = m_connector.actor(), id = *m_removing](Desk& desk) { return desk.library.remove(actor, id); },
            [](const Status&) {});
    m_unpublished.disconnect(this);
    delete m_pane; // what was typed last is kept, which needs the others
}

void LibraryPage::connectParts()
{
    connect(m_column, &LibraryColumn::chosen, this, [this](const ArticleId& id) {
        m_pane->open(id);
        m_column->select(m_pane->article()); // keeping the one before may have listed all anew
        bringSearch(false);
    });
    connect(m_column, &LibraryColumn::tabChanged, this, &LibraryPage::showTab);
    connect(m_column, &LibraryColumn::newWanted, this, [this] {
        m_column->setTab(LibraryColumn::Tab::Articles);
        bringSearch(false);
        m_pane->startNew();
        m_column->select(m_pane->article());
    });
    connect(&m_column->importStrip(), &ImportStrip::ended, m_search, &SearchPane::searchAgain);
    connect(m_column, &LibraryColumn::loaded, this, [this] { m_column->select(m_pane->article()); });
    connect(m_pane, &ArticlePane::newWanted, m_column, &LibraryColumn::newWanted);
    connect(m_pane, &ArticlePane::said, this, &LibraryPage::said);
    connect(m_pane, &ArticlePane::searchWanted, this, &LibraryPage::focusSearch);
    connect(m_pane, &ArticlePane::deleteWanted, this, &LibraryPage::remove);
    connect(m_pane, &ArticlePane::articleWanted, this, &LibraryPage::open);
    connect(m_pane, &ArticlePane::discarded, this, &LibraryPage::tellDiscarded);
    connect(&m_discardTime, &QTimer::timeout, this, [this] { m_discarded.reset(); });
    connect(m_pane, &ArticlePane::published, this, [this] {
        m_column->reload();
        m_search->searchAgain();
    });
    connect(m_search, &SearchPane::opened, this, [this](const Hit& hit) { open(hit.article, hit.quote); });
    connect(m_search, &SearchPane::left, this, [this] {
        bringSearch(false);
        m_column->focusList();
    });
    connect(m_learning, &LearningPage::said, this, &LibraryPage::said);
    connect(m_learning, &LearningPage::ticketWanted, this, &LibraryPage::ticketWanted);
    connect(m_learning, &LearningPage::waitingChanged, this, [this](int count) {
        m_column->setLearnedCount(count);
        Q_EMIT waitingChanged(count);
    });
    connect(&m_unpublished, &UnpublishedArticles::listChanged, this, &LibraryPage::showUnpublished);
    connect(&m_removal, &QTimer::timeout, this, &LibraryPage::removeNow);
}

void LibraryPage::showUnpublished()
{
    std::map<ArticleId, QString> titles;
    for (const auto& [id, document] : m_unpublished.all())
        titles.emplace(id, qt(document.title));
    m_column->articles().setUnpublished(titles);
    m_column->select(m_pane->article());
}

void LibraryPage::reload()
{
    m_learning->reload(); // whatever is seen: its count stands on the rail
    if (!isVisible())
        return;
    m_column->setMayEdit(m_pane->mayEdit());
    m_column->reload();
    m_pane->reload();
    loadFindings();
}

// Without them the library is as useful: what goes wrong here is not worth a word.
void LibraryPage::loadFindings()
{
    m_connector.ask(
        this, [actor = m_connector.actor()](Desk& desk) { return desk.library.findings(actor); },
        [this](Result<std::vector<Finding>> findings) {
            if (!findings)
                return;
            std::map<ArticleId, int> contradictions;
            for (const Finding& finding : *findings) {
                if (finding.dismissedAt || finding.kind != FindingKind::Contradiction)
                    continue;
                ++contradictions[finding.first.article];
                ++contradictions[finding.second.article];
            }
            m_column->articles().setContradictions(std::move(contradictions));
            m_pane->setFindings(std::move(*findings));
        });
}

void LibraryPage::showTab()
{
    m_middle->setCurrentIndex(static_cast<int>(m_column->tab()));
    bringSearch(false);
}

void LibraryPage::move(int by)
{
    if (m_column->tab() == LibraryColumn::Tab::Learned)
        m_learning->move(by);
    else
        m_column->move(by);
}

void LibraryPage::open(const ArticleId& id, const QString& quote)
{
    if (m_removing == id && m_removal.isActive()) {
        m_removal.stop();
        setLeftOut(std::nullopt);
    }
    m_column->setTab(LibraryColumn::Tab::Articles);
    bringSearch(false);
    m_pane->open(id, quote);
    m_column->select(id);
}

void LibraryPage::focusSearch()
{
    bringSearch(true);
    m_search->focusField();
}

void LibraryPage::moveFocus(int by)
{
    const QWidget* focus = focusWidget();
    const auto inside = [&](const QWidget* part) { return focus != nullptr && (focus == part || part->isAncestorOf(focus)); };
    const int now = inside(m_column) ? 0 : inside(m_search) ? 2 : 1;
    int next = (now + by + 3) % 3;
    if (next == 2 && m_narrow && !m_searchWanted)
        next = by > 0 ? 0 : 1;
    else if (next == 1 && m_narrow && m_searchWanted)
        next = by > 0 ? 2 : 0;
    if (next == 0)
        m_column->focusList();
    else if (next == 2)
        m_search->focusHits();
    else if (m_column->tab() == LibraryColumn::Tab::Articles)
        m_pane->focusInside();
    else
        m_learning->setFocus(Qt::TabFocusReason);
}

void LibraryPage::bringSearch(bool wanted)
{
    m_searchWanted = wanted;
    arrange();
}

// Three columns, or the search in the place of the article where there is room for two.
void LibraryPage::arrange()
{
    const Theme& theme = themeOf(this);
    const int search = theme.scaled(searchWidth);
    m_narrow = width() < theme.scaled(columnWidth) + theme.scaled(leastMiddle) + search;
    m_pane->setSearchButton(m_narrow);
    m_search->setVisible(!m_narrow || m_searchWanted);
    m_middle->setVisible(!m_narrow || !m_searchWanted);
    m_search->setMinimumWidth(m_narrow ? 0 : search);
    m_search->setMaximumWidth(m_narrow ? QWIDGETSIZE_MAX : search);
}

void LibraryPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void LibraryPage::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), themeOf(this).palette().base);
}

void LibraryPage::setLeftOut(const std::optional<ArticleId>& id)
{
    m_removing = id;
    m_column->articles().setLeftOut(id);
    m_column->select(m_pane->article());
    m_search->setLeftOut(id);
}

void LibraryPage::remove(const ArticleId& id, const QString& title)
{
    if (m_removing)
        removeNow();
    m_discarded.reset();
    m_pane->close();
    setLeftOut(id);
    m_removal.start();
    m_column->focusList();
    Q_EMIT undoable(tr("Deleted %1.").arg(isolatedWords(title)));
}

void LibraryPage::tellDiscarded(const Document& draft)
{
    m_discarded = draft;
    m_discardTime.start();
    if (m_pane->article() != draft.id) // it was new, and is gone
        m_column->focusList();
    const QString title = shownLine(draft.title, mostOfAName);
    Q_EMIT undoable(draft.contentHash.empty() ? tr("Discarded the new article.")
                                              : tr("Discarded the changes to %1.").arg(isolatedWords(title)));
}

void LibraryPage::undo()
{
    if (m_discarded) {
        m_discardTime.stop();
        const Document draft = *std::exchange(m_discarded, std::nullopt);
        m_column->setTab(LibraryColumn::Tab::Articles);
        bringSearch(false);
        m_pane->restoreDraft(draft);
        m_column->select(m_pane->article());
        return;
    }
    if (!m_removing || !m_removal.isActive()) // too late: it is on its way
        return;
    m_removal.stop();
    const ArticleId id = *m_removing;
    setLeftOut(std::nullopt);
    open(id);
}

void LibraryPage::removeNow()
{
    m_removal.stop();
    if (!m_removing)
        return;
    m_connector.ask(
        this, [actor = m_connector.actor(), id = *m_removing](Desk& desk) { return desk.library.remove(actor, id); },
        [this, id = *m_removing](const Status& status) {
            if (!status && status.error().code != ErrorCode::NotFound)
                Q_EMIT problem(tr("Not deleted: %1").arg(qt(status.error().message)));
            else
                m_unpublished.drop(id);
            if (m_removing == id)
                setLeftOut(std::nullopt);
            m_column->reload();
            m_search->searchAgain();
        });
}

} // namespace tandem::ui
