#include "ui/library/MarkdownHighlighter.h"

#include <QRegularExpression>

namespace tandem::ui {

namespace {

enum State { Text = 0, Code = 1 };

// A longer line is no prose, and patterns would take long over it.
constexpr qsizetype longestLine = 5000;

} // namespace

MarkdownHighlighter::MarkdownHighlighter(Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

// The first group are signs, the second what they are about, the third signs again.
void MarkdownHighlighter::paint(const QString& text, const QRegularExpression& pattern, const QTextCharFormat& inside)
{
    QTextCharFormat sign;
    sign.setForeground(m_theme.palette().text3);
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        for (int group = 1; group <= match.lastCapturedIndex(); ++group)
            setFormat(static_cast<int>(match.capturedStart(group)), static_cast<int>(match.capturedLength(group)),
                group == 2 ? inside : sign);
    }
}

void MarkdownHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression heading(QStringLiteral("^(#{1,6}\\s+)(.*)$"));
    static const QRegularExpression list(QStringLiteral("^(\\s*(?:[-*+]|\\d+[.)])\\s)()"));
    static const QRegularExpression bold(QStringLiteral("(\\*\\*|__)(?=\\S)(.{1,500}?)(?<=\\S)(\\1)"));
    static const QRegularExpression link(QStringLiteral("(\\[)([^\\]]+)(\\]\\([^)]*\\))"));
    static const QRegularExpression code(QStringLiteral("(`)([^`]+)(`)"));
    QTextCharFormat strong;
    strong.setFontWeight(QFont::DemiBold);
    QTextCharFormat mono;
    mono.setFontFamilies(m_theme.font(TextRole::Mono).families());
    QTextCharFormat linked;
    linked.setForeground(m_theme.palette().accentText);
    const bool fence = text.trimmed().startsWith(QStringLiteral("```"));
    const bool inside = previousBlockState() == Code;
    setCurrentBlockState(inside != fence ? Code : Text);
    if (inside || fence) {
        setFormat(0, static_cast<int>(text.size()), mono);
        return;
    }
    if (text.size() > longestLine)
        return;
    paint(text, heading, strong);
    paint(text, list, {});
    paint(text, bold, strong);
    paint(text, link, linked);
    paint(text, code, mono);
}

} // namespace tandem::ui
