#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// An answer without what frames it: a greeting that stands on a line of its own at the start, a sign-off with whatever follows it
// at the end, and lines that are one of `formulas`. In the twelve languages. Pure.
std::string withoutFrame(std::string_view answer, const std::vector<std::string>& formulas);

// The text without personal data: what findPersonalData finds, and the given names (of people, addresses, account names) as a
// whole and word by word, in any letter case. Mail addresses that `isOwn` accepts (the desk's, which are nobody's) stay. Pure.
std::string withoutPersons(std::string_view text, const std::vector<std::string>& names,
    const std::function<bool(std::string_view address)>& isOwn = {});

} // namespace tandem
