#pragma once

#include "model/Knowledge.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace tandem::ui {

// An article as it is written: title, language, for whom, and its Markdown. UI thread.
class ArticleForm : public QWidget {
    Q_OBJECT

public:
    explicit ArticleForm(QWidget* parent = nullptr);

    void setDocument(const Document& document);
    // What stands in it now; what it does not show is as it was given.
    [[nodiscard]] Document document() const;
    void setReadOnly(bool readOnly);
    void focusTitle();
    void focusText();

Q_SIGNALS:
    void edited(); // by a person
    void publishWanted(); // Ctrl+Enter

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void dress();

    Document m_document;
    QLineEdit* m_title;
    QComboBox* m_language;
    QLineEdit* m_audience;
    QLineEdit* m_plan;
    QPlainTextEdit* m_text;
    bool m_setting = false;
    bool m_modified = false; // the text, when it last changed
};

} // namespace tandem::ui
