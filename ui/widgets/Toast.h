#pragma once

#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace tandem::ui {

class TextLink;

enum class ToastKind : std::uint8_t { Done, Notice, Problem };

struct ToastMessage {
    ToastKind kind = ToastKind::Done;
    QString text;
    QString action = QString(); // "" = none
    QStringList keys = QStringList(); // of the action: {"Ctrl", "Z"}
    int durationMs = 6000;
};

// One line at the bottom centre of `host`, or of the part of it that it lies over, gone after a few seconds. A new message takes
// the place of the one before, but a problem stays for its time: what comes meanwhile and is none is shown after it. It does not
// take the focus.
class Toast : public QWidget {
    Q_OBJECT

public:
    explicit Toast(QWidget* host);

    // While `part` of the host is seen, the line lies over it and nothing else. `part` must not outlive the host.
    void lieOver(QWidget* part);
    void show(const ToastMessage& message);

Q_SIGNALS:
    void actionTriggered();
    void ended(); // timed out or acted upon

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Shade;
    [[nodiscard]] int textStart() const;
    [[nodiscard]] int textWidth() const;
    [[nodiscard]] int keysWidth() const;
    void place();
    void present(const ToastMessage& message);
    void end();

    ToastMessage m_message;
    std::optional<ToastMessage> m_next;
    QPointer<QWidget> m_part;
    QPointer<Shade> m_shade; // a sibling, so that clicks beside the box reach what lies below
    TextLink* m_link;
    QTimer m_timer;
};

} // namespace tandem::ui
