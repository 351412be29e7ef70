#include "ui/library/SearchPane.h"

#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/library/HitList.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace tandem::ui {

namespace {

constexpr std::size_t mostHits = 20; // all of them are compared closely by the engine
constexpr int typingPause = 120; // ms
constexpr int slowAfter = 300;

} // namespace

SearchPane::SearchPane(Connector& connector, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
    , m_field(new SearchField(tr("Search passages")))
    , m_found(new TextLabel(TextRole::Meta, Ink::Text2))
    , m_time(new TextLabel(TextRole::Meta, Ink::Text3))
    , m_kind(new QComboBox)
    , m_language(new QComboBox)
    , m_error(new Banner(BannerKind::Error))
    , m_pages(new QStackedWidget)
    , m_hits(new HitList)
    , m_empty(new EmptyState)
    , m_floor(new TextLabel(TextRole::Meta, Ink::Text3))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* header = new ColumnHeader;
    header->row().addWidget(m_field);
    m_field->setToolTip(tr("Search the way drafts do: /"));
    auto* clear = new IconButton(QStringLiteral("x"), tr("Clear"));
    clear->hide();
    header->row().addWidget(clear);
    connect(clear, &QAbstractButton::clicked, this, [this] {
        m_field->clear();
        m_field->setFocus(Qt::OtherFocusReason);
    });
    connect(m_field, &QLineEdit::textChanged, clear, [clear](const QString& text) { clear->setVisible(!text.isEmpty()); });
    m_field->installEventFilter(this);
    rows->addWidget(header);
    rows->addWidget(makeFigures());
    rows->addWidget(makeFilters());
    m_error->hide();
    rows->addWidget(m_error);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_hits);
    rows->addWidget(m_pages, 1);
    m_hits->viewport()->setAutoFillBackground(false);
    auto* foot = new Surface(Surface::Fill::None, Qt::TopEdge);
    auto* words = new QVBoxLayout(foot);
    words->setContentsMargins(14, 10, 14, 10);
    m_floor->setWordWrap(true);
    words->addWidget(m_floor);
    rows->addWidget(foot);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowAfter);
    connect(&m_typing, &QTimer::timeout, this, &SearchPane::search);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        m_isSlow = true;
        update();
    });
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] { m_hits->openChosen(); });
    connect(m_hits, &HitList::opened, this, &SearchPane::opened);
    connect(m_error, &Banner::actionTriggered, this, &SearchPane::search);
    showHits();
}

QWidget* SearchPane::makeFigures()
{
    auto* strip = new Surface(Surface::Fill::None, Qt::BottomEdge);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(14, 7, 14, 7);
    row->addWidget(m_found);
    row->addStretch(1);
    row->addWidget(m_time);
    return strip;
}

QWidget* SearchPane::makeFilters()
{
    auto* strip = new Surface(Surface::Fill::None, Qt::BottomEdge);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(14, 8, 14, 8);
    row->setSpacing(8);
    m_kind->setAccessibleName(tr("Kind"));
    m_kind->addItem(tr("All kinds"));
    m_kind->addItem(tr("Articles"), static_cast<int>(DocumentKind::Article));
    m_kind->addItem(tr("Resolutions"), static_cast<int>(DocumentKind::Resolution));
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("All languages"));
    for (const Language language : allLanguages)
        m_language->addItem(languageWord(language), static_cast<int>(language));
    for (QComboBox* box : {m_kind, m_language}) {
        row->addWidget(box, 1);
        connect(box, &QComboBox::currentIndexChanged, this, &SearchPane::search);
    }
    return strip;
}

LibrarySearch SearchPane::wanted() const
{
    LibrarySearch search;
    search.text = utf8(m_field->text().trimmed());
    search.count = mostHits;
    if (const QVariant kind = m_kind->currentData(); kind.isValid())
        search.kind = static_cast<DocumentKind>(kind.toInt());
    if (const QVariant language = m_language->currentData(); language.isValid())
        search.language = static_cast<Language>(language.toInt());
    return search;
}

// One question at a time: what is typed meanwhile is asked when the answer is there.
void SearchPane::search()
{
    m_typing.stop();
    const LibrarySearch search = wanted();
    if (search.text.empty()) {
        m_error->hide();
        m_all.clear();
        m_result = {};
        m_time->clear();
        showHits();
        return;
    }
    m_again = m_asking;
    if (m_asking)
        return;
    m_asking = true;
    m_slow.start();
    m_connector.ask(
        this,
        [actor = m_connector.actor(), search](Desk& desk) {
            QElapsedTimer clock;
            clock.start();
            Result<SearchResult> result = desk.library.search(actor, search);
            return Answer{std::move(result), clock.elapsed()};
        },
        [this, search](const Answer& answer) {
            m_asking = false;
            m_slow.stop();
            m_isSlow = false;
            update();
            if (m_again)
                this->search();
            else if (!m_field->text().trimmed().isEmpty())
                take(search, answer);
        });
}

