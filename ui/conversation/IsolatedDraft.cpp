#include "ui/conversation/IsolatedDraft.h"

#include "ui/widgets/OwnDirection.h"

#include <QRegularExpression>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr char16_t leftToRightIsolate = 0x2066;
constexpr char16_t rightToLeftIsolate = 0x2067;
constexpr char16_t endOfIsolate = 0x2069;

bool runsBothWays(const QString& text)
{
    return std::ranges::any_of(
        text, [](QChar each) { return each.direction() == QChar::DirR || each.direction() == QChar::DirAL; });
}

} // namespace

IsolatedDraft::IsolatedDraft(const DraftText& draft)
    : m_direction(directionOf(draft.text, Qt::LeftToRight))
{
    const auto end = static_cast<int>(draft.text.size());
    m_shown.reserve(draft.text.size());
    if (draft.directions == DraftDirections::OfTheText || !runsBothWays(draft.text)) {
        copy(draft.text, end);
        return;
    }
    const std::vector<Unit> all = units(draft);
    for (const SentenceSpan& sentence : draft.sentences)
        m_sentences.push_back(
            directionOf(QStringView(draft.text).mid(sentence.begin, sentence.end - sentence.begin), m_direction));
    for (auto first = all.begin(); first != all.end();) {
        // Sentences against the draft's direction that follow one another do so in theirs.
        auto last = first + 1;
        while (first->direction != m_direction && last != all.end() && last->direction == first->direction)
            ++last;
        copy(draft.text, first->begin);
        const bool several = last - first > 1;
        if (several)
            open(first->direction);
        for (auto unit = first; unit != last; ++unit) {
            copy(draft.text, unit->begin);
            open(unit->direction);
            copyWithAmounts(draft.text, *unit);
            put(endOfIsolate);
        }
        if (several)
            put(endOfIsolate);
        first = last;
    }
    copy(draft.text, end);
}

// Sentences, and lines between them that are none, such as a closing.
std::vector<IsolatedDraft::Unit> IsolatedDraft::units(const DraftText& draft) const
{
    std::vector<Unit> found;
    int at = 0;
    for (const SentenceSpan& sentence : draft.sentences) {
        if (sentence.begin < at || sentence.end <= sentence.begin)
            continue;
        addLines(found, draft.text, at, sentence.begin);
        const int close = sentence.chips.empty() ? sentence.end : sentence.chips.back().position + 1;
        const auto words = QStringView(draft.text).mid(sentence.begin, sentence.end - sentence.begin);
        found.push_back({sentence.begin, sentence.end, close, directionOf(words, m_direction)});
        at = close;
    }
    addLines(found, draft.text, at, static_cast<int>(draft.text.size()));
    return found;
}

void IsolatedDraft::addLines(std::vector<Unit>& units, const QString& text, int begin, int end) const
{
    for (int from = begin; from < end;) {
        const auto found = static_cast<int>(text.indexOf(QChar(QChar::LineSeparator), from));
        const int to = found < 0 || found > end ? end : found;
        int first = from;
        int last = to;
        while (first < last && text[first].isSpace())
            ++first;
        while (last > first && text[last - 1].isSpace())
            --last;
        if (last > first)
            units.push_back({first, last, last, directionOf(QStringView(text).mid(first, last - first), m_direction)});
        from = to + 1;
    }
}

void IsolatedDraft::open(Qt::LayoutDirection direction)
{
    put(direction == Qt::RightToLeft ? rightToLeftIsolate : leftToRightIsolate);
}

// Up to `end`, from where the last copy ended.
void IsolatedDraft::copy(const QString& text, int end)
{
    for (auto own = static_cast<int>(m_shown.size()); own < end; ++own) {
        m_shown.push_back(static_cast<int>(m_text.size()));
        m_text += text[own];
    }
}

void IsolatedDraft::copyWithAmounts(const QString& text, const Unit& unit)
{
    // "€38.00" behind an Arabic word would turn into "38.00€".
    static const QRegularExpression amount(QStringLiteral("[-+\u2212]?\\p{Sc}[ \u00A0\u202F]?\\d(?:[\\d.,'\u2019]*\\d)?"
                                                          "|(?<![\\d.,'\u2019])\\d[\\d.,'\u2019]*+[ \u00A0\u202F]?\\p{Sc}"));
    for (auto each = amount.globalMatch(text.mid(unit.begin, unit.end - unit.begin)); each.hasNext();) {
        const QRegularExpressionMatch match = each.next();
        copy(text, unit.begin + static_cast<int>(match.capturedStart()));
        put(leftToRightIsolate);
        copy(text, unit.begin + static_cast<int>(match.capturedEnd()));
        put(endOfIsolate);
    }
    copy(text, unit.close);
}

Qt::LayoutDirection IsolatedDraft::directionOfSentence(int sentence) const
{
    const auto at = static_cast<std::size_t>(sentence);
    return at < m_sentences.size() ? m_sentences[at] : m_direction;
}

int IsolatedDraft::ownAt(int shown) const
{
    return static_cast<int>(std::ranges::lower_bound(m_shown, shown) - m_shown.begin());
}

} // namespace tandem::ui
