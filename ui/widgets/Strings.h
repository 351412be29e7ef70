#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace tandem::ui {

inline QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

inline std::string utf8(const QString& text)
{
    return text.toStdString();
}

// A value, amount, id or time inside text of any direction: it keeps its own order (U+2066 … U+2069).
inline QString isolated(const QString& value)
{
    return QChar(0x2066) + value + QChar(0x2069);
}

// A name or other words of somebody's inside text of any direction: they run in their own (U+2068 … U+2069).
inline QString isolatedWords(const QString& words)
{
    return QChar(0x2068) + words + QChar(0x2069);
}

// What a tooltip shows of foreign text: tooltips read markup where they see it, so they are given some in which there is none.
inline QString plainToolTip(const QString& text)
{
    constexpr qsizetype most = 1000; // a tooltip is no page
    const QString shown = text.size() > most ? text.left(most) + QChar(0x2026) : text;
    return shown.isEmpty() ? shown : QStringLiteral("<span>") + shown.toHtmlEscaped() + QStringLiteral("</span>");
}

} // namespace tandem::ui
