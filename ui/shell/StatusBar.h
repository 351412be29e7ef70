#pragma once

#include <QString>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace tandem::ui {

// The line at the window's foot: where the desk is and what it runs on at the start; numbers and the key hint at the end.
class StatusBar : public QWidget {
    Q_OBJECT

public:
    explicit StatusBar(QWidget* parent = nullptr);

    void setPlace(const QString& text);
    void setModel(const QString& text);
    void setSaved(const QString& text, bool waiting);
    void setTickets(std::int64_t count);
    void setLatency(double milliseconds);

Q_SIGNALS:
    void helpWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    struct Part {
        QString icon;
        QString text;
    };
    void refresh();

    Part m_place;
    Part m_model;
    Part m_saved;
    QString m_tickets;
    QString m_latency;
    QRect m_help;
};

} // namespace tandem::ui
