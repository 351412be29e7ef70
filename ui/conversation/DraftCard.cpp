#include "ui/conversation/DraftCard.h"

#include "ui/conversation/DraftView.h"
#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/IconLabel.h"
#include "ui/conversation/KeyButton.h"
#include "ui/conversation/PlainText.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLink.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int inset = 12;
// More reasons than this are a number: each sentence tells its own when it is selected.
constexpr int mostReasons = 3;

QString metaOf(const Draft& draft, std::size_t sources)
{
    const auto claims = std::ranges::count_if(draft.sentences, [](const DraftSentence& each) { return each.factual; });
    const auto supported
        = std::ranges::count_if(draft.sentences, [](const DraftSentence& each) { return each.factual && each.supported; });
    const QString maker = shownLine(draft.usage.model.empty() ? draft.usage.provider : draft.usage.model);
    const QString from
        = sources == 1 ? DraftCard::tr("one source") : DraftCard::tr("%n sources", nullptr, static_cast<int>(sources));
    return DraftCard::tr("%1, %2, %3 of %4 claims supported").arg(maker, from).arg(supported).arg(claims);
}

} // namespace

DraftCard::DraftCard(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Draft"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    auto* body = new QVBoxLayout;
    body->setContentsMargins(inset, 9, inset, 7);
    body->setSpacing(0);
    m_sentences = new DraftView(this);
    m_abstained = new TextLabel(TextRole::Message, Ink::Text2, this);
    m_abstained->setWordWrap(true);
    body->addWidget(m_sentences);
    body->addWidget(m_abstained);
    m_reasons = new QVBoxLayout;
    m_reasons->setContentsMargins(0, 0, 0, 0);
    m_reasons->setSpacing(2);
    body->addLayout(m_reasons);
    column->addLayout(body);
    column->addWidget(makeFooter());
    connect(m_sentences, &DraftView::sentenceSelected, this, [this](int sentence) {
        showPlace();
        Q_EMIT sentenceSelected(sentence);
    });
    connect(m_sentences, &DraftView::sourceRequested, this, &DraftCard::sourceRequested);
}

QWidget* DraftCard::makeHeader()
{
    auto* header = new Surface(Surface::Fill::None, Qt::BottomEdge, this);
    auto* row = new QHBoxLayout(header);
    header->setMinimumHeight(themeOf(this).scaled(34));
    row->setContentsMargins(inset, 2, 6, 3);
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("mark"), sizes::icon, Ink::Accent, header));
    m_word = new TextLabel(TextRole::RowStrong, Ink::Text, header);
    row->addWidget(m_word);
    m_meta = new ElidedLabel(TextRole::Meta, Ink::Text3, header);
    row->addWidget(m_meta, 1);
    m_steps = new QWidget(header);
    auto* steps = new QHBoxLayout(m_steps);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(4);
    m_place = new TextLabel(TextRole::Meta, Ink::Text3, m_steps);
    m_place->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    steps->addWidget(m_place);
    auto* previous = new KeyButton(QStringLiteral("["), tr("Previous sentence"), m_steps);
    auto* next = new KeyButton(QStringLiteral("]"), tr("Next sentence"), m_steps);
    steps->addWidget(previous);
    steps->addWidget(next);
    row->addWidget(m_steps);
    connect(previous, &QAbstractButton::clicked, this, [this] { moveSentence(-1); });
    connect(next, &QAbstractButton::clicked, this, [this] { moveSentence(1); });
    return header;
}

QWidget* DraftCard::makeFooter()
{
    auto* footer = new Surface(Surface::Fill::None, Qt::TopEdge, this);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(inset, 8, 8, 7);
    row->setSpacing(8);
    m_blocked = new ElidedLabel(TextRole::Meta, Ink::Text2, footer);
    row->addWidget(m_blocked, 1);
    m_reject = new Button(tr("Reject"), ButtonKind::Quiet, footer);
    m_edit = new Button(tr("Edit"), ButtonKind::Secondary, footer);
    m_accept = new Button(tr("Accept"), ButtonKind::Primary, footer);
    m_reject->setAccessibleName(tr("Reject the draft"));
    m_edit->setAccessibleName(tr("Edit the draft"));
    m_accept->setAccessibleName(tr("Accept the draft"));
    m_accept->setKey(tr("Tab"));
    for (Button* button : {m_reject, m_edit, m_accept})
        row->addWidget(button);
    connect(m_reject, &Button::clicked, this, &DraftCard::rejectRequested);
    connect(m_edit, &Button::clicked, this, &DraftCard::editRequested);
    connect(m_accept, &Button::clicked, this, &DraftCard::acceptRequested);
    return footer;
}

