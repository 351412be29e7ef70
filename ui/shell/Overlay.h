#pragma once

#include <QPointer>
#include <QWidget>

namespace tandem::ui {

// A panel over the dimmed window: palette and cheat sheet. Esc or a click beside it closes it; the focus goes back to where it
// was. The derived class puts its contents into panel().
class Overlay : public QWidget {
    Q_OBJECT

public:
    explicit Overlay(QWidget* window);

    // Covers the window and shows the panel.
    void open();
    void dismiss();
    [[nodiscard]] QWidget* panel() { return m_panel; }

Q_SIGNALS:
    void opened();
    void dismissed();

protected:
    // Where the panel lies in a window of this size.
    [[nodiscard]] virtual QRect panelRect(const QSize& window) const = 0;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    // Tab stays inside.
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    // The panel's place is worked out anew.
    void place();

private:
    QWidget* m_panel;
    QPointer<QWidget> m_before; // had the focus
};

} // namespace tandem::ui
