#pragma once

#include <QTextBrowser>
#include <QTextDocument>

#include <string>

namespace tandem::ui {

// An article or resolution as it is read: Markdown in the theme's type, with words lit where they are cited. Shows text and
// nothing else: whatever an article refers to stays where it is. UI thread.
class MarkdownView : public QTextBrowser {
    Q_OBJECT

public:
    // Airy: paragraphs and headings stand apart, for a page of its own.
    enum class Spacing : std::uint8_t { Close, Airy };

    explicit MarkdownView(QWidget* parent = nullptr, Spacing spacing = Spacing::Close);

    // `quote`: the words to light and to scroll to; "" = none.
    void showText(const std::string& markdown, const QString& quote = {});
    [[nodiscard]] bool isLit() const { return !extraSelections().isEmpty(); }

    QVariant loadResource(int type, const QUrl& name) override;

private:
    void light();
    void dress();

    const Spacing m_spacing;
    QString m_quote;
    QTextDocument* m_text = nullptr; // what is shown; null until the first text
};

} // namespace tandem::ui
