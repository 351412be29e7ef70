#pragma once

#include <string>
#include <string_view>

// What others wrote, so that a model cannot take it for the desk's own words. Pure, thread-safe, linear.
namespace tandem {

// What precedes, in a document's title, the line that its answer has to carry; resources/prompts tell what it means.
inline constexpr std::string_view lineBefore = "Write this line before it:";

// Nobody's text ends or begins the part that marks it as data: the '<' of a tag of ours is a '(', however the tag is spaced and
// written. Of the same length, so that offsets stay.
std::string withoutOurTags(std::string_view text);
// On one line, without `lineBefore` and tags of ours: a title may come from a past customer's subject.
std::string withoutOurLines(std::string_view title);

} // namespace tandem
