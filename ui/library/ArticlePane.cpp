#include "ui/library/ArticlePane.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/library/ArticleForm.h"
#include "ui/library/MarkdownView.h"
#include "ui/library/NoticeStrip.h"
#include "ui/library/VersionsView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"
#include "ui/widgets/TextTabs.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QStackedWidget>
#include <QTextDocument>
#include <QUuid>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int side = 24;
constexpr int keepPause = 300; // ms without a key

QString metaOf(const Document& document)
{
    const auto orElse = [](const std::string& value, const QString& otherwise) {
        return value.empty() ? otherwise : isolatedWords(shownLine(value, mostOfAName));
    };
    QStringList parts;
    if (document.kind == DocumentKind::Resolution)
        parts << ArticlePane::tr("Resolution of a ticket");
    parts << orElse(document.audience, ArticlePane::tr("Everyone")) << orElse(document.plan, ArticlePane::tr("all plans"))
          << languageWord(document.language);
    return parts.join(QStringLiteral(" · "));
}

Language consoleLanguage()
{
    return languageFrom(QLocale().bcp47Name().toStdString()).value_or(Language::En);
}

} // namespace

ArticlePane::ArticlePane(Connector& connector, UnpublishedArticles& unpublished, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
    , m_unpublished(unpublished)
    , m_title(new ElidedLabel(TextRole::Title, Ink::Text))
    , m_meta(new ElidedLabel(TextRole::Meta, Ink::Text3))
    , m_state(new TextLabel(TextRole::Meta, Ink::Text3))
    , m_versionsButton(new Button(QString(), ButtonKind::Quiet))
    , m_delete(new IconButton(QStringLiteral("trash"), tr("Delete")))
    , m_search(new IconButton(QStringLiteral("search"), tr("Search passages")))
    , m_publish(new Button(tr("Publish"), ButtonKind::Primary))
    , m_tabs(new TextTabs)
    , m_notice(new NoticeStrip)
    , m_finding(new NoticeStrip)
    , m_error(new Banner(BannerKind::Error))
    , m_pages(new QStackedWidget)
    , m_form(new ArticleForm)
    , m_preview(new MarkdownView(nullptr, MarkdownView::Spacing::Airy))
    , m_history(new VersionsView)
    , m_empty(new EmptyState)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeHeader());
    rows->addWidget(makeTabs());
    rows->addWidget(m_error);
    rows->addWidget(m_notice);
    rows->addWidget(m_finding);
    m_preview->setAccessibleName(tr("As it reads"));
    m_preview->document()->setDocumentMargin(side);
    for (QWidget* page : {static_cast<QWidget*>(m_form), static_cast<QWidget*>(m_preview), static_cast<QWidget*>(m_history),
             static_cast<QWidget*>(m_empty)})
        m_pages->addWidget(page);
    rows->addWidget(m_pages, 1);
    m_error->hide();
    m_keep.setSingleShot(true);
    m_keep.setInterval(keepPause);
    connect(&m_keep, &QTimer::timeout, this, &ArticlePane::keepEdits);
    connect(m_form, &ArticleForm::edited, this, [this] {
        m_error->hide();
        m_keep.start();
    });
    connect(m_form, &ArticleForm::publishWanted, this, &ArticlePane::publish);
    connect(m_history, &VersionsView::restoreWanted, this, &ArticlePane::restore);
    connect(m_notice, &NoticeStrip::actionTriggered, this, &ArticlePane::discard);
    connect(&m_unpublished, &UnpublishedArticles::onDiskChanged, this, &ArticlePane::showNotice);
    connect(m_error, &Banner::actionTriggered, this, &ArticlePane::reload);
    connect(m_empty, &EmptyState::actionTriggered, this, &ArticlePane::newWanted);
    close();
}

ArticlePane::~ArticlePane()
{
    if (m_keep.isActive())
        keepEdits();
}

