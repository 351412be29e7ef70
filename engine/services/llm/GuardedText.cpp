#include "services/llm/GuardedText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view openMark = "⟦";
constexpr std::string_view closeMark = "⟧";
constexpr std::size_t longestMark = 32; // bytes between the signs

constexpr std::array<OwnWords, 10> digits{OwnWords("0"), OwnWords("1"), OwnWords("2"), OwnWords("3"), OwnWords("4"),
    OwnWords("5"), OwnWords("6"), OwnWords("7"), OwnWords("8"), OwnWords("9")};

// A mark, or what looks like the beginning of one and is none (number 0).
struct Mark {
    text::Span span;
    std::size_t number = 0;
};

Mark markAt(std::string_view text, std::size_t at)
{
    const std::size_t inside = at + openMark.size();
    const std::size_t close = text.substr(0, std::min(text.size(), inside + longestMark)).find(closeMark, inside);
    if (close == std::string_view::npos)
        return {{at, inside}, 0};
    std::string_view content = text.substr(inside, close - inside);
    content = text::trim(content.substr(0, content.find('=')));
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(content.data(), content.data() + content.size(), number);
    const bool isWhole = error == std::errc() && end == content.data() + content.size();
    return {{at, close + closeMark.size()}, isWhole ? number : 0};
}

// Ascending; signs of marks that are none have number 0.
std::vector<Mark> marksIn(std::string_view text)
{
    std::vector<Mark> marks;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find(openMark, at);
        const std::size_t close = text.find(closeMark, at);
        if (open == std::string_view::npos && close == std::string_view::npos)
            break;
        if (close < open)
            marks.push_back({{close, close + closeMark.size()}, 0});
        else
            marks.push_back(markAt(text, open));
        at = marks.back().span.end;
    }
    return marks;
}

// Both ascending; what overlaps becomes one, which is personal if any part of it is.
std::vector<GuardedSpan> together(std::vector<GuardedSpan> guarded, const std::vector<Replacement>& personal)
{
    for (const Replacement& each : personal)
        guarded.push_back({{each.span.begin, each.span.end}, GuardedKind::Personal});
    std::ranges::sort(guarded, {}, [](const GuardedSpan& each) { return each.span.begin; });
    std::vector<GuardedSpan> joined;
    for (const GuardedSpan& each : guarded) {
        if (joined.empty() || joined.back().span.end <= each.span.begin) {
            joined.push_back(each);
            continue;
        }
        GuardedSpan& last = joined.back();
        const bool isPersonal = last.kind == GuardedKind::Personal || each.kind == GuardedKind::Personal;
        last.kind = isPersonal ? GuardedKind::Personal : GuardedKind::Fixed;
        last.span.end = std::max(last.span.end, each.span.end);
    }
    return joined;
}

// Where a piece that begins at `from` ends: at most `bytes` further, if that is possible.
std::size_t cutOf(std::string_view text, std::size_t from, std::size_t bytes)
{
    if (text.size() - from <= bytes)
        return text.size();
    const std::string_view head = text::truncate(text.substr(from), std::max<std::size_t>(bytes, 4));
    for (const std::string_view end : {"\n\n", "\n", ". ", "。", "! ", "? ", " "}) {
        const std::size_t found = head.rfind(end);
        if (found != std::string_view::npos && found > 0)
            return from + found + end.size();
    }
    return from + head.size();
}

text::Span trimmed(std::string_view text, text::Span whole)
{
    const std::string_view inner = text::trim(whole.of(text));
    if (inner.empty())
        return {whole.end, whole.end};
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    return {begin, begin + inner.size()};
}

} // namespace

GuardedText::GuardedText(
    std::string text, std::string_view knownPerson, const std::vector<std::string>& names, std::size_t pieceBytes)
    : m_text(std::move(text))
{
    const std::string_view view = m_text;
    const RedactedTexts redacted = redactTogether({&view, 1}, knownPerson);
    const std::vector<GuardedSpan> guarded = together(guardedSpans(view, names), redacted[0].replacements());
    for (std::size_t from = 0; from < view.size();) {
        std::size_t cut = cutOf(view, from, pieceBytes);
        const auto through = std::ranges::find_if(
            guarded, [&](const GuardedSpan& each) { return each.span.begin < cut && each.span.end > cut; });
        if (through != guarded.end())
            cut = through->span.begin > from ? through->span.begin : through->span.end;
        m_pieces.push_back(pieceOf({from, cut}, redacted[0], guarded));
        from = cut;
    }
}

GuardedText::Piece GuardedText::pieceOf(text::Span whole, const Redacted& redacted, const std::vector<GuardedSpan>& guarded) const
{
    Piece piece;
    piece.whole = whole;
    piece.span = trimmed(m_text, whole);
    RedactedJoiner joiner;
    std::string words;
    std::size_t at = piece.span.begin;
    const auto plain = [&](std::size_t end) {
        if (end > at)
            joiner.add(redacted.part({at, end}));
        words += std::string_view(m_text).substr(at, end - at);
        words += ' ';
    };
    for (const GuardedSpan& each : guarded) {
        if (each.span.begin < piece.span.begin || each.span.end > piece.span.end)
            continue;
        plain(each.span.begin);
        piece.guarded.push_back(each);
        joiner.add("⟦");
        for (const char digit : std::to_string(piece.guarded.size()))
            joiner.add(digits.at(static_cast<std::size_t>(digit - '0')));
        if (each.kind == GuardedKind::Number)
            joiner.add("=").add(redacted.part(each.span));
        joiner.add("⟧");
        at = each.span.end;
    }
    plain(piece.span.end);
    piece.masked = joiner.take();
    piece.hasWords = !text::words(words).empty();
    return piece;
}

std::string GuardedText::original(std::size_t piece) const
{
    return std::string(m_pieces[piece].whole.of(m_text));
}

std::optional<GuardedText::Fault> GuardedText::faultOf(std::size_t piece, std::string_view translation) const
{
    std::vector<int> seen(m_pieces[piece].guarded.size(), 0);
    for (const Mark& mark : marksIn(translation)) {
        if (mark.number == 0 || mark.number > seen.size())
            return Fault::MarkUnknown;
        if (++seen[mark.number - 1] > 1)
            return Fault::MarkTwice;
    }
    return std::ranges::find(seen, 0) == seen.end() ? std::nullopt : std::optional(Fault::MarkMissing);
}

std::string GuardedText::restored(std::size_t piece, std::string_view translation) const
{
    const Piece& of = m_pieces[piece];
    std::string text = m_text.substr(of.whole.begin, of.span.begin - of.whole.begin);
    translation = text::trim(translation);
    std::size_t at = 0;
    for (const Mark& mark : marksIn(translation)) {
        text += translation.substr(at, mark.span.begin - at);
        if (mark.number > 0 && mark.number <= of.guarded.size())
            text += of.guarded[mark.number - 1].span.of(m_text);
        at = mark.span.end;
    }
    text += translation.substr(at);
    text += std::string_view(m_text).substr(of.span.end, of.whole.end - of.span.end);
    return text;
}

std::string withoutMarks(std::string_view translation)
{
    std::string text;
    std::size_t at = 0;
    for (const Mark& mark : marksIn(translation)) {
        text += translation.substr(at, mark.span.begin - at);
        at = mark.span.end;
    }
    text += translation.substr(at);
    return text;
}

} // namespace tandem
