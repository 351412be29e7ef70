#pragma once

#include "base/Text.h"
#include "privacy/RedactedTexts.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What must come out of a translation as it went in. Number: bare digits, which a grammar may depend on. Fixed: everything else,
// numbers with signs and separators, links, addresses, placeholders, code, identifiers, tags, given names.
enum class GuardedKind : std::uint8_t { Personal, Link, Address, Number, Fixed };

struct GuardedSpan {
    text::Span span; // bytes of the text
    GuardedKind kind = GuardedKind::Fixed;
};

// Ascending and not overlapping. `names`: as they are written, found where they stand alone. Pure, linear in the text's length.
std::vector<GuardedSpan> guardedSpans(std::string_view text, const std::vector<std::string>& names);

// A text as a translator may see it: redacted, in pieces that are not too long, each with numbered marks ("⟦3⟧", "⟦4=25⟧" where
// the number's value decides on the grammar) in place of what must stay. Immutable, thread-safe.
class GuardedText {
public:
    enum class Fault : std::uint8_t { MarkMissing, MarkTwice, MarkUnknown };

    // Pieces of about `pieceBytes`, cut where paragraphs, lines, sentences or at least words end.
    GuardedText(std::string text, std::string_view knownPerson, const std::vector<std::string>& names, std::size_t pieceBytes);

    [[nodiscard]] std::size_t pieces() const { return m_pieces.size(); }
    // Without the white space around it.
    [[nodiscard]] const Redacted& masked(std::size_t piece) const { return m_pieces[piece].masked; }
    // Whether there is anything to translate beside marks and signs.
    [[nodiscard]] bool hasWords(std::size_t piece) const { return m_pieces[piece].hasWords; }
    // The piece as it stood, with the white space around it.
    [[nodiscard]] std::string original(std::size_t piece) const;

    // nullopt when each mark of the piece stands exactly once in the translation, and no other.
    [[nodiscard]] std::optional<Fault> faultOf(std::size_t piece, std::string_view translation) const;
    // A translation without a fault, with what the marks stand for and the white space around it.
    [[nodiscard]] std::string restored(std::size_t piece, std::string_view translation) const;

private:
    struct Piece {
        text::Span span; // of the text, white space around it left out
        text::Span whole; // with it: together they are the text
        std::vector<GuardedSpan> guarded;
        Redacted masked;
        bool hasWords = false;
    };
    Piece pieceOf(text::Span whole, const Redacted& redacted, const std::vector<GuardedSpan>& guarded) const;

    std::string m_text;
    std::vector<Piece> m_pieces;
};

// A translation without its marks.
std::string withoutMarks(std::string_view translation);

} // namespace tandem
