#pragma once

#include <QString>
#include <QTimer>
#include <QWidget>

namespace tandem::ui {

class Banner;
class ColumnHeader;
class IconButton;

// Stands where a ticket will: nothing for a moment, then grey bars, or why it cannot be shown. Hears what is typed meanwhile when
// somebody has begun to write. UI thread.
class TicketWait : public QWidget {
    Q_OBJECT

public:
    explicit TicketWait(QWidget* parent = nullptr);

    // Another wait begins.
    void start();
    void fail(const QString& why);
    // Letters are text for the ticket from now on, and no keys of the window.
    void listen();
    // What was written meanwhile; it is the caller's then.
    [[nodiscard]] QString takeWritten();
    // The ticket is here, or none is expected any more.
    void end();
    // As in TicketHeader.
    void setBack(bool back);

Q_SIGNALS:
    void late(); // it takes longer than nothing may be shown, or failed
    void left(); // the person writes no more
    void retryRequested();
    void backRequested();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void paintWritten(QPainter& painter) const;

    ColumnHeader* m_header;
    IconButton* m_back;
    Banner* m_error;
    QTimer m_patience;
    bool m_late = false;
    bool m_listens = false;
    QString m_written;
};

} // namespace tandem::ui