void DraftCard::setTicket(const TicketView& view)
{
    const bool same = view.ticket.draft->id == m_draft.id;
    m_draft = *view.ticket.draft;
    const bool abstained = m_draft.abstained;
    m_word->setText(abstained ? tr("No draft") : tr("Draft"));
    m_meta->setText(abstained ? tr("nothing was made up") : metaOf(m_draft, view.evidence.size()));
    m_sentences->setVisible(!abstained);
    m_steps->setVisible(!abstained);
    m_accept->setVisible(!abstained);
    m_reject->setText(abstained ? tr("Dismiss") : tr("Reject"));
    m_edit->setText(abstained ? tr("Use polite answer") : tr("Edit"));
    m_abstained->setVisible(abstained);
    if (abstained) {
        const QString asked = shownLine(view.ticket.preview.empty() ? view.ticket.subject : view.ticket.preview);
        m_abstained->setText(tr("No answer in the knowledge base. Looked for: “%1”").arg(asked));
        m_sentences->setDraft({}, {});
        m_sentences->select(-1);
    } else {
        if (!same)
            m_sentences->select(-1);
        m_sentences->setDraft(m_draft, view.evidence);
    }
    showReasons();
    showPlace();
    updateGeometry();
}

void DraftCard::showReasons()
{
    while (QLayoutItem* item = m_reasons->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
    int unsupported = 0;
    bool hasValue = false;
    for (int i = 0; i < static_cast<int>(m_draft.sentences.size()); ++i) {
        const DraftSentence& sentence = m_draft.sentences[static_cast<std::size_t>(i)];
        if (m_draft.abstained || supportOf(sentence) != Support::Unsupported)
            continue;
        hasValue = hasValue || !valueFinding(sentence).value.isEmpty();
        if (++unsupported <= mostReasons)
            addReason(i);
    }
    if (unsupported > mostReasons) {
        auto* more = new TextLabel(TextRole::Meta, Ink::Bad, this);
        more->setText(tr("and more like these: %1").arg(unsupported - mostReasons));
        m_reasons->addWidget(more);
    }
    m_blocked->setText(hasValue ? tr("Sending asks for a fix or a reason") : QString());
}

void DraftCard::addReason(int sentence)
{
    const DraftSentence& found = m_draft.sentences[static_cast<std::size_t>(sentence)];
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(new IconLabel(QStringLiteral("alert"), 14, Ink::Bad, line), 0, Qt::AlignVCenter);
    auto* words = new TextLabel(TextRole::Meta, Ink::Bad, line);
    words->setWordWrap(true);
    const QString reason = found.reason.empty() ? tr("The evidence does not say this") : shownLine(found.reason);
    words->setText(tr("Sentence %1: %2").arg(sentence + 1).arg(reason));
    row->addWidget(words, 1);
    const ValueFinding finding = valueFinding(found);
    if (!finding.nearest.isEmpty()) {
        auto* use = new TextLink(tr("Use %1").arg(isolated(finding.nearest)), line);
        row->addWidget(use, 0, Qt::AlignVCenter);
        connect(use, &TextLink::clicked, this,
            [this, sentence, finding] { Q_EMIT fixRequested(sentence, finding.value, finding.nearest); });
    }
    m_reasons->addWidget(line);
}

void DraftCard::showPlace()
{
    const int count = m_sentences->partCount();
    const int selected = m_sentences->selected();
    // As wide as its longest text, so that the keys stay where they are.
    m_place->setMinimumWidth(
        QFontMetrics(themeOf(this).font(TextRole::Meta)).horizontalAdvance(tr("%1 / %2").arg(count).arg(count)) + 2);
    m_place->setText(isolated(selected < 0 ? tr("%1").arg(count) : tr("%1 / %2").arg(selected + 1).arg(count)));
    setAccessibleDescription(m_draft.abstained ? m_abstained->text()
            : selected < 0                     ? m_meta->text()
                                               : m_sentences->partName(selected));
}

void DraftCard::moveSentence(int by)
{
    m_sentences->move(by);
}

void DraftCard::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    QPainter painter(this);
    paintBox(painter, rect(), sizes::cardRadius, palette.base, m_draft.abstained ? palette.line : palette.accentLine);
}

} // namespace tandem::ui
