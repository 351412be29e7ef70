#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>

namespace tandem {

// The JSON that a schema allows as a grammar for llama.cpp (GBNF; its start symbol is `root`). Knows `type` (one or a list of
// object, array, string, number, integer, boolean, null), `properties`, `required`, `items`, `minItems`, `maxItems`, `minLength`,
// `maxLength`, `enum` and `const`; title, description, default, examples, $schema and $id say nothing. Objects are closed:
// members that are not named are not written, those that are required come first. Anything else is InvalidArgument with the
// keyword's name, for a grammar that allowed more than the schema would be no promise. Pure, thread-safe.
Result<std::string> jsonGrammar(std::string_view schema);

} // namespace tandem
