#include "ui/customer/ExplanationView.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/customer/ChipFlow.h"
#include "ui/customer/ExplanationWords.h"
#include "ui/customer/WeightRow.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"
#include "ui/widgets/TextLink.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <cmath>

namespace tandem::ui {

namespace {

constexpr std::size_t longestWord = 60; // of a chip, in UTF-16 units
constexpr double worthARow = 0.02; // of all that weighs

void empty(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        if (item->layout() != nullptr)
            empty(*item->layout());
        delete item;
    }
}

// The label that an example has for this kind of prediction; "" = none.
QString labelOf(const NearExample& example, ExplainedKind kind)
{
    switch (kind) {
    case ExplainedKind::Category: return categoryWord(example.category);
    case ExplainedKind::Urgency: return urgencyNoun(example.urgency);
    case ExplainedKind::Sentiment: return sentimentWord(example.sentiment);
    default: return {};
    }
}

} // namespace

ExplanationView::ExplanationView(QWidget* parent)
    : QWidget(parent)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 2, 0, 10);
    m_column->setSpacing(4);
}

void ExplanationView::clear()
{
    empty(*m_column);
}

void ExplanationView::addHeading(const QString& text)
{
    if (m_column->count() > 0)
        m_column->addSpacing(4);
    auto* label = new TextLabel(TextRole::Label, Ink::Text2, this);
    label->setText(text);
    label->setWordWrap(true);
    m_column->addWidget(label);
}

void ExplanationView::addNote(const QString& text)
{
    auto* label = new TextLabel(TextRole::Meta, Ink::Text3, this);
    label->setText(text);
    label->setWordWrap(true);
    m_column->addWidget(label);
}

void ExplanationView::showWaiting()
{
    clear();
    addNote(tr("Finding out what it rests on…"));
    setAccessibleName(tr("Finding out what it rests on…"));
}

void ExplanationView::showProblem(const QString& why)
{
    clear();
    addNote(tr("This cannot be explained now: %1").arg(why));
    auto* row = new QHBoxLayout;
    auto* retry = new TextLink(tr("Try again"), this);
    connect(retry, &TextLink::clicked, this, &ExplanationView::retryRequested);
    row->addWidget(retry);
    row->addStretch(1);
    m_column->addLayout(row);
    setAccessibleName(tr("This cannot be explained now: %1").arg(why));
}

void ExplanationView::showGone()
{
    clear();
    addNote(tr("Read anew, the message does not say this any more."));
    setAccessibleName(tr("Read anew, the message does not say this any more."));
}

void ExplanationView::showPrediction(
    const ExplainedPrediction& prediction, const std::vector<NearExample>& examples, const QString& read)
{
    clear();
    setAccessibleName(tr("Why %1").arg(read));
    const QString now = readWord(prediction.kind, prediction.value);
    if (now != read)
        addNote(tr("Read anew, it would be “%1” (%2).").arg(now, readScore(prediction.kind, prediction.score)));
    addWords(headingFor(prediction), prediction, true);
    addWords(headingAgainst(prediction), prediction, false);
    if (prediction.words.empty())
        addNote(tr("No single word of the message decides it."));
    addShares(prediction);
    addExamples(prediction.kind, examples);
}

void ExplanationView::addWords(const QString& heading, const ExplainedPrediction& prediction, bool positive)
{
    std::vector<ChipFlow::Item> items;
    QStringList spoken;
    for (const ExplainedWord& word : prediction.words) {
        if ((word.weight > 0) != positive)
            continue;
        const QString words = shownLine(word.words, longestWord);
        const QString sign = positive ? QStringLiteral("+") : QString(QChar(0x2212));
        const QString effect = tr("Without “%1”: %2").arg(isolatedWords(words), readScore(prediction.kind, word.without));
        // The sign stands before the word whichever way either runs.
        items.push_back(
            {{isolated(sign + QChar(u' ') + isolatedWords(words)), positive ? ChipKind::Accent : ChipKind::Neutral}, effect});
        spoken << words;
    }
    if (items.empty())
        return;
    addHeading(heading);
    auto* flow = new ChipFlow(this);
    flow->setAccessibleName(tr("%1: %2").arg(heading, spoken.join(tr(", "))));
    flow->setItems(std::move(items));
    m_column->addWidget(flow);
}

void ExplanationView::addShares(const ExplainedPrediction& prediction)
{
    double all = 0;
    for (const ExplainedShare& share : prediction.shares)
        all += std::abs(share.weight);
    if (!(all > 0) || !std::isfinite(all))
        return;
    addHeading(tr("What it rests on"));
    for (const ExplainedShare& share : prediction.shares) {
        if (std::abs(share.weight) / all >= worthARow)
            m_column->addWidget(new WeightRow(shareWord(share.kind), share.weight / all, this));
    }
}

void ExplanationView::addExamples(ExplainedKind kind, const std::vector<NearExample>& examples)
{
    bool first = true;
    for (const NearExample& example : examples) {
        const QString label = labelOf(example, kind);
        if (label.isEmpty())
            return;
        if (first)
            addHeading(tr("Nearest messages it learned from"));
        else
            m_column->addSpacing(4);
        first = false;
        auto* head = new QHBoxLayout;
        head->setSpacing(8);
        auto* name = new TextLabel(TextRole::MetaStrong, Ink::Text, this);
        name->setText(label);
        head->addWidget(name, 1);
        auto* near = new TextLabel(TextRole::Meta, Ink::Text3, this);
        near->setText(tr("alike %1").arg(isolated(scoreText(example.similarity))));
        head->addWidget(near);
        m_column->addLayout(head);
        addNote(shownLine(example.text));
    }
}

} // namespace tandem::ui
