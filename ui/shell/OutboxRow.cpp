#include "ui/shell/OutboxRow.h"

#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/IconLabel.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int mostWords = 300; // characters; what is cut off is elided anyway
constexpr int stateIcon = 12;
// Of what stands under the title.
int indent(const QWidget& row)
{
    return themeOf(&row).scaled(16) + 8;
}

QString title(const PendingReplies::Item& item)
{
    const QString kind = item.note ? OutboxRow::tr("Note") : OutboxRow::tr("Reply");
    if (item.number == 0)
        return kind;
    return QStringLiteral("%1 %2  %3").arg(kind, isolated(QStringLiteral("#%1").arg(item.number)), qt(item.subject));
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
        return OutboxRow::tr("Somebody else wrote it; it goes out when they sign in again.");
    return state == OutboxState::Refused ? qt(item.refusal) : QString();
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
    words->setText(qt(item.reply.text).left(mostWords).simplified());
    body->addWidget(words);
    if (const QString why = reason(item, state); !why.isEmpty()) {
        auto* label = new TextLabel(TextRole::Row, state == OutboxState::Refused ? Ink::Bad : Ink::Text3, this);
        label->setText(why);
        label->setWordWrap(true);
        body->addWidget(label);
    }
    column->addLayout(body);
    makeActions();
    askDiscard(false);
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
    m_try = action(tr("Try again"), QStringLiteral("refresh"), *actions);
    m_try->setKind(ButtonKind::Secondary);
    m_try->setEnabled(m_state == OutboxState::Waiting || m_state == OutboxState::Refused);
    m_discard->setEnabled(m_state != OutboxState::Sending);
    m_question = new QWidget(this);
    auto* question = new QHBoxLayout(m_question);
    question->setContentsMargins(indent(*this), 4, 0, 0);
    question->setSpacing(6);
    auto* words = new TextLabel(TextRole::Row, Ink::Text, m_question);
    words->setText(tr("Discard it? Its text is gone then."));
    question->addWidget(words, 1);
    m_keep = action(tr("Keep"), {}, *question);
    m_keep->setKind(ButtonKind::Secondary);
    m_confirm = action(tr("Discard"), QStringLiteral("trash"), *question);
    m_confirm->setKind(ButtonKind::Danger);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(m_actions);
    column->addWidget(m_question);
    connect(m_open, &Button::clicked, this, &OutboxRow::openWanted);
    connect(m_copy, &Button::clicked, this, &OutboxRow::copyWanted);
    connect(m_try, &Button::clicked, this, &OutboxRow::tryWanted);
    connect(m_confirm, &Button::clicked, this, &OutboxRow::discardWanted);
    connect(m_discard, &Button::clicked, this, [this] {
        askDiscard(true);
        m_keep->setFocus(Qt::TabFocusReason);
    });
    connect(m_keep, &Button::clicked, this, [this] {
        askDiscard(false);
        m_discard->setFocus(Qt::TabFocusReason);
    });
}

void OutboxRow::askDiscard(bool ask)
{
    m_actions->setVisible(!ask);
    m_question->setVisible(ask);
}

OutboxRow::Spot OutboxRow::spot() const
{
    const std::array<std::pair<const Button*, Spot>, 6> spots{{{m_open, Spot::Open}, {m_copy, Spot::Copy},
        {m_try, Spot::TryAgain}, {m_discard, Spot::Discard}, {m_keep, Spot::Keep}, {m_confirm, Spot::Keep}}};
    for (const auto& [button, spot] : spots) {
        if (button->hasFocus())
            return spot;
    }
    return Spot::None;
}

void OutboxRow::focus(Spot spot)
{
    if (spot == Spot::Keep && m_discard->isEnabled()) {
        askDiscard(true);
        m_keep->setFocus(Qt::TabFocusReason);
        return;
    }
    Button* wanted = spot == Spot::TryAgain ? m_try : spot == Spot::Discard ? m_discard : spot == Spot::Copy ? m_copy : m_open;
    (wanted->isEnabled() ? wanted : m_open)->setFocus(Qt::TabFocusReason);
}

void OutboxRow::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintHairline(painter, rect(), Qt::TopEdge, themeOf(this).palette().line);
}

} // namespace tandem::ui