QWidget* ArticlePane::makeHeader()
{
    auto* header = new ColumnHeader;
    header->row().setContentsMargins(side, 0, 14, 0);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addStretch(1);
    names->addWidget(m_title);
    names->addWidget(m_meta);
    names->addStretch(1);
    header->row().addLayout(names, 1);
    m_versionsButton->setIconName(QStringLiteral("clock"));
    connect(m_versionsButton, &QAbstractButton::clicked, this, [this] { setPage(Page::Versions); });
    connect(m_delete, &QAbstractButton::clicked, this, [this] {
        if (isNew())
            discard();
        else
            Q_EMIT deleteWanted(ArticleId(m_id), m_title->text()); // a copy: what follows closes the article
    });
    m_publish->setToolTip(tr("Ctrl+Enter"));
    connect(m_publish, &QAbstractButton::clicked, this, &ArticlePane::publish);
    connect(m_search, &QAbstractButton::clicked, this, &ArticlePane::searchWanted);
    m_search->hide();
    header->row().addWidget(m_versionsButton);
    header->row().addWidget(m_delete);
    header->row().addWidget(m_search);
    header->row().addWidget(m_publish);
    return header;
}

QWidget* ArticlePane::makeTabs()
{
    auto* strip = new Surface(Surface::Fill::Surface, Qt::BottomEdge);
    m_tabRow = strip;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(side - 9, 0, side, 0);
    m_tabs->setTabHeight(themeOf(this).scaled(36));
    m_tabs->addTab(tr("Edit"));
    m_tabs->addTab(tr("Preview"));
    m_tabs->addTab(tr("Versions"));
    m_tabs->setAccessibleName(tr("Article"));
    connect(m_tabs, &QTabBar::currentChanged, this, &ArticlePane::showPage);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_state);
    return strip;
}

bool ArticlePane::mayEdit() const
{
    const Role role = m_connector.actor().role;
    return role == Role::Supervisor || role == Role::Admin;
}

const Document* ArticlePane::current() const
{
    return m_versions.empty() ? nullptr : &m_versions.front();
}

bool ArticlePane::isNew() const
{
    const Document* draft = m_unpublished.find(m_id);
    return draft != nullptr && draft->contentHash.empty();
}

void ArticlePane::close()
{
    if (m_keep.isActive())
        keepEdits();
    m_id = ArticleId();
    m_versions.clear();
    m_title->setText(tr("Nothing chosen"));
    m_error->hide();
    showState();
}

void ArticlePane::open(const ArticleId& id, const QString& quote)
{
    if (m_keep.isActive())
        keepEdits();
    const bool same = id == m_id && !m_versions.empty();
    m_id = id;
    m_compareNext = false;
    m_quote = quote;
    m_error->hide();
    if (!quote.isEmpty())
        m_tabs->setCurrentIndex(static_cast<int>(Page::Preview));
    if (same) {
        showPage();
        return;
    }
    m_versions.clear();
    show();
    reload();
}

void ArticlePane::startNew()
{
    Document document;
    document.id = ArticleId("article-" + utf8(QUuid::createUuid().toString(QUuid::Id128).left(12)));
    document.language = consoleLanguage();
    m_unpublished.keep(document);
    open(document.id);
    setPage(Page::Edit);
    m_form->focusTitle();
}

void ArticlePane::reload()
{
    if (m_id.empty() || isNew())
        return;
    m_connector.ask(
        this, [actor = m_connector.actor(), id = m_id](Desk& desk) { return desk.library.versions(actor, id); },
        [this, id = m_id](Result<std::vector<Document>> versions) {
            if (id == m_id)
                take(std::move(versions));
        });
}

void ArticlePane::take(Result<std::vector<Document>> versions)
{
    if (!versions || versions->empty()) {
        m_unreadable = true;
        m_error->say(tr("It cannot be shown."), versions ? QString() : qt(versions.error().message), tr("Try again"));
        showState();
        return;
    }
    if (std::exchange(m_unreadable, false)) // what else it says stays
        m_error->hide();
    const bool writing = m_keep.isActive();
    const bool same = current() != nullptr && current()->contentHash == versions->front().contentHash
        && m_versions.size() == versions->size();
    m_versions = std::move(*versions);
    if (!writing && !same) {
        show();
    } else { // neither the cursor nor what is being typed moves
        if (!same)
            m_history->setVersions(m_versions);
        showState();
    }
    if (std::exchange(m_compareNext, false)) {
        setPage(Page::Versions);
        m_history->chooseDraft();
    }
}

