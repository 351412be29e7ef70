#include "ui/library/ArticleForm.h"

#include "ui/inbox/TicketWords.h"
#include "ui/library/MarkdownHighlighter.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int side = 24;
constexpr int longestTitle = 200;

// As it was typed: the plain text of an editor has spaces in the place of no-break spaces.
std::string textOf(const QPlainTextEdit& edit)
{
    QString text = edit.document()->toRawText();
    text.replace(QChar(QChar::ParagraphSeparator), u'\n').replace(QChar(QChar::LineSeparator), u'\n');
    return utf8(text);
}

} // namespace

ArticleForm::ArticleForm(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLineEdit)
    , m_language(new QComboBox)
    , m_audience(new QLineEdit)
    , m_plan(new QLineEdit)
    , m_text(new QPlainTextEdit)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 12, 0, 0);
    rows->setSpacing(10);
    const auto labelled = [this](QLineEdit* field, const QString& name, const QString& empty) {
        field->setAccessibleName(name);
        field->setPlaceholderText(empty);
        connect(field, &QLineEdit::textEdited, this, &ArticleForm::edited);
    };
    labelled(m_title, tr("Title"), tr("Title"));
    m_title->setMaxLength(longestTitle);
    labelled(m_audience, tr("Audience"), tr("Everyone"));
    labelled(m_plan, tr("Plan"), tr("All plans"));
    m_language->setAccessibleName(tr("Language"));
    for (const Language language : allLanguages)
        m_language->addItem(languageWord(language));
    connect(m_language, &QComboBox::activated, this, &ArticleForm::edited);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(side, 0, side, 0);
    head->setSpacing(8);
    head->addWidget(m_title, 5);
    head->addWidget(m_language);
    head->addWidget(m_audience, 2);
    head->addWidget(m_plan, 2);
    rows->addLayout(head);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Text, in Markdown"));
    m_text->setPlaceholderText(tr("Write in Markdown: ## for a heading, ** around what is bold."));
    m_text->setTabChangesFocus(true);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->document()->setDocumentMargin(side);
    m_text->installEventFilter(this);
    m_title->installEventFilter(this);
    new MarkdownHighlighter(themeOf(this), m_text->document());
    // Highlighting changes the document too: what counts is that it is, or was until now, another text.
    connect(m_text->document(), &QTextDocument::contentsChanged, this, [this] {
        const bool modified = m_text->document()->isModified();
        if (!m_setting && (modified || m_modified))
            Q_EMIT edited();
        m_modified = modified;
    });
    connect(&themeOf(this), &Theme::changed, this, &ArticleForm::dress);
    dress();
    rows->addWidget(m_text, 1);
}

void ArticleForm::dress()
{
    const Theme& theme = themeOf(this);
    m_title->setFont(theme.font(TextRole::RowStrong));
    m_text->setFont(theme.font(TextRole::Message));
    QPalette colours = m_text->palette();
    colours.setColor(QPalette::Base, theme.palette().base);
    colours.setColor(QPalette::Text, theme.palette().text);
    m_text->setPalette(colours);
}

void ArticleForm::setDocument(const Document& document)
{
    m_setting = true;
    m_document = document;
    m_title->setText(qt(document.title));
    m_language->setCurrentIndex(static_cast<int>(document.language));
    m_audience->setText(qt(document.audience));
    m_plan->setText(qt(document.plan));
    if (textOf(*m_text) != document.body) // else the cursor stays where it is
        m_text->setPlainText(qt(document.body));
    m_text->document()->setModified(false);
    m_modified = false;
    m_setting = false;
}

Document ArticleForm::document() const
{
    Document document = m_document;
    if (m_title->text() != qt(m_document.title).left(longestTitle)) // else it may be longer than the field takes
        document.title = utf8(m_title->text().trimmed());
    document.language = static_cast<Language>(std::max(0, m_language->currentIndex()));
    document.audience = utf8(m_audience->text().trimmed());
    document.plan = utf8(m_plan->text().trimmed());
    if (m_text->document()->isModified())
        document.body = textOf(*m_text);
    return document;
}

void ArticleForm::setReadOnly(bool readOnly)
{
    for (QLineEdit* field : {m_title, m_audience, m_plan})
        field->setReadOnly(readOnly);
    m_language->setEnabled(!readOnly);
    m_text->setReadOnly(readOnly);
    if (readOnly)
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void ArticleForm::focusTitle()
{
    m_title->setFocus(Qt::OtherFocusReason);
    m_title->selectAll();
}

void ArticleForm::focusText()
{
    m_text->setFocus(Qt::OtherFocusReason);
}

bool ArticleForm::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
            Q_EMIT publishWanted();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tandem::ui
