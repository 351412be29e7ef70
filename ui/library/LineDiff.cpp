#include "ui/library/LineDiff.h"

#include <algorithm>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int mostChanges = 1500; // beyond it the middle is replaced whole: what is left in common is chance

using Kind = DiffLine::Kind;

QStringList linesOf(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    while (text.endsWith(u'\n'))
        text.chop(1);
    return text.isEmpty() ? QStringList() : text.split(u'\n');
}

// Myers' shortest edit script, from (0, 0) to (n, m); nothing when it is longer than mostChanges.
class Script {
public:
    Script(const QStringList& before, const QStringList& after, int skip, int n, int m)
        : m_before(before)
        , m_after(after)
        , m_skip(skip)
        , m_n(n)
        , m_m(m)
    {
    }

    // The steps in order: Same, Out or In.
    std::vector<Kind> steps()
    {
        std::vector<int> reach(static_cast<std::size_t>(2 * mostChanges + 3), 0);
        for (int d = 0; d <= std::min(mostChanges, m_n + m_m); ++d) {
            m_trace.emplace_back(reach.begin() + mostChanges - d, reach.begin() + mostChanges + d + 3);
            for (int k = -d; k <= d; k += 2) {
                int& x = at(reach, k);
                x = k == -d || (k != d && at(reach, k - 1) < at(reach, k + 1)) ? at(reach, k + 1) : at(reach, k - 1) + 1;
                while (x < m_n && x - k < m_m && m_before[m_skip + x] == m_after[m_skip + x - k])
                    ++x;
                if (x >= m_n && x - k >= m_m)
                    return backtrack(d);
            }
        }
        return replaced();
    }

private:
    static int& at(std::vector<int>& reach, int k) { return reach[static_cast<std::size_t>(k + mostChanges + 1)]; }

    [[nodiscard]] std::vector<Kind> replaced() const
    {
        std::vector<Kind> steps(static_cast<std::size_t>(m_n), Kind::Out);
        steps.insert(steps.end(), static_cast<std::size_t>(m_m), Kind::In);
        return steps;
    }

    [[nodiscard]] std::vector<Kind> backtrack(int last) const
    {
        std::vector<Kind> steps;
        int x = m_n;
        int y = m_m;
        for (int d = last; d > 0; --d) {
            const std::vector<int>& reach = m_trace[static_cast<std::size_t>(d)];
            const auto before = [&](int k) { return reach[static_cast<std::size_t>(k + d + 1)]; };
            const int k = x - y;
            const bool isIn = k == -d || (k != d && before(k - 1) < before(k + 1));
            const int fromX = before(isIn ? k + 1 : k - 1);
            const int fromY = fromX - (isIn ? k + 1 : k - 1);
            for (; x > fromX && y > fromY; --x, --y)
                steps.push_back(Kind::Same);
            steps.push_back(isIn ? Kind::In : Kind::Out);
            x = fromX;
            y = fromY;
        }
        steps.insert(steps.end(), static_cast<std::size_t>(x), Kind::Same);
        std::ranges::reverse(steps);
        return steps;
    }

    const QStringList& m_before;
    const QStringList& m_after;
    const int m_skip;
    const int m_n;
    const int m_m;
    std::vector<std::vector<int>> m_trace; // by d, reach of -d-1 … d+1 before that round
};

bool isWordPart(QChar character)
{
    return character.isLetterOrNumber() || character.isMark();
}

