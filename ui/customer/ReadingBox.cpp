#include "ui/customer/ReadingBox.h"

#include "ui/customer/ExplanationView.h"
#include "ui/customer/ExplanationWords.h"
#include "ui/customer/ReadingRow.h"
#include "ui/widgets/Strings.h"

#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

QString subjectOf(ExplainedKind kind)
{
    switch (kind) {
    case ExplainedKind::Category: return ReadingBox::tr("Category");
    case ExplainedKind::Urgency: return ReadingBox::tr("Urgency");
    case ExplainedKind::Sentiment: return ReadingBox::tr("Mood");
    case ExplainedKind::Language: return ReadingBox::tr("Language");
    case ExplainedKind::Signal:
    case ExplainedKind::Injection: break;
    }
    return ReadingBox::tr("Signal");
}

// As the engine names it in an explanation.
std::string nameOf(const Signal& signal)
{
    if (signal.action != HighStakesAction::None)
        return std::string(name(signal.action));
    return signal.code == EscalationCode::NegativeSentiment ? "abuse" : std::string(name(signal.code));
}

} // namespace

ReadingBox::ReadingBox(QWidget* parent)
    : Surface(Fill::None, Qt::BottomEdge, parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 8);
    column->setSpacing(4);
    auto* title = new TextLabel(TextRole::MetaStrong, Ink::Text, this);
    title->setText(tr("How it was read"));
    column->addWidget(title);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    column->addLayout(m_rows);
    hide();
}

std::vector<ReadingBox::Reading> ReadingBox::readingsOf(const Ticket& ticket)
{
    if (!ticket.classification)
        return {};
    const Classification& read = *ticket.classification;
    std::vector<Reading> readings{{ExplainedKind::Category, std::string(name(read.category)), read.confidence},
        {ExplainedKind::Urgency, std::string(name(read.urgency)), read.urgencyScore},
        {ExplainedKind::Sentiment, std::string(name(read.sentiment)), read.sentimentScore},
        {ExplainedKind::Language, std::string(name(read.language.language)), read.language.confidence}};
    for (const Signal& signal : read.signals)
        readings.push_back({ExplainedKind::Signal, nameOf(signal), signal.score});
    const auto injected = std::ranges::find(ticket.escalation, EscalationCode::InjectionSuspected, &EscalationReason::code);
    if (injected != ticket.escalation.end())
        readings.push_back({ExplainedKind::Injection, "", read.injection.score});
    return readings;
}

void ReadingBox::setTicket(const TicketView& view)
{
    std::vector<Reading> readings = readingsOf(view.ticket);
    const auto messages = static_cast<std::size_t>(std::ranges::count(view.messages, Author::Customer, &Message::author));
    setVisible(!readings.empty());
    if (view.ticket.id == m_ticket && messages == m_messages && readings == m_readings)
        return;
    m_ticket = view.ticket.id;
    m_messages = messages;
    m_readings = std::move(readings);
    m_explanation.reset();
    m_asked = false;
    rebuild();
}

void ReadingBox::rebuild()
{
    for (const Line& line : m_lines) {
        for (QWidget* widget : {static_cast<QWidget*>(line.row), static_cast<QWidget*>(line.view)}) {
            m_rows->removeWidget(widget);
            widget->hide();
            widget->deleteLater();
        }
    }
    m_lines.clear();
    for (std::size_t i = 0; i < m_readings.size(); ++i) {
        const Reading& reading = m_readings[i];
        const Line line{new ReadingRow(this), new ExplanationView(this)};
        line.row->setReading(
            subjectOf(reading.kind), readWord(reading.kind, reading.value), readScore(reading.kind, reading.score));
        line.view->hide();
        m_rows->addWidget(line.row);
        m_rows->addWidget(line.view);
        connect(line.row, &ReadingRow::toggled, this, [this, i] { toggle(i); });
        connect(line.view, &ExplanationView::retryRequested, this, [this] {
            m_explanation.reset();
            m_asked = false;
            for (std::size_t each = 0; each < m_lines.size(); ++each)
                fill(each);
            ask();
        });
        m_lines.push_back(line);
    }
}

void ReadingBox::toggle(std::size_t line)
{
    const bool open = m_lines[line].row->isOpen();
    if (open) {
        fill(line);
        ask();
    }
    m_lines[line].view->setVisible(open);
}

void ReadingBox::ask()
{
    if (m_asked)
        return;
    m_asked = true;
    Q_EMIT explanationRequested(m_ticket);
}

void ReadingBox::setExplanation(const TicketId& ticket, const Result<Explanation>& explanation)
{
    if (ticket != m_ticket || !m_asked)
        return;
    m_explanation = explanation;
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        fill(i);
}

void ReadingBox::fill(std::size_t line)
{
    ExplanationView& view = *m_lines[line].view;
    if (!m_explanation) {
        view.showWaiting();
        return;
    }
    if (!*m_explanation) {
        view.showProblem(qt(m_explanation->error().message));
        return;
    }
    const Explanation& explanation = **m_explanation;
    const Reading& reading = m_readings[line];
    const bool oneOfMany = reading.kind == ExplainedKind::Signal;
    const auto found = std::ranges::find_if(explanation.predictions, [&](const ExplainedPrediction& each) {
        return each.kind == reading.kind && (!oneOfMany || each.value == reading.value);
    });
    if (found == explanation.predictions.end())
        view.showGone();
    else
        view.showPrediction(*found, explanation.examples, readWord(reading.kind, reading.value));
}

} // namespace tandem::ui
