#pragma once

#include "ui/theme/Theme.h"

#include <QSyntaxHighlighter>

class QRegularExpression;

namespace tandem::ui {

// Markdown as it is written, with what its signs mean lightly shown: headings and bold words 600, links in their colour, code in
// its type, signs grey. Follows the theme.
class MarkdownHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    // `theme` outlives it.
    MarkdownHighlighter(Theme& theme, QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    void paint(const QString& text, const QRegularExpression& pattern, const QTextCharFormat& inside);

    Theme& m_theme;
};

} // namespace tandem::ui
