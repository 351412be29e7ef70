#pragma once

#include "ui/theme/ButtonLook.h"

#include <QPushButton>

namespace tandem::ui {

// A push button of one of the four kinds, 28 high, with an icon before and a key after its label if wanted ("Accept  Tab").
class Button : public QPushButton {
    Q_OBJECT

public:
    explicit Button(const QString& text, ButtonKind kind = ButtonKind::Secondary, QWidget* parent = nullptr);

    [[nodiscard]] ButtonKind kind() const { return m_kind; }
    void setKind(ButtonKind kind);
    // A name of resources/icons; "" = none.
    void setIconName(const QString& name);
    // The key that does the same, as it is shown; "" = none.
    void setKey(const QString& key);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ButtonKind m_kind;
    QString m_icon;
    QString m_key;
};

} // namespace tandem::ui
