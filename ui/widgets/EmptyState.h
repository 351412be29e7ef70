#pragma once

#include <QWidget>

namespace tandem::ui {

class Button;

// What stands where a list would be: icon, one line, one fact, one action.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    // `fact` and `action` may be "".
    void say(const QString& icon, const QString& line, const QString& fact, const QString& action);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] int contentHeight() const;
    void place();

    QString m_icon;
    QString m_line;
    QString m_fact;
    Button* m_action;
};

} // namespace tandem::ui
