#include "ui/library/LibraryColumn.h"

#include "ui/connector/ArticleEndings.h"
#include "ui/library/ArticleRowDelegate.h"
#include "ui/library/ImportStrip.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"
#include "ui/widgets/TextTabs.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem::ui {

namespace {

constexpr std::int64_t pageRows = 5000; // a quarter of a second over a network, once

QString fileFilter()
{
    QStringList patterns;
    for (const std::string_view ending : articleEndings)
        patterns << u'*' + QString::fromLatin1(ending.data(), static_cast<qsizetype>(ending.size()));
    return LibraryColumn::tr("Articles (%1);;All files (*)").arg(patterns.join(u' '));
}

} // namespace

LibraryColumn::LibraryColumn(Connector& connector, QWidget* learned, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
    , m_count(new TextLabel(TextRole::Row, Ink::Text3))
    , m_tabs(new TextTabs)
    , m_filter(new SearchField(tr("Filter by title")))
    , m_error(new Banner(BannerKind::Error))
    , m_empty(new EmptyState)
    , m_list(new QListView)
    , m_pages(new QStackedWidget)
    , m_import(new ImportStrip(connector))
    , m_learned(learned)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeHeader());
    auto* strip = new Surface(Surface::Fill::Surface, Qt::BottomEdge);
    auto* tabs = new QHBoxLayout(strip);
    tabs->setContentsMargins(5, 0, 5, 0);
    m_tabs->setTabHeight(themeOf(this).scaled(36));
    m_tabs->addTab(tr("Articles"));
    m_tabs->addTab(tr("Learned"));
    m_tabs->setAccessibleName(tr("Library"));
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    rows->addWidget(strip);
    m_pages->addWidget(makeList());
    m_pages->addWidget(m_learned);
    rows->addWidget(m_pages, 1);
    rows->addWidget(m_import);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        Q_EMIT tabChanged();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        const QModelIndex before = m_list->currentIndex();
        const ArticleListModel::Row* row = m_model.row(before.row());
        const ArticleId id = row == nullptr ? ArticleId() : row->listed.document.id;
        m_model.setFilter(text);
        select(id);
        showCount();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model.index(0));
        m_list->setFocus(Qt::TabFocusReason);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        const ArticleListModel::Row* row = m_model.row(index.row());
        if (!m_selecting && index.isValid() && row != nullptr)
            Q_EMIT chosen(ArticleId(row->listed.document.id)); // a copy: rows may be listed anew meanwhile
    });
    connect(m_error, &Banner::actionTriggered, this, &LibraryColumn::reload);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_filter->text().isEmpty())
            Q_EMIT newWanted();
        else
            m_filter->clear();
    });
    connect(m_import, &ImportStrip::ended, this, &LibraryColumn::reload);
    showCount();
}

QWidget* LibraryColumn::makeHeader()
{
    auto* header = new ColumnHeader;
    auto* title = new TextLabel(TextRole::Title);
    title->setText(tr("Library"));
    auto* plus = new IconButton(QStringLiteral("plus"), tr("New article or import"));
    m_plus = plus;
    connect(plus, &QAbstractButton::clicked, this, [this, plus] { showMenu(plus); });
    header->row().addWidget(title);
    header->row().addWidget(m_count);
    header->row().addStretch(1);
    header->row().addWidget(plus);
    return header;
}

