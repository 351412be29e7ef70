#include "ui/customer/EvidencePage.h"

#include "ui/conversation/DraftText.h"
#include "ui/conversation/PlainText.h"
#include "ui/customer/ConfidenceBox.h"
#include "ui/customer/CustomerFacts.h"
#include "ui/customer/ReadingBox.h"
#include "ui/customer/ReasonRow.h"
#include "ui/customer/SourceCard.h"
#include "ui/customer/SourceRow.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int padding = 14;

void empty(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

// How well a source supports the sentences that cite it: the best of them.
struct Standing {
    int sentence = -1;
    double support = 0;
};

Standing standingOf(const Draft& draft, const PassageId& passage)
{
    Standing best;
    for (int i = 0; i < static_cast<int>(draft.sentences.size()); ++i) {
        const DraftSentence& sentence = draft.sentences[static_cast<std::size_t>(i)];
        const bool cites = std::ranges::find(sentence.citations, passage, &Citation::passage) != sentence.citations.end();
        if (cites && (best.sentence < 0 || sentence.score > best.support))
            best = {i, sentence.score};
    }
    return best;
}

} // namespace

EvidencePage::EvidencePage(QWidget* parent)
    : QWidget(parent)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    makeSource();
    m_confidence = new ConfidenceBox(this);
    m_column->addWidget(m_confidence);
    makeReasons();
    m_reading = new ReadingBox(this);
    m_column->addWidget(m_reading);
    m_customer = new CustomerFacts(CustomerFacts::Extent::Brief, this);
    m_column->addWidget(m_customer);
    m_column->addStretch(1);
}

QVBoxLayout* EvidencePage::section(QWidget* box)
{
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(padding, 12, padding, 12);
    column->setSpacing(6);
    m_column->addWidget(box);
    return column;
}

void EvidencePage::makeSource()
{
    m_sourceBox = new Surface(Surface::Fill::None, Qt::BottomEdge, this);
    QVBoxLayout* column = section(m_sourceBox);
    m_sourceTitle = new TextLabel(TextRole::MetaStrong, Ink::Text, m_sourceBox);
    column->addWidget(m_sourceTitle);
    m_sourceNote = new TextLabel(TextRole::Row, Ink::Text2, m_sourceBox);
    m_sourceNote->setWordWrap(true);
    column->addWidget(m_sourceNote);
    m_source = new SourceCard(m_sourceBox);
    column->addWidget(m_source);
    m_others = new QVBoxLayout;
    m_others->setSpacing(0);
    column->addLayout(m_others);
    connect(m_source, &SourceCard::articleRequested, this, &EvidencePage::articleRequested);
}

void EvidencePage::makeReasons()
{
    m_reasonBox = new Surface(Surface::Fill::None, Qt::BottomEdge, this);
    QVBoxLayout* column = section(m_reasonBox);
    auto* head = new QHBoxLayout;
    auto* title = new TextLabel(TextRole::MetaStrong, Ink::Text, m_reasonBox);
    title->setText(tr("Why this is here"));
    head->addWidget(title, 1);
    m_reasonCount = new TextLabel(TextRole::Meta, Ink::Text3, m_reasonBox);
    head->addWidget(m_reasonCount);
    column->addLayout(head);
    m_reasons = new QVBoxLayout;
    m_reasons->setSpacing(2);
    column->addLayout(m_reasons);
}

void EvidencePage::setTicket(const TicketView& view)
{
    m_draft = view.ticket.draft;
    m_evidence = view.evidence;
    m_reasonList = view.ticket.escalation;
    m_action = view.ticket.classification ? view.ticket.classification->highStakesAction : HighStakesAction::None;
    const int count = m_draft ? static_cast<int>(m_draft->sentences.size()) : 0;
    m_sentence = std::min(m_sentence, count - 1);
    m_confidence->setTicket(view);
    m_reading->setTicket(view);
    m_customer->setTicket(view);
    showSource();
    showReasons();
}

void EvidencePage::setSentence(int sentence)
{
    m_sentence = m_draft && sentence < static_cast<int>(m_draft->sentences.size()) ? sentence : -1;
    showSource();
    if (layout() != nullptr)
        layout()->activate();
    const QRect lit = m_source->isVisibleTo(this) ? m_source->litRect() : QRect();
    if (!lit.isNull())
        Q_EMIT litMoved(lit.translated(m_source->mapTo(this, QPoint())));
}

void EvidencePage::showSource()
{
    m_sourceBox->setVisible(m_draft.has_value());
    if (!m_draft)
        return;
    int shown = 0;
    QString note;
    if (m_draft->abstained) {
        note = tr("Nothing in the knowledge base answers this.");
    } else if (m_sentence < 0) {
        note = tr("Choose a sentence of the draft to see what it rests on.");
    } else {
        const DraftSentence& sentence = m_draft->sentences[static_cast<std::size_t>(m_sentence)];
        const std::vector<int> sources = sourcesOf(sentence, m_evidence);
        if (supportOf(sentence) == Support::Courtesy)
            note = tr("It claims nothing, so it needs no source.");
        else if (supportOf(sentence) == Support::Unsupported)
            note = sentence.reason.empty() ? tr("No source supports it.") : shownLine(sentence.reason);
        else if (sources.empty())
            note = tr("Its source is no longer in the knowledge base.");
        shown = sources.empty() ? 0 : sources.front();
        if (shown > 0) {
            const Passage& passage = m_evidence[static_cast<std::size_t>(shown - 1)];
            const auto citation = std::ranges::find(sentence.citations, passage.id, &Citation::passage);
            m_source->setSource(passage, shownText(citation->quote), sentence.score);
        }
    }
    m_sourceTitle->setText(
        m_sentence < 0 || m_draft->abstained ? tr("Source") : tr("Source for sentence %1").arg(m_sentence + 1));
    m_sourceNote->setText(note);
    m_sourceNote->setVisible(!note.isEmpty());
    m_source->setVisible(shown > 0);
    showOthers(shown);
}

void EvidencePage::showOthers(int shown)
{
    empty(*m_others);
    for (int i = 1; i <= static_cast<int>(m_evidence.size()); ++i) {
        const Passage& passage = m_evidence[static_cast<std::size_t>(i - 1)];
        const Standing standing = standingOf(*m_draft, passage.id);
        if (i == shown || standing.sentence < 0)
            continue;
        auto* row = new SourceRow(i, shownLine(passage.title), standing.support, standing.support < certaintyFloor, m_sourceBox);
        connect(row, &SourceRow::clicked, this, [this, standing] { Q_EMIT sentenceRequested(standing.sentence); });
        m_others->addWidget(row);
        row->show();
    }
}

void EvidencePage::showReasons()
{
    empty(*m_reasons);
    m_reasonBox->setVisible(!m_reasonList.empty());
    const int count = static_cast<int>(m_reasonList.size());
    m_reasonCount->setText(count == 1 ? tr("one reason") : tr("%n reasons", nullptr, count));
    for (const EscalationReason& reason : m_reasonList)
        m_reasons->addWidget(new ReasonRow(reason, m_action, m_reasonBox));
}

} // namespace tandem::ui
