#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace tandem::ui {

// Foreign text made fit to be shown as plain text: characters that would reorder or hide what stands around them become visible
// marks ("⟨RLO⟩"), control characters become their pictures, every line end is '\n'. Nothing is interpreted.
QString shownText(std::string_view utf8);
// The same on one line, and no longer than a reader takes in at once: for names, subjects and quotations.
inline constexpr std::size_t mostOfALine = 1000; // UTF-16 units
inline constexpr std::size_t mostOfAName = 200;
QString shownLine(std::string_view utf8, std::size_t most = mostOfALine);

// A stretch of a message: its own words, or what it quotes of earlier ones.
struct TextPart {
    qsizetype begin = 0;
    qsizetype end = 0; // one past the last character, without the line end
    bool quoted = false;
    int lines = 0;
};

// Splits a text at its quotations ("> …" and "On … wrote:" with what follows). In order; covers everything but empty lines at
// the edges of parts. A text that changes too often between the two is one part. Linear in the text's length.
std::vector<TextPart> partsOf(QStringView text);

} // namespace tandem::ui
