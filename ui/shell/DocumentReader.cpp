#include "ui/shell/DocumentReader.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Strings.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int wide = 720;
constexpr int margin = 48;
constexpr int padding = 24;

// Shows text and nothing else: whatever an article refers to stays where it is.
class TextPage final : public QTextBrowser {
public:
    explicit TextPage(QWidget* parent)
        : QTextBrowser(parent)
    {
        setOpenLinks(false);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }

    QVariant loadResource(int /*type*/, const QUrl& /*name*/) override { return {}; }
};

// Finds the quote however its white space was broken into lines.
QRegularExpression loosely(const QString& quote)
{
    QStringList words;
    for (const QString& word : quote.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts))
        words << QRegularExpression::escape(word);
    return QRegularExpression(words.join(QStringLiteral("\\s+")));
}

// Part by part: Markdown gives headings a size of its own that goes before any font and cannot be merged away.
void dressHeading(const QTextBlock& block, const QFont& font)
{
    std::vector<QTextCursor> parts;
    for (auto at = block.begin(); !at.atEnd(); ++at) {
        parts.emplace_back(block);
        parts.back().setPosition(at.fragment().position());
        parts.back().setPosition(at.fragment().position() + at.fragment().length(), QTextCursor::KeepAnchor);
    }
    for (QTextCursor& part : parts) {
        QTextCharFormat format = part.charFormat();
        format.clearProperty(QTextFormat::FontSizeAdjustment);
        format.setFont(font);
        part.setCharFormat(format);
    }
}

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
    m_text = new TextPage(panel());
    column->addWidget(m_text, 1);
    connect(&themeOf(this), &Theme::changed, this, &DocumentReader::dress);
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
    m_text->clear();
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
    m_text->document()->setMarkdown(shownText(document->body), QTextDocument::MarkdownNoHTML);
    dress();
    light();
}

void DocumentReader::light()
{
    QTextBrowser::ExtraSelection lit;
    const QRegularExpression words = loosely(m_quote);
    // Within a paragraph: a quote is a sentence.
    for (QTextBlock block = m_text->document()->begin(); block.isValid() && !m_quote.isEmpty(); block = block.next()) {
        const auto match = words.match(block.text());
        if (!match.hasMatch())
            continue;
        lit.cursor = QTextCursor(block);
        lit.cursor.setPosition(block.position() + static_cast<int>(match.capturedStart()));
        lit.cursor.setPosition(block.position() + static_cast<int>(match.capturedEnd()), QTextCursor::KeepAnchor);
        break;
    }
    if (lit.cursor.isNull()) {
        m_text->setExtraSelections({});
        return;
    }
    lit.format.setBackground(themeOf(this).palette().lit);
    lit.format.setForeground(themeOf(this).palette().text);
    m_text->setExtraSelections({lit});
    QTextCursor begin = lit.cursor;
    begin.setPosition(lit.cursor.selectionStart());
    const int top = m_text->cursorRect(begin).top() + m_text->verticalScrollBar()->value();
    m_text->verticalScrollBar()->setValue(top - m_text->viewport()->height() / 3);
}

// Fonts and colours of the theme; headings keep their rank by size.
void DocumentReader::dress()
{
    const Theme& theme = themeOf(this);
    QPalette colours = m_text->palette();
    colours.setColor(QPalette::Base, theme.palette().base);
    colours.setColor(QPalette::Text, theme.palette().text);
    colours.setColor(QPalette::Link, theme.palette().accentText);
    m_text->setPalette(colours);
    m_text->document()->setDefaultFont(theme.font(TextRole::Message));
    QTextCursor edit(m_text->document());
    edit.beginEditBlock();
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        // No selection: one of a whole block begins in the block before and would change that too.
        QTextCursor cursor(block);
        QTextBlockFormat shape = block.blockFormat();
        shape.setLineHeight(theme.lineHeight(TextRole::Message), QTextBlockFormat::MinimumHeight);
        cursor.setBlockFormat(shape);
        if (shape.headingLevel() > 0)
            dressHeading(block, theme.font(shape.headingLevel() == 1 ? TextRole::Title : TextRole::RowStrong));
    }
    edit.endEditBlock();
    if (!m_quote.isEmpty())
        light();
}

} // namespace tandem::ui
