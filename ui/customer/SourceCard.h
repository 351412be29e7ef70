#pragma once

#include "model/Draft.h"
#include "model/Knowledge.h"

#include <QWidget>

namespace tandem::ui {

class ElidedLabel;
class PassageView;
class TextLink;

// The passage that a sentence rests on, its cited words lit. UI thread.
class SourceCard : public QWidget {
    Q_OBJECT

public:
    explicit SourceCard(QWidget* parent = nullptr);

    void setSource(const Passage& passage, const QString& quote, double support);
    // The lit words, from the card's top left; null when nothing is lit.
    [[nodiscard]] QRect litRect() const;
    [[nodiscard]] const PassageView& passage() const { return *m_passage; }

Q_SIGNALS:
    // `quote`: the words of it that are cited.
    void articleRequested(const tandem::ArticleId& article, const QString& quote);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ArticleId m_article;
    QString m_quote;
    ElidedLabel* m_title = nullptr;
    PassageView* m_passage = nullptr;
    ElidedLabel* m_support = nullptr;
    TextLink* m_open = nullptr;
};

} // namespace tandem::ui
