#include "ui/shell/DocumentReader.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/library/MarkdownView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Strings.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int wide = 720;
constexpr int margin = 48;
constexpr int padding = 24;

} // namespace

DocumentReader::DocumentReader(Connector& connector, QWidget* window)
    : Overlay(window)
    , m_connector(connector)
{
    auto* column = new QVBoxLayout(panel());
    column->setContentsMargins(padding, 14, 14, 14);
    column->setSpacing(10);
    auto* head = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_title = new ElidedLabel(TextRole::Title, Ink::Text, panel());
    words->addWidget(m_title);
    m_meta = new ElidedLabel(TextRole::Meta, Ink::Text3, panel());
    words->addWidget(m_meta);
    head->addLayout(words, 1);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close"), panel());
    connect(close, &IconButton::clicked, this, &Overlay::dismiss);
    head->addWidget(close, 0, Qt::AlignTop);
    column->addLayout(head);
    m_error = new Banner(BannerKind::Error, panel());
    m_error->hide();
    connect(m_error, &Banner::actionTriggered, this, [this] { read(m_wanted, m_quote); });
    column->addWidget(m_error);
    m_text = new MarkdownView(panel());
    column->addWidget(m_text, 1);
}

QRect DocumentReader::panelRect(const QSize& window) const
{
    const int width = std::min(themeOf(this).scaled(wide), window.width() - 2 * margin);
    return {(window.width() - width) / 2, margin, width, window.height() - 2 * margin};
}

void DocumentReader::read(const ArticleId& id, const QString& quote)
{
    m_wanted = id;
    m_quote = quote;
    m_error->hide();
    m_title->clear();
    m_meta->clear();
    m_text->showText({});
    open();
    m_text->setFocus(Qt::OtherFocusReason);
    m_connector.ask(
        this, [actor = m_connector.actor(), id](Desk& desk) { return desk.library.document(actor, id); },
        [this, id](const Result<Document>& document) {
            if (id == m_wanted)
                take(document);
        });
}

void DocumentReader::take(const Result<Document>& document)
{
    if (!document) {
        m_error->say(tr("It cannot be shown."), qt(document.error().message), tr("Try again"));
        return;
    }
    m_title->setText(shownLine(document->title));
    setAccessibleName(m_title->text());
    const QString date = QLocale().toString(localTime(document->updatedAt).date(), QLocale::ShortFormat);
    QStringList facts{document->kind == DocumentKind::Resolution ? tr("Resolution") : tr("Article"),
        languageWord(document->language), tr("as of %1").arg(isolated(date))};
    if (document->superseded)
        facts << tr("superseded");
    m_meta->setText(facts.join(tr(" · ")));
    m_text->showText(document->body, m_quote);
}

} // namespace tandem::ui
