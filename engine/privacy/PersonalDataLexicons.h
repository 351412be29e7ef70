#pragma once

#include <string_view>

// The files of resources/lexicons that findPersonalData reads, as the build put them in: it has no I/O.
namespace tandem::pii {

extern const std::string_view namesLexicon;
extern const std::string_view nameCuesLexicon;
extern const std::string_view ordinaryWordsLexicon;

} // namespace tandem::pii