QWidget* LibraryColumn::makeList()
{
    auto* page = new QWidget;
    auto* rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* strip = new Surface(Surface::Fill::Surface, Qt::BottomEdge);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(10, 8, 10, 8);
    row->addWidget(m_filter);
    m_list->setAccessibleName(tr("Articles"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new ArticleRowDelegate(themeOf(this), m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_error->hide();
    rows->addWidget(strip);
    rows->addWidget(m_error);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_list, 1);
    return page;
}

void LibraryColumn::reload()
{
    if (m_import->isRunning())
        return; // changes all the time; its end is heard
    m_loading.clear();
    loadPage(0, ++m_generation);
}

void LibraryColumn::loadPage(std::int64_t offset, int generation)
{
    DocumentListing listing;
    listing.kind = DocumentKind::Article;
    listing.offset = offset;
    listing.limit = pageRows;
    m_connector.ask(
        this, [actor = m_connector.actor(), listing](Desk& desk) { return desk.library.list(actor, listing); },
        [this, generation](Result<DocumentPage> page) {
            if (generation != m_generation)
                return;
            if (page) {
                take(std::move(*page), generation);
                return;
            }
            m_error->say(QString(), qt(page.error().message), tr("Reload"));
            m_error->setFixedHeight(m_error->heightForWidth(width() - 1)); // two lines in so narrow a column
            showCount();
        });
}

void LibraryColumn::take(DocumentPage page, int generation)
{
    m_error->hide();
    const bool more = !page.documents.empty();
    std::ranges::move(page.documents, std::back_inserter(m_loading));
    if (more && std::ssize(m_loading) < page.total) {
        loadPage(std::ssize(m_loading), generation);
        return;
    }
    const ArticleListModel::Row* row = m_model.row(m_list->currentIndex().row());
    const ArticleId id = row == nullptr ? ArticleId() : row->listed.document.id;
    m_loaded = true;
    const int scrolled = m_list->verticalScrollBar()->value();
    m_model.setArticles(std::exchange(m_loading, {}));
    select(id);
    m_list->doItemsLayout();
    m_list->verticalScrollBar()->setValue(scrolled);
    showCount();
    Q_EMIT loaded();
}

void LibraryColumn::showCount()
{
    m_count->setText(m_loaded ? QLocale().toString(static_cast<qlonglong>(m_model.total())) : QString());
    const bool none = m_loaded && m_model.rowCount() == 0;
    if (m_filter->text().isEmpty())
        m_empty->say(QStringLiteral("book"), tr("No articles yet"), tr("Drafts quote what stands here."),
            m_mayEdit ? tr("New article") : QString());
    else
        m_empty->say(QStringLiteral("search"), tr("No title like that"), tr("Passages are searched on the right."), tr("Clear"));
    m_empty->setVisible(none);
    m_list->setVisible(!none);
}

LibraryColumn::Tab LibraryColumn::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void LibraryColumn::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void LibraryColumn::setLearnedCount(int waiting)
{
    m_tabs->setTabText(
        static_cast<int>(Tab::Learned), waiting == 0 ? tr("Learned") : tr("Learned %1").arg(QLocale().toString(waiting)));
}

void LibraryColumn::setMayEdit(bool may)
{
    m_mayEdit = may;
    m_plus->setVisible(may);
    showCount();
}

void LibraryColumn::select(const ArticleId& id)
{
    m_selecting = true;
    const int place = m_model.placeOf(id);
    m_list->setCurrentIndex(place < 0 ? QModelIndex() : m_model.index(place));
    m_selecting = false;
}

void LibraryColumn::move(int by)
{
    const int place = m_list->currentIndex().row();
    const int next = std::clamp(place < 0 ? 0 : place + by, 0, std::max(0, m_model.rowCount() - 1));
    m_list->setCurrentIndex(m_model.index(next));
}

void LibraryColumn::focusList()
{
    if (tab() == Tab::Learned)
        m_learned->setFocus(Qt::TabFocusReason);
    else if (m_list->isVisible())
        m_list->setFocus(Qt::TabFocusReason);
    else
        m_filter->setFocus(Qt::TabFocusReason);
}

void LibraryColumn::showMenu(QWidget* under)
{
    QMenu menu(this);
    menu.addAction(tr("New article"), this, &LibraryColumn::newWanted);
    menu.addSeparator();
    menu.addAction(tr("Import files…"), this, [this] { import(false); })->setEnabled(!m_import->isRunning());
    menu.addAction(tr("Import a folder…"), this, [this] { import(true); })->setEnabled(!m_import->isRunning());
    menu.exec(under->mapToGlobal(QPoint(0, under->height())));
}

void LibraryColumn::import(bool folder)
{
    QStringList chosen;
    if (folder)
        chosen << QFileDialog::getExistingDirectory(this, tr("Import a folder"));
    else
        chosen = QFileDialog::getOpenFileNames(this, tr("Import files"), QString(), fileFilter());
    std::vector<std::filesystem::path> paths;
    for (const QString& path : chosen) {
        if (!path.isEmpty())
            paths.emplace_back(utf8(path));
    }
    m_import->start(paths);
}

} // namespace tandem::ui
