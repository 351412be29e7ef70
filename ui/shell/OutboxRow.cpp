#include "ui/shell/OutboxRow.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/IconLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace tandem::ui {

namespace {

constexpr std::size_t mostWords = 300; // UTF-16 units; what is cut off is elided anyway
constexpr int stateIcon = 12;
// Of what stands under the title.
int indent(const QWidget& row)
{
    return themeOf(&row).scaled(16) + 8;
}

QString title(const PendingReplies::Item& item)
{
    QString kind = item.note ? OutboxRow::tr("Note") : OutboxRow::tr("Reply");
    if (item.number == 0)
        return kind;
    const QString number = QStringLiteral("%1 %2").arg(kind, isolated(QStringLiteral("#%1").arg(item.number)));
    return item.subject.empty() ? number : number + QStringLiteral("  ") + isolatedWords(shownLine(item.subject));
}

QString stateWord(OutboxState state)
{
    switch (state) {
    case OutboxState::Sending: return OutboxRow::tr("Sending");
    case OutboxState::Refused: return OutboxRow::tr("Not taken");
    default: return OutboxRow::tr("Waiting");
    }
}

QString reason(const PendingReplies::Item& item, OutboxState state)
{
    if (state == OutboxState::OfAnother)
        return OutboxRow::tr("Written under another sign-in. It goes out with that token, or when you send it as yours.");
    return state == OutboxState::Refused ? shownLine(item.refusal) : QString();
}

} // namespace

OutboxRow::OutboxRow(const PendingReplies::Item& item, OutboxState state, QWidget* parent)
    : QWidget(parent)
    , m_key(item.reply.idempotencyKey)
    , m_state(state)
    , m_name(title(item))
{
    setAccessibleName(QStringList{m_name, stateWord(state), reason(item, state)}.join(QStringLiteral(", ")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 12, 14, 10);
    column->setSpacing(2);
    makeHead(item);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(indent(*this), 0, 6, 0);
    body->setSpacing(2);
    auto* words = new ElidedLabel(TextRole::Row, Ink::Text2, this);
    words->setText(shownLine(item.reply.text, mostWords));
    body->addWidget(words);
    if (const QString why = reason(item, state); !why.isEmpty()) {
        auto* label = new TextLabel(TextRole::Row, state == OutboxState::Refused ? Ink::Bad : Ink::Text3, this);
        label->setText(why);
        label->setWordWrap(true);
        body->addWidget(label);
    }
    column->addLayout(body);
    makeActions();
    makeQuestion();
    ask(Question::None);
}

void OutboxRow::makeHead(const PendingReplies::Item& item)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(item.note ? QStringLiteral("note") : QStringLiteral("mail"), 16, Ink::Text3, this));
    auto* name = new ElidedLabel(TextRole::RowStrong, Ink::Text, this);
    name->setText(m_name);
    head->addWidget(name, 1);
    const Ink ink = m_state == OutboxState::Refused ? Ink::Bad : Ink::Text3;
    const QString icon = m_state == OutboxState::Refused ? QStringLiteral("alert")
        : m_state == OutboxState::Sending                ? QStringLiteral("send")
                                                         : QStringLiteral("clock");
    auto* sign = new QHBoxLayout;
    sign->setSpacing(4);
    sign->addWidget(new IconLabel(icon, stateIcon, ink, this));
    auto* word = new TextLabel(TextRole::Meta, ink, this);
    word->setText(stateWord(m_state));
    sign->addWidget(word);
    head->addLayout(sign);
    head->addSpacing(6);
    static_cast<QVBoxLayout*>(layout())->addLayout(head);
}

Button* OutboxRow::action(const QString& text, const QString& icon, QHBoxLayout& row)
{
    auto* button = new Button(text, ButtonKind::Quiet, this);
    button->setIconName(icon);
    button->setAccessibleName(QStringLiteral("%1: %2").arg(text, m_name));
    row.addWidget(button);
    return button;
}

