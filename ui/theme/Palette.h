#pragma once

#include <QColor>

namespace tandem::ui {

// The colour tokens of the visual language. `…Fill` is for lines, bars and dots; text always takes the plain token.
struct Palette {
    QColor window, surface, base, sunken, hover;
    QColor line, lineStrong;
    QColor text, text2, text3;
    QColor accent, onAccent, accentText, accentSoft, accentLine;
    QColor ok, okFill, okSoft;
    QColor warn, warnFill, warnSoft;
    QColor bad, badFill, badSoft;
    QColor note, noteLine, noteText;
    QColor lit;
    [[nodiscard]] const QColor& select() const { return accentSoft; }
};

const Palette& lightPalette();
const Palette& darkPalette();
// `palette` with hairlines and meta text strengthened.
Palette highContrast(const Palette& palette);

} // namespace tandem::ui
