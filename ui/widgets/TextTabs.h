#pragma once

#include <QTabBar>

namespace tandem::ui {

// Words in a row, the chosen one 600 over a 2 px line: "Reply | Note". Keyboard, roles and signals are QTabBar's.
class TextTabs : public QTabBar {
    Q_OBJECT

public:
    explicit TextTabs(QWidget* parent = nullptr);

    // Height of a tab in px; the line lies at its foot. 0 = that of a control and a little.
    void setTabHeight(int height);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }

private:
    int m_height = 0;
};

} // namespace tandem::ui