// What differs between a line and the one in its place, in whole words.
void markChange(DiffLine& out, DiffLine& in)
{
    const QString& left = out.text;
    const QString& right = in.text;
    const qsizetype shorter = std::min(left.size(), right.size());
    qsizetype begin = 0;
    while (begin < shorter && left[begin] == right[begin])
        ++begin;
    qsizetype end = 0;
    while (end < shorter - begin && left[left.size() - 1 - end] == right[right.size() - 1 - end])
        ++end;
    const auto isInside
        = [](const QString& text, qsizetype place) { return place >= 0 && place < text.size() && isWordPart(text[place]); };
    const bool beginsInside = isInside(left, begin) || isInside(right, begin);
    while (beginsInside && begin > 0 && isWordPart(left[begin - 1]))
        --begin;
    const bool endsInside = isInside(left, left.size() - end - 1) || isInside(right, right.size() - end - 1);
    while (endsInside && end > 0 && isWordPart(left[left.size() - end]))
        --end;
    if (begin == 0 && end == 0)
        return; // nothing in common: the whole line says so itself
    out.changeBegin = in.changeBegin = static_cast<int>(begin);
    out.changeLength = static_cast<int>(std::max<qsizetype>(0, left.size() - end - begin));
    in.changeLength = static_cast<int>(std::max<qsizetype>(0, right.size() - end - begin));
}

// Runs of as many lines out as in stand for one another.
void markChanges(std::vector<DiffLine>& lines)
{
    for (std::size_t i = 0; i < lines.size();) {
        std::size_t out = i;
        while (out < lines.size() && lines[out].kind == Kind::Out)
            ++out;
        std::size_t in = out;
        while (in < lines.size() && lines[in].kind == Kind::In)
            ++in;
        for (std::size_t pair = 0; pair < std::min(out - i, in - out); ++pair)
            markChange(lines[i + pair], lines[out + pair]);
        i = std::max(in, i + 1);
    }
}

std::vector<DiffLine> withoutTheRest(std::vector<DiffLine> lines, int context)
{
    const auto size = static_cast<int>(lines.size());
    std::vector<bool> kept(lines.size(), false);
    for (int i = 0; i < size; ++i) {
        if (lines[static_cast<std::size_t>(i)].kind == Kind::Same)
            continue;
        for (int near = std::max(0, i - context); near <= std::min(size - 1, i + context); ++near)
            kept[static_cast<std::size_t>(near)] = true;
    }
    std::vector<DiffLine> shown;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (kept[i]) {
            shown.push_back(std::move(lines[i]));
        } else if (shown.empty() || shown.back().kind != Kind::Gap) {
            DiffLine gap;
            gap.kind = Kind::Gap;
            gap.before = 1;
            shown.push_back(gap);
        } else {
            ++shown.back().before;
        }
    }
    return shown;
}

} // namespace

std::vector<DiffLine> lineDiff(const QString& before, const QString& after, int context)
{
    const QStringList left = linesOf(before);
    const QStringList right = linesOf(after);
    const auto n = static_cast<int>(left.size());
    const auto m = static_cast<int>(right.size());
    int head = 0;
    while (head < std::min(n, m) && left[head] == right[head])
        ++head;
    int tail = 0;
    while (tail < std::min(n, m) - head && left[n - 1 - tail] == right[m - 1 - tail])
        ++tail;
    std::vector<Kind> steps(static_cast<std::size_t>(head), Kind::Same);
    const std::vector<Kind> middle = Script(left, right, head, n - head - tail, m - head - tail).steps();
    steps.insert(steps.end(), middle.begin(), middle.end());
    steps.insert(steps.end(), static_cast<std::size_t>(tail), Kind::Same);

    // Within a change, what goes stands before what comes.
    for (auto from = steps.begin(); from != steps.end();) {
        const auto to = std::find(from, steps.end(), Kind::Same);
        std::sort(from, to);
        from = to == steps.end() ? to : to + 1;
    }

    std::vector<DiffLine> lines;
    lines.reserve(steps.size());
    int x = 0;
    int y = 0;
    for (const Kind kind : steps) {
        DiffLine& line = lines.emplace_back();
        line.kind = kind;
        if (kind != Kind::In)
            line.before = ++x;
        if (kind != Kind::Out)
            line.after = ++y;
        line.text = kind == Kind::In ? right[y - 1] : left[x - 1];
    }
    markChanges(lines);
    return withoutTheRest(std::move(lines), context);
}

} // namespace tandem::ui
