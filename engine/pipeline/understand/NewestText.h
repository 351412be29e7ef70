#pragma once

#include <string>
#include <string_view>

namespace tandem {

// What the customer wrote now, as people see it: without characters that nobody sees, quoted mail, forwarded headers' replies and
// the signature. A text that is nothing but a quote comes back whole.
std::string newestText(std::string_view whole);

// All that the customer says now, however long: the subject and below it the newest text. Beyond a megabyte it is a file that was
// pasted in.
std::string writtenText(std::string_view subject, std::string_view text);

// Whether a subject is that of an earlier mail, answered or forwarded ("Re: …", "回复：…"): what it wishes was wished then.
bool isReplySubject(std::string_view subject);

} // namespace tandem
