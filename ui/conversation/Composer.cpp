#include "ui/conversation/Composer.h"

#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/ReplyWatch.h"
#include "ui/conversation/ValueGuard.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextTabs.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QUuid>
#include <QVBoxLayout>

#include <utility>

namespace tandem::ui {

namespace {

// Holds `value` as a whole: "€38.00" does not stand in "€38.001".
qsizetype standsAt(const QString& text, const QString& value)
{
    for (qsizetype at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
        const qsizetype end = at + value.size();
        const bool before = at > 0 && value.front().isLetterOrNumber() && text[at - 1].isLetterOrNumber();
        const bool after = end < text.size() && value.back().isLetterOrNumber() && text[end].isLetterOrNumber();
        if (!before && !after)
            return at;
    }
    return -1;
}

} // namespace

Composer::Composer(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 1, 12, 8);
    column->setSpacing(6);
    makeTop();
    m_error = new Banner(BannerKind::Error, this);
    connect(m_error, &Banner::actionTriggered, this, &Composer::actOnError);
    column->addWidget(m_error);
    m_guard = new ValueGuard(this);
    connect(m_guard, &ValueGuard::fixRequested, this, [this](const QString& value, const QString& replacement) {
        replace(value, replacement);
        m_edit->setFocus(Qt::OtherFocusReason);
    });
    connect(m_guard, &ValueGuard::sendAnyway, this, &Composer::sendWithReason);
    column->addWidget(m_guard);
    m_box = new QWidget(this);
    auto* box = new QVBoxLayout(m_box);
    box->setContentsMargins(9, 9, 5, 9);
    m_edit = new ComposerEdit(m_box);
    box->addWidget(m_edit);
    column->addWidget(m_box);
    makeFoot();
    m_watch = new ReplyWatch(*m_edit, *m_unsupported, this);
    connect(m_edit, &QTextEdit::textChanged, this, [this] {
        keep();
        showSend();
    });
    connect(m_edit, &ComposerEdit::sendPressed, this, [this] { send(); });
    connect(m_edit, &ComposerEdit::draftPressed, this, &Composer::draftWanted);
    connect(m_edit, &ComposerEdit::leavePressed, this, &Composer::left);
    connect(m_edit, &ComposerEdit::focusChanged, this, qOverload<>(&QWidget::update));
    connect(&themeOf(this), &Theme::changed, this, &Composer::showMode);
    showMode();
}

void Composer::makeTop()
{
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    m_tabs = new TextTabs(this);
    m_tabs->setAccessibleName(tr("Kind of message"));
    m_tabs->addTab(tr("Reply"));
    m_tabs->addTab(tr("Note"));
    top->addWidget(m_tabs);
    top->addStretch(1);
    m_recipient = new ElidedLabel(TextRole::Meta, Ink::Text3, this);
    top->addWidget(m_recipient);
    static_cast<QVBoxLayout*>(layout())->addLayout(top);
    connect(m_tabs, &QTabBar::currentChanged, this,
        [this](int index) { switchTo(index == 1 ? ComposerMode::Note : ComposerMode::Reply); });
}

