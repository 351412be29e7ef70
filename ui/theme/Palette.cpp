#include "ui/theme/Palette.h"

namespace tandem::ui {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(0xFF000000U | value);
}

} // namespace

const Palette& lightPalette()
{
    static const Palette palette{
        .window = rgb(0xF2F1EE),
        .surface = rgb(0xF9F8F6),
        .base = rgb(0xFFFFFF),
        .sunken = rgb(0xECEAE6),
        .hover = rgb(0xEFEDE9),
        .line = rgb(0xE3E0DA),
        .lineStrong = rgb(0x8A857C),
        .text = rgb(0x1E1D1B),
        .text2 = rgb(0x4F4C47),
        .text3 = rgb(0x66625B),
        .accent = rgb(0x2757CC),
        .onAccent = rgb(0xFFFFFF),
        .accentText = rgb(0x2350BF),
        .accentSoft = rgb(0xE6EDFC),
        .accentLine = rgb(0x9DB6F0),
        .ok = rgb(0x1B7548),
        .okFill = rgb(0x2A9460),
        .okSoft = rgb(0xE4F3EA),
        .warn = rgb(0x8A5200),
        .warnFill = rgb(0xB97A0C),
        .warnSoft = rgb(0xFBF0DA),
        .bad = rgb(0xB8261B),
        .badFill = rgb(0xD0342A),
        .badSoft = rgb(0xFCE9E6),
        .note = rgb(0xFFF5D1),
        .noteLine = rgb(0xE6D288),
        .noteText = rgb(0x453708),
        .lit = rgb(0xFFE9A8),
    };
    return palette;
}

const Palette& darkPalette()
{
    static const Palette palette{
        .window = rgb(0x151618),
        .surface = rgb(0x1A1B1E),
        .base = rgb(0x1F2023),
        .sunken = rgb(0x121315),
        .hover = rgb(0x27292D),
        .line = rgb(0x303237),
        .lineStrong = rgb(0x7C8088),
        .text = rgb(0xECEBE8),
        .text2 = rgb(0xBDBCB8),
        .text3 = rgb(0x9C9B97),
        .accent = rgb(0x3F6BDD),
        .onAccent = rgb(0xFFFFFF),
        .accentText = rgb(0x8FB0FF),
        .accentSoft = rgb(0x25304A),
        .accentLine = rgb(0x4C68A8),
        .ok = rgb(0x62C592),
        .okFill = rgb(0x4FB783),
        .okSoft = rgb(0x1C3328),
        .warn = rgb(0xE3AC55),
        .warnFill = rgb(0xE3AC55),
        .warnSoft = rgb(0x372C18),
        .bad = rgb(0xFF8A7D),
        .badFill = rgb(0xF0776B),
        .badSoft = rgb(0x41211E),
        .note = rgb(0x38301A),
        .noteLine = rgb(0x5E5127),
        .noteText = rgb(0xF2E3AE),
        .lit = rgb(0x5A4A16),
    };
    return palette;
}

Palette highContrast(const Palette& palette)
{
    Palette strong = palette;
    strong.line = palette.lineStrong;
    strong.text3 = palette.text2;
    return strong;
}

} // namespace tandem::ui
