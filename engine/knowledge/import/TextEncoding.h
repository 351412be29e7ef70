#pragma once

#include "base/Error.h"

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// What kind of binary file the bytes begin like ("a PNG picture"), whatever its name says; nullopt for what may be text.
std::optional<std::string_view> binaryKind(std::string_view bytes);

// A text file's content as UTF-8, without a byte order mark: UTF-8 as it is; UTF-16 and UTF-32 by their mark or their pattern of
// zeros; `declared` (the charset that the file itself names, "" = none); otherwise what its bytes look most like: Windows-1252
// and its kin, GBK, Big5, Shift-JIS, EUC. InvalidArgument: it is binary, or cannot be told. Pure, thread-safe.
Result<std::string> utf8Of(std::string bytes, std::string_view declared = "");

// The charset that an HTML page's first kilobytes name; "" = none.
std::string declaredCharset(std::string_view html);

} // namespace tandem
