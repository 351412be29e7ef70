#pragma once

#include <QWidget>

namespace tandem::ui {

// What lies over the conversation at its end: a widget with a shadow towards the start. UI thread.
class SideSheet : public QWidget {
    Q_OBJECT

public:
    explicit SideSheet(QWidget* parent);

    // Takes `content` in or, with null, gives it up; the caller puts what was given up elsewhere first.
    void setContent(QWidget* content);
    // The strip before the content that holds the shadow.
    [[nodiscard]] static int shadowWidth();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QRect contentRect() const;

    QWidget* m_content = nullptr;
};

} // namespace tandem::ui
