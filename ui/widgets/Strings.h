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

} // namespace tandem::ui
