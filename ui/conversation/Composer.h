#pragma once

#include "ui/conversation/ComposerState.h"
#include "ui/conversation/DraftText.h"

#include <QStringList>
#include <QWidget>

#include <optional>

namespace tandem::ui {

class Banner;
class Button;
class ComposerEdit;
class ElidedLabel;
class IconButton;
class TextTabs;
class ReplyWatch;
class ValueGuard;

// Where replies and notes are written. What was typed stays until it arrived. UI thread.
class Composer : public QWidget {
    Q_OBJECT

public:
    explicit Composer(QWidget* parent = nullptr);

    [[nodiscard]] ComposerState state() const;
    void restore(const ComposerState& state);
    void setRecipient(const QString& name);
    // The draft that Tab takes and whose faults are watched for; nullopt = none waits.
    void setDraft(const std::optional<Draft>& draft, bool waiting);
    [[nodiscard]] ComposerMode mode() const { return m_state.mode; }
    [[nodiscard]] QString text() const;
    // Takes the draft's text, all of it, and the focus. `text`: changed by the caller or as it is.
    void take(const DraftId& draft, const QString& text);
    // Puts `replacement` in the place of `value`; false when the text does not hold it.
    bool replace(const QString& value, const QString& replacement);
    void start(ComposerMode mode);
    void send(TicketStatus then = TicketStatus::Pending);
    void arrived();
    void failed(const QString& why);
    // As in ComposerState.
    bool reasonKept(const QString& key) { return m_state.reasonKept(key); }
    bool reasonRefused(const QString& key, const QString& why);
    // Has replies checked while they are written.
    [[nodiscard]] ReplyWatch& watch() const { return *m_watch; }

Q_SIGNALS:
    void replyRequested(const tandem::Reply& reply);
    void noteRequested(const QString& text, const QString& key);
    void draftWanted();
    void left();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void makeTop();
    void makeFoot();
    void showMode();
    void showError();
    void actOnError();
    void showSend();
    void keep();
    void switchTo(ComposerMode mode);
    [[nodiscard]] QString keyFor(const QString& text);
    [[nodiscard]] std::optional<ValueFinding> standingFault(const QString& text) const;
    void dispatch(const QString& text);
    void sendWithReason(const QString& reason);

    ComposerState m_state;
    std::optional<Draft> m_draft;
    bool m_draftWaiting = false;
    QStringList m_excused; // values that may go out with this text
    QStringList m_reasons; // why, to be noted when it is sent
    TextTabs* m_tabs = nullptr;
    ElidedLabel* m_recipient = nullptr;
    Banner* m_error = nullptr;
    ValueGuard* m_guard = nullptr;
    QWidget* m_box = nullptr;
    ComposerEdit* m_edit = nullptr;
    ReplyWatch* m_watch = nullptr;
    ElidedLabel* m_unsupported = nullptr;
    Button* m_send = nullptr;
    IconButton* m_more = nullptr;
};

} // namespace tandem::ui