void Composer::makeFoot()
{
    auto* foot = new QHBoxLayout;
    foot->setSpacing(6);
    m_unsupported = new ElidedLabel(TextRole::Meta, Ink::Bad, this);
    foot->addWidget(m_unsupported, 1);
    foot->addStretch();
    m_send = new Button(QString(), ButtonKind::Primary, this);
    m_send->setKey(tr("Ctrl+↵"));
    foot->addWidget(m_send);
    m_more = new IconButton(QStringLiteral("chevron-down"), tr("More ways to send"), this);
    foot->addWidget(m_more);
    static_cast<QVBoxLayout*>(layout())->addLayout(foot);
    connect(m_send, &Button::clicked, this, [this] { send(); });
    connect(m_more, &IconButton::clicked, this, [this] {
        QMenu menu(this);
        menu.addAction(tr("Send and resolve"), this, [this] { send(TicketStatus::Resolved); });
        menu.addAction(tr("Send and keep open"), this, [this] { send(TicketStatus::Escalated); });
        menu.exec(m_more->mapToGlobal(QPoint(0, -menu.sizeHint().height())));
    });
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::keep()
{
    (m_state.mode == ComposerMode::Note ? m_state.note : m_state.reply) = text();
    if (!m_state.lostReason.isEmpty() && m_state.note.trimmed().isEmpty()) {
        m_state.lostReason.clear(); // dropped knowingly
        showError();
    }
    if (m_state.mode == ComposerMode::Reply && m_state.reply.isEmpty())
        m_state.draft = DraftId();
    if (m_guard->isVisibleTo(this) && standsAt(text(), m_guard->finding().value) < 0)
        m_guard->hide();
}

ComposerState Composer::state() const
{
    return m_state;
}

void Composer::restore(const ComposerState& state)
{
    // The text first: setting it must not be taken for typing.
    const QSignalBlocker quiet(m_edit);
    m_state = state;
    m_excused.clear();
    m_reasons.clear();
    m_guard->hide();
    m_edit->setPlainText(state.mode == ComposerMode::Note ? state.note : state.reply);
    m_edit->moveCursor(QTextCursor::End);
    showMode();
}

void Composer::setRecipient(const QString& name)
{
    m_recipient->setText(tr("To %1").arg(isolatedWords(name)));
}

void Composer::setDraft(const std::optional<Draft>& draft, bool waiting)
{
    m_draft = draft;
    m_draftWaiting = waiting;
    showMode();
}

void Composer::switchTo(ComposerMode mode)
{
    if (mode == m_state.mode)
        return;
    ComposerState state = m_state;
    state.mode = mode;
    restore(state);
}

void Composer::start(ComposerMode mode)
{
    switchTo(mode);
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void Composer::showMode()
{
    const Palette& palette = themeOf(this).palette();
    const bool note = m_state.mode == ComposerMode::Note;
    {
        const QSignalBlocker quiet(m_tabs);
        m_tabs->setCurrentIndex(note ? 1 : 0);
    }
    m_recipient->setVisible(!note);
    m_watch->setOn(!note);
    m_edit->setAccessibleName(note ? tr("Internal note") : tr("Reply"));
    m_edit->setInk(note ? palette.noteText : palette.text);
    const bool waiting = m_draftWaiting && !note;
    m_edit->setDraftWaiting(waiting);
    m_edit->setHint(note ? tr("Write a note. Only colleagues see it.")
            : waiting    ? tr("Write a reply, or press %1 to take the draft")
                         : tr("Write a reply"),
        tr("Tab"));
    m_send->setText(note ? tr("Add note") : tr("Send and set pending"));
    m_more->setVisible(!note);
    showError();
    showSend();
    update();
}

void Composer::showError()
{
    if (!m_state.error.isEmpty())
        m_error->say(tr("Not sent."), m_state.error, tr("Retry"));
    else if (!m_state.lostReason.isEmpty())
        m_error->say(tr("The reason was not kept."), tr("%1 It stands in the note.").arg(m_state.lostReason),
            m_state.mode == ComposerMode::Note ? QString() : tr("Show note"));
    else
        m_error->hide();
}

void Composer::actOnError()
{
    if (m_state.error.isEmpty())
        start(ComposerMode::Note);
    else
        send(m_state.then);
}

void Composer::showSend()
{
    const bool ready = !text().trimmed().isEmpty() && !m_state.sending;
    m_send->setEnabled(ready);
    m_more->setEnabled(ready);
}

void Composer::take(const DraftId& draft, const QString& text)
{
    switchTo(ComposerMode::Reply);
    // By a cursor, so that what stood here before comes back with undo.
    QTextCursor cursor(m_edit->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    m_edit->moveCursor(QTextCursor::End);
    m_state.draft = draft;
    m_edit->setFocus(Qt::OtherFocusReason);
}

bool Composer::replace(const QString& value, const QString& replacement)
{
    const qsizetype at = value.isEmpty() ? -1 : standsAt(text(), value);
    if (at < 0)
        return false;
    // By a cursor, so that it can be undone.
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(static_cast<int>(at));
    cursor.setPosition(static_cast<int>(at + value.size()), QTextCursor::KeepAnchor);
    cursor.insertText(replacement);
    return true;
}

std::optional<ValueFinding> Composer::standingFault(const QString& text) const
{
    if (!m_draft || m_state.mode == ComposerMode::Note)
        return std::nullopt;
    for (const DraftSentence& sentence : m_draft->sentences) {
        ValueFinding finding = valueFinding(sentence);
        if (!finding.value.isEmpty() && !m_excused.contains(finding.value) && standsAt(text, finding.value) >= 0)
            return finding;
    }
    return std::nullopt;
}

QString Composer::keyFor(const QString& text)
{
    if (m_state.key.isEmpty() || m_state.keyText != text || m_state.keyMode != m_state.mode) {
        m_state.keyMode = m_state.mode;
        m_state.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
        m_state.keyText = text;
    }
    return m_state.key;
}

void Composer::send(TicketStatus then)
{
    const QString written = text().trimmed();
    if (written.isEmpty() || m_state.sending)
        return;
    m_state.then = then;
    if (const auto fault = standingFault(written)) {
        m_guard->stop(*fault);
        return;
    }
    dispatch(written);
}

void Composer::sendWithReason(const QString& reason)
{
    const QString value = m_guard->finding().value;
    m_guard->hide();
    m_excused << value;
    m_reasons << tr("%1 is not in the evidence and goes out all the same. Reason: %2").arg(value, reason);
    send(m_state.then);
}

void Composer::dispatch(const QString& text)
{
    const QString key = keyFor(text);
    m_state.sending = true;
    m_state.error.clear();
    showMode();
    if (m_state.mode == ComposerMode::Note) {
        Q_EMIT noteRequested(text, key);
        return;
    }
    Reply reply;
    reply.text = utf8(text);
    reply.idempotencyKey = utf8(key);
    reply.then = m_state.then;
    reply.draft = m_state.draft;
    for (const QString& reason : std::exchange(m_reasons, {})) {
        m_state.reasons.push_back({QUuid::createUuid().toString(QUuid::WithoutBraces), reason});
        Q_EMIT noteRequested(reason, QString(m_state.reasons.back().key));
    }
    Q_EMIT replyRequested(reply);
}

bool Composer::reasonRefused(const QString& key, const QString& why)
{
    if (!m_state.reasonRefused(key, why))
        return false;
    if (m_state.mode == ComposerMode::Note) {
        const QSignalBlocker quiet(m_edit);
        m_edit->setPlainText(m_state.note);
        m_edit->moveCursor(QTextCursor::End);
    }
    showMode();
    return true;
}

void Composer::arrived()
{
    const bool shown = m_state.keyMode == m_state.mode;
    const qsizetype sent = m_state.arrived();
    if (shown && sent > 0) {
        // By a cursor, so that the caret stays in what is being written; but undoing brings back nothing that was sent.
        const QSignalBlocker quiet(m_edit);
        QTextCursor cursor(m_edit->document());
        cursor.setPosition(static_cast<int>(sent), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        m_edit->document()->clearUndoRedoStacks();
    }
    m_excused.clear();
    m_reasons.clear();
    m_guard->hide();
    showMode();
}

void Composer::failed(const QString& why)
{
    m_state.sending = false;
    m_state.error = why;
    showMode();
}

void Composer::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    const bool note = m_state.mode == ComposerMode::Note;
    QPainter painter(this);
    painter.fillRect(rect(), palette.base);
    paintHairline(painter, rect(), Qt::TopEdge, palette.line);
    const bool focused = m_edit->hasFocus();
    paintBox(painter, m_box->geometry(), sizes::cardRadius, note ? palette.note : palette.base,
        focused    ? palette.accent
            : note ? palette.noteLine
                   : palette.line,
        focused ? 2 : 1);
}

} // namespace tandem::ui