void OutboxRow::makeActions()
{
    m_actions = new QWidget(this);
    auto* actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(indent(*this) - sizes::controlPadding, 4, 0, 0);
    actions->setSpacing(2);
    m_open = action(tr("Open ticket"), QStringLiteral("arrow-up-right"), *actions);
    m_copy = action(tr("Copy text"), QStringLiteral("file"), *actions);
    actions->addStretch(1);
    m_discard = action(tr("Discard"), QStringLiteral("trash"), *actions);
    m_try = m_state == OutboxState::OfAnother ? action(tr("Send as me"), QStringLiteral("send"), *actions)
                                              : action(tr("Try again"), QStringLiteral("refresh"), *actions);
    m_try->setKind(ButtonKind::Secondary);
    m_try->setEnabled(m_state != OutboxState::Sending);
    m_discard->setEnabled(m_state != OutboxState::Sending);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_actions);
    connect(m_open, &Button::clicked, this, &OutboxRow::openWanted);
    connect(m_copy, &Button::clicked, this, &OutboxRow::copyWanted);
    connect(m_try, &Button::clicked, this, [this] {
        if (m_state == OutboxState::OfAnother)
            focus(Spot::KeepUnsent);
        else
            Q_EMIT tryWanted();
    });
    connect(m_discard, &Button::clicked, this, [this] { focus(Spot::Keep); });
}

void OutboxRow::makeQuestion()
{
    m_questionLine = new QWidget(this);
    auto* question = new QHBoxLayout(m_questionLine);
    question->setContentsMargins(indent(*this), 4, 0, 0);
    question->setSpacing(6);
    m_words = new TextLabel(TextRole::Row, Ink::Text, m_questionLine);
    m_words->setWordWrap(true);
    question->addWidget(m_words, 1);
    m_keep = action(tr("Keep"), {}, *question);
    m_keep->setKind(ButtonKind::Secondary);
    m_confirm = action(tr("Discard"), QStringLiteral("trash"), *question);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_questionLine);
    connect(m_confirm, &Button::clicked, this, [this] {
        if (m_question == Question::SendAsMe)
            Q_EMIT sendAsMeWanted();
        else
            Q_EMIT discardWanted();
    });
    connect(m_keep, &Button::clicked, this, [this] {
        const Spot before = m_question == Question::SendAsMe ? Spot::TryAgain : Spot::Discard;
        ask(Question::None);
        focus(before);
    });
}

void OutboxRow::ask(Question question)
{
    m_question = question;
    m_actions->setVisible(question == Question::None);
    m_questionLine->setVisible(question != Question::None);
    const bool send = question == Question::SendAsMe;
    m_words->setText(send ? tr("It may have arrived already: look at the ticket first. Send it in your name?")
                          : tr("Discard it? Its text is gone then."));
    m_confirm->setText(send ? tr("Send as me") : tr("Discard"));
    m_confirm->setIconName(send ? QStringLiteral("send") : QStringLiteral("trash"));
    m_confirm->setKind(send ? ButtonKind::Primary : ButtonKind::Danger);
    m_confirm->setAccessibleName(QStringLiteral("%1: %2").arg(m_confirm->text(), m_name));
    m_questionLine->updateGeometry();
    updateGeometry(); // the list has kept the height for the other line
    Q_EMIT heightChanged();
}

OutboxRow::Spot OutboxRow::spot() const
{
    const Spot keep = m_question == Question::SendAsMe ? Spot::KeepUnsent : Spot::Keep;
    const std::array<std::pair<const Button*, Spot>, 6> spots{{{m_open, Spot::Open}, {m_copy, Spot::Copy},
        {m_try, Spot::TryAgain}, {m_discard, Spot::Discard}, {m_keep, keep}, {m_confirm, keep}}};
    for (const auto& [button, spot] : spots) {
        if (button->hasFocus())
            return spot;
    }
    return Spot::None;
}

OutboxRow::Spot OutboxRow::unasked(Spot spot)
{
    return spot == Spot::Keep ? Spot::Discard : spot == Spot::KeepUnsent ? Spot::TryAgain : spot;
}

void OutboxRow::focus(Spot spot)
{
    const bool send = spot == Spot::KeepUnsent && m_state == OutboxState::OfAnother;
    if (send || (spot == Spot::Keep && m_discard->isEnabled())) {
        ask(send ? Question::SendAsMe : Question::Discard);
        m_keep->setFocus(Qt::TabFocusReason);
        return;
    }
    const Spot plain = unasked(spot);
    Button* wanted = plain == Spot::TryAgain ? m_try : plain == Spot::Discard ? m_discard : plain == Spot::Copy ? m_copy : m_open;
    (wanted->isEnabled() ? wanted : m_open)->setFocus(Qt::TabFocusReason);
}

void OutboxRow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintHairline(painter, rect(), Qt::TopEdge, themeOf(this).palette().line);
}

} // namespace tandem::ui
