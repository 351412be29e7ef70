#pragma once

#include "base/Error.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <string>
#include <string_view>

namespace tandem {

inline QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

inline std::filesystem::path path(const QTemporaryDir& directory)
{
    return directory.path().toStdString();
}

// The value, or a failed test that shows the error.
template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        qFatal("unexpected error: %s: %s", std::string(name(result.error().code)).c_str(), result.error().message.c_str());
    return std::move(*result);
}

inline void succeed(const Status& status)
{
    if (!status)
        qFatal("unexpected error: %s: %s", std::string(name(status.error().code)).c_str(), status.error().message.c_str());
}

} // namespace tandem
