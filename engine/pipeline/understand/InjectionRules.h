#pragma once

#include "pipeline/understand/Lexicon.h"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem {

// What a steering text is after (the first seven), or how it is smuggled in.
enum class InjectionKind : std::uint8_t {
    Override, // orders to forget the rules
    Leak, // wants the assistant's own instructions
    Role, // another part to play
    Action, // something done without being asked for by the rules
    Exfiltration, // secrets or other people's data
    Answer, // dictates what the answer says or looks like
    Indirect, // speaks to whatever machine reads this
    Stealth, // wants it kept from people
    Marker, // made-up turns of the conversation
    Hidden, // where people do not see it
    Invisible,
    Encoded,
};
inline constexpr std::size_t injectionKindCount = 12;
std::string_view name(InjectionKind kind);

struct InjectionHit {
    static constexpr double excused = -1;
    InjectionKind kind = InjectionKind::Override;
    double weight = 0; // 0…1; 0 where it says something beside other hits only; excused: words that any customer writes
    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
};

// What the lexicon's patterns and the form of a text say. Ascending by begin. Linear in the length. Pure.
std::vector<InjectionHit> injectionHits(std::string_view text, const Lexicon& lexicon);

using InjectionKinds = std::bitset<injectionKindCount>;
// Of the hits that reach into begin … end.
InjectionKinds kindsWithin(const std::vector<InjectionHit>& hits, std::size_t begin, std::size_t end);

} // namespace tandem