void ArticlePane::show()
{
    const Document* draft = m_unpublished.find(m_id);
    if (draft != nullptr)
        m_form->setDocument(*draft);
    else
        m_form->setDocument(current() != nullptr ? *current() : Document());
    m_history->setVersions(m_versions);
    if (!mayEdit() && m_tabs->currentIndex() == static_cast<int>(Page::Edit))
        m_tabs->setCurrentIndex(static_cast<int>(Page::Preview));
    showState();
    showPage();
}

// Everything around the text.
void ArticlePane::showState()
{
    const bool open = !m_id.empty();
    const Document* draft = m_unpublished.find(m_id);
    const Document* published = current();
    const Document* shown = draft != nullptr ? draft : published;
    const bool may = mayEdit();
    if (open) {
        const QString title = shown == nullptr ? QString() : shownLine(shown->title, mostOfAName);
        m_title->setText(!title.isEmpty() ? title : draft != nullptr ? tr("New article") : QString());
        m_meta->setText(shown == nullptr ? QString() : metaOf(*shown));
    }
    m_meta->setVisible(open); // else the title stands alone, in the middle
    m_tabRow->setVisible(open);
    m_versionsButton->setVisible(m_versions.size() > 1);
    m_versionsButton->setText(tr("%n versions", nullptr, static_cast<int>(m_versions.size())));
    m_delete->setVisible(open && may && shown != nullptr);
    m_publish->setVisible(open && may);
    m_publish->setEnabled(draft != nullptr && !m_publishing);
    m_form->setReadOnly(!may || shown == nullptr);
    m_history->setDraft(may ? draft : nullptr);
    m_history->setMayRestore(may && !m_publishing);
    m_state->setText(m_publishing ? tr("Publishing")
            : draft != nullptr    ? tr("Markdown, not published")
            : published != nullptr
            ? tr("Markdown, published %1").arg(isolated(momentWord(published->updatedAt, SystemClock().now())))
            : QString());
    showNotice();
    showFinding();
    if (!open) {
        m_empty->say(QStringLiteral("book"), tr("No article is open"),
            may ? tr("Choose one, or write what customers ask for.") : tr("Choose one on the list, or search."),
            may ? tr("New article") : QString());
        m_pages->setCurrentWidget(m_empty);
    }
}

// The other article that says something else of the same.
void ArticlePane::showFinding()
{
    m_finding->disconnect(this);
    for (const Finding& finding : m_findings) {
        const bool isFirst = finding.first.article == m_id;
        if (finding.dismissedAt || (!isFirst && finding.second.article != m_id))
            continue;
        const FindingSide& mine = isFirst ? finding.first : finding.second;
        const FindingSide& other = isFirst ? finding.second : finding.first;
        const QString title = isolatedWords(shownLine(other.title, mostOfAName));
        const auto value = [](const FindingSide& side) { return isolatedWords(shownLine(side.value, mostOfAName)); };
        if (finding.kind == FindingKind::Duplicate)
            m_finding->say(tr("“%1” says the same.").arg(title), tr("Open it"));
        else if (!mine.value.empty() && !other.value.empty())
            m_finding->say(tr("“%1” says %2 of what is %3 here.").arg(title, value(other), value(mine)), tr("Open it"));
        else
            m_finding->say(
                tr("“%1” says the opposite: “%2”").arg(title, isolatedWords(shownLine(other.sentence))), tr("Open it"));
        connect(m_finding, &NoticeStrip::actionTriggered, this,
            [this, id = other.article, quote = shownText(other.sentence)] { Q_EMIT articleWanted(id, quote); });
        return;
    }
    m_finding->say({});
}

void ArticlePane::setFindings(std::vector<Finding> findings)
{
    m_findings = std::move(findings);
    showFinding();
}

void ArticlePane::setPage(Page page)
{
    m_tabs->setCurrentIndex(static_cast<int>(page));
    showPage();
}

void ArticlePane::showPage()
{
    if (m_id.empty())
        return;
    const auto page = static_cast<Page>(m_tabs->currentIndex());
    if (page == Page::Preview)
        m_preview->showText(m_form->document().body, m_quote);
    m_pages->setCurrentIndex(static_cast<int>(page));
}

void ArticlePane::focusInside()
{
    if (m_pages->currentWidget() == m_form)
        m_form->focusText();
    else if (m_pages->currentWidget() == m_history)
        m_history->focusList();
    else
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void ArticlePane::setSearchButton(bool shown)
{
    m_search->setVisible(shown);
}

} // namespace tandem::ui