void SearchPane::take(const LibrarySearch& search, const Answer& answer)
{
    if (!answer.result) {
        m_error->say(QString(), qt(answer.result.error().message), tr("Try again"));
        return;
    }
    m_error->hide();
    m_all = hitsOf(*answer.result, search.text);
    const auto& passages = answer.result->passages;
    const bool byMeaning = std::ranges::any_of(
        passages, [](const ScoredPassage& scored) { return !scored.sentenceSimilarity.empty() || scored.meaning > 0; });
    m_result = {};
    m_result.evidence = answer.result->evidence;
    m_result.evidenceFloor = answer.result->evidenceFloor;
    m_result.searched = answer.result->searched;
    const QString time = isolated(tr("%1 ms").arg(QLocale().toString(answer.milliseconds)));
    m_time->setText(byMeaning || passages.empty() ? tr("%1, words and meaning").arg(time) : tr("%1, words alone").arg(time));
    showHits();
}

void SearchPane::showHits()
{
    std::vector<Hit> shown;
    std::ranges::copy_if(m_all, std::back_inserter(shown), [this](const Hit& hit) { return hit.article != m_leftOut; });
    const QLocale locale;
    const bool asked = !m_field->text().trimmed().isEmpty();
    const auto number = [&](std::size_t value) { return isolated(locale.toString(static_cast<qulonglong>(value))); };
    m_found->setText(!asked ? QString() : tr("%1 of %2 passages").arg(number(shown.size()), number(m_result.searched)));
    if (!asked)
        m_empty->say(
            QStringLiteral("search"), tr("Search as the drafts do"), tr("By words and by meaning, in any language."), {});
    else
        m_empty->say(
            QStringLiteral("search"), tr("Nothing found"), tr("Drafts find nothing either and hand it to a person."), {});
    m_found->parentWidget()->setVisible(asked);
    m_pages->setCurrentWidget(shown.empty() ? static_cast<QWidget*>(m_empty) : m_hits);
    m_hits->setHits(std::move(shown));
    showFloor();
}

// What a draft would make of it.
void SearchPane::showFloor()
{
    const bool any = !m_hits->hits().empty();
    m_floor->parentWidget()->setVisible(any);
    if (!any)
        return;
    const QString evidence = isolated(scoreText(m_result.evidence));
    const QString floor = isolated(scoreText(m_result.evidenceFloor));
    QString words;
    if (m_result.evidenceFloor > 0 && m_result.evidence < m_result.evidenceFloor)
        words = tr(
            "Evidence %1, below the floor of %2: these are shown here, and a draft cites one only if a sentence of it answers so "
            "well that both together reach the floor.")
                    .arg(evidence, floor);
    else if (m_result.evidenceFloor > 0)
        words = tr("Evidence %1, above the floor of %2: a draft may cite these.").arg(evidence, floor);
    const QString scale = tr("A score is what puts a passage ahead of the weakest one here; 1.00 would be ahead in everything.");
    m_floor->setText(words.isEmpty() ? scale : words + u'\n' + scale);
}

void SearchPane::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchPane::focusHits()
{
    if (m_hits->hits().empty())
        focusField();
    else
        m_hits->setFocus(Qt::TabFocusReason);
}

void SearchPane::searchAgain()
{
    if (!m_field->text().trimmed().isEmpty())
        search();
}

void SearchPane::setLeftOut(const std::optional<ArticleId>& id)
{
    m_leftOut = id;
    showHits();
}

bool SearchPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down && !m_hits->hits().empty()) {
            m_hits->setFocus(Qt::TabFocusReason);
            if (!m_hits->currentIndex().isValid())
                m_hits->setCurrentIndex(m_hits->model()->index(0, 0));
            return true;
        }
        if (key == Qt::Key_Escape && m_field->text().isEmpty()) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SearchPane::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(this);
    painter.fillRect(rect(), colours.surface);
    const QRect edge(0, 0, 1, height());
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), edge), colours.line);
    if (m_isSlow)
        painter.fillRect(QRect(0, m_found->parentWidget()->y() - 2, width(), 2), colours.accent);
}

} // namespace tandem::ui
