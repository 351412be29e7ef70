#pragma once

#include "ui/conversation/LazyText.h"

class QWidget;

namespace tandem::ui {

class Theme;

// The lengths of the thread in px, as the text scale makes them.
class ThreadMetrics {
public:
    explicit ThreadMetrics(const QWidget& view);

    [[nodiscard]] qreal sidePadding() const { return 20; }
    [[nodiscard]] int avatar() const;
    [[nodiscard]] qreal bodyIndent() const; // avatar and gap
    [[nodiscard]] qreal measure() const; // widest line of text
    [[nodiscard]] qreal headHeight() const; // line of name and time
    [[nodiscard]] qreal metaHeight() const;
    [[nodiscard]] qreal noteInset() const { return 12; }
    [[nodiscard]] qreal chipHeight() const;
    [[nodiscard]] qreal chipWidth(const QString& label) const;
    [[nodiscard]] TextStyle bodyStyle(bool note) const;
    // Of a widget set to a width.
    static int cardHeight(const QWidget& card, int width);

private:
    const QWidget& m_view;
    Theme& m_theme;
};

} // namespace tandem::ui
