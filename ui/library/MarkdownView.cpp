#include "ui/library/MarkdownView.h"

#include "ui/conversation/PlainText.h"
#include "ui/theme/Theme.h"

#include <QImage>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>

#include <utility>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int headingGap = 10;
constexpr int paragraphGap = 10;
constexpr int smallGap = 4;

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

// A picture becomes its words: nothing is read from disk or network for an article. A link's title would be a tooltip of HTML.
void disarm(QTextDocument& document)
{
    std::vector<QTextCursor> armed;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const QTextCharFormat format = at.fragment().charFormat();
            if (!format.isImageFormat() && format.toolTip().isEmpty())
                continue;
            armed.emplace_back(block);
            armed.back().setPosition(at.fragment().position());
            armed.back().setPosition(at.fragment().position() + at.fragment().length(), QTextCursor::KeepAnchor);
        }
    }
    for (QTextCursor& part : armed) {
        QTextCharFormat format = part.charFormat();
        if (format.isImageFormat()) {
            part.insertText(QStringLiteral("[%1]").arg(format.property(QTextFormat::ImageAltText).toString()), QTextCharFormat());
            continue;
        }
        format.clearProperty(QTextFormat::TextToolTip);
        part.setCharFormat(format);
    }
}

} // namespace

MarkdownView::MarkdownView(QWidget* parent, Spacing spacing)
    : QTextBrowser(parent)
    , m_spacing(spacing)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&themeOf(this), &Theme::changed, this, &MarkdownView::dress);
}

// An image must be some image: for none Qt reads the file itself.
QVariant MarkdownView::loadResource(int type, const QUrl& /*name*/)
{
    if (type != QTextDocument::ImageResource)
        return {};
    QImage nothing(1, 1, QImage::Format_ARGB32_Premultiplied);
    nothing.fill(Qt::transparent);
    return nothing;
}

void MarkdownView::showText(const std::string& markdown, const QString& quote)
{
    m_quote = quote;
    // Beside the view: in one that is shown each line of a list lays out all of it anew.
    auto* text = new QTextDocument(this);
    text->setUndoRedoEnabled(false);
    text->setDocumentMargin(document()->documentMargin());
    text->setMarkdown(shownText(markdown), QTextDocument::MarkdownNoHTML);
    disarm(*text);
    setExtraSelections({}); // what is lit lies in the old text
    setDocument(text);
    delete std::exchange(m_text, text); // not before: the view still looked at it
    verticalScrollBar()->setValue(0);
    dress();
}

void MarkdownView::light()
{
    ExtraSelection lit;
    const QRegularExpression words = loosely(m_quote);
    // Within a paragraph: a quote is a sentence.
    for (QTextBlock block = document()->begin(); block.isValid() && !m_quote.isEmpty(); block = block.next()) {
        const auto match = words.match(block.text());
        if (!match.hasMatch())
            continue;
        lit.cursor = QTextCursor(block);
        lit.cursor.setPosition(block.position() + static_cast<int>(match.capturedStart()));
        lit.cursor.setPosition(block.position() + static_cast<int>(match.capturedEnd()), QTextCursor::KeepAnchor);
        break;
    }
    if (lit.cursor.isNull()) {
        setExtraSelections({});
        return;
    }
    lit.format.setBackground(themeOf(this).palette().lit);
    lit.format.setForeground(themeOf(this).palette().text);
    setExtraSelections({lit});
    QTextCursor begin = lit.cursor;
    begin.setPosition(lit.cursor.selectionStart());
    const int top = cursorRect(begin).top() + verticalScrollBar()->value();
    verticalScrollBar()->setValue(top - viewport()->height() / 3);
}

// Fonts and colours of the theme; headings keep their rank by size.
void MarkdownView::dress()
{
    const Theme& theme = themeOf(this);
    QPalette colours = palette();
    colours.setColor(QPalette::Base, theme.palette().base);
    colours.setColor(QPalette::Text, theme.palette().text);
    colours.setColor(QPalette::Link, theme.palette().accentText);
    setPalette(colours);
    document()->setDefaultFont(theme.font(TextRole::Message));
    QTextCursor edit(document());
    edit.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        // No selection: one of a whole block begins in the block before and would change that too.
        QTextCursor cursor(block);
        QTextBlockFormat shape = block.blockFormat();
        shape.setLineHeight(theme.lineHeight(TextRole::Message), QTextBlockFormat::MinimumHeight);
        const bool isHeading = shape.headingLevel() > 0;
        if (m_spacing == Spacing::Airy) {
            shape.setTopMargin(isHeading ? headingGap : 0);
            shape.setBottomMargin(isHeading || block.textList() != nullptr ? smallGap : paragraphGap);
        }
        cursor.setBlockFormat(shape);
        if (isHeading)
            dressHeading(block, theme.font(shape.headingLevel() == 1 ? TextRole::Title : TextRole::RowStrong));
    }
    edit.endEditBlock();
    light();
}

} // namespace tandem::ui
