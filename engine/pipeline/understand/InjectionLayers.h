#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A text as a model would read it, with one kind of disguise taken off.
struct InjectionLayer {
    std::string text;
    std::string disguise; // "" the text itself, "encoded"
};

struct InjectionLayers {
    std::vector<InjectionLayer> layers; // the first is the text itself, without invisible characters
    int invisibles = 0; // characters between two Latin letters that nobody sees
    int tags = 0; // characters that nobody sees and that spell letters
};

// A text without what nobody sees, letters in strange forms as plain ones, tags spelt out. Linear in the length. Pure.
std::string visibleText(std::string_view text);
// The text itself, and what stands in it as base64, hexadecimal, binary, escapes, ROT13, backwards, with digits for letters or
// with its letters apart. Looks at the first 48 KiB and the last 16 KiB. Linear in the length. Pure.
InjectionLayers injectionLayers(std::string_view text);

} // namespace tandem
