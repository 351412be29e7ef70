#include "ui/conversation/PlainText.h"

#include "base/Text.h"

#include <QRegularExpression>

#include <array>

namespace tandem::ui {

namespace {

constexpr std::size_t bytesPerCharacter = 4;

struct Mark {
    char16_t character;
    const char16_t* shown;
};

// Directional embeddings, overrides and isolates, and characters without width that can hide inside a word.
constexpr std::array marks{
    Mark{0x202A, u"⟨LRE⟩"}, Mark{0x202B, u"⟨RLE⟩"}, Mark{0x202C, u"⟨PDF⟩"}, Mark{0x202D, u"⟨LRO⟩"}, Mark{0x202E, u"⟨RLO⟩"},
    Mark{0x2066, u"⟨LRI⟩"}, Mark{0x2067, u"⟨RLI⟩"}, Mark{0x2068, u"⟨FSI⟩"}, Mark{0x2069, u"⟨PDI⟩"}, Mark{0x200B, u"⟨ZWSP⟩"},
    Mark{0x2060, u"⟨WJ⟩"}, Mark{0xFEFF, u"⟨BOM⟩"}, Mark{0xFFFC, u"\uFFFD"}, // stands for an embedded object in layouts
};

const char16_t* markFor(char16_t character)
{
    for (const Mark& mark : marks) {
        if (mark.character == character)
            return mark.shown;
    }
    return nullptr;
}

bool isPlain(char16_t c)
{
    if (c < 0x20)
        return c == u'\n' || c == u'\t';
    if (c < 0x7F)
        return true;
    if (c < 0xA0)
        return false;
    if (c < 0x200B)
        return true;
    return (c < 0x2028 || c > 0x202E) && (c < 0x2060 || c > 0x2069) && c != 0x200B && c != 0xFEFF && c != 0xFFFC && c != 0xDB40;
}

// Tag characters (U+E0000 …) have no shape at all: text in them is readable by machines only.
qsizetype tagsAt(QStringView text, qsizetype at)
{
    qsizetype end = at;
    while (end + 1 < text.size() && text[end].unicode() == 0xDB40 && text[end + 1].unicode() >= 0xDC00
        && text[end + 1].unicode() <= 0xDC7F)
        end += 2;
    return end - at;
}

void appendShown(QString& out, QStringView text, qsizetype& at)
{
    const char16_t c = text[at].unicode();
    ++at;
    if (c == u'\r') {
        if (at >= text.size() || text[at] != u'\n')
            out += u'\n';
    } else if (c == 0x2028 || c == 0x2029 || c == 0x85) {
        out += u'\n';
    } else if (c < 0x20) {
        out += QChar(static_cast<char16_t>(0x2400 + c)); // control pictures
    } else if (c >= 0x7F && c < 0xA0) {
        out += QChar(QChar::ReplacementCharacter);
    } else if (c == 0xDB40) {
        const qsizetype tags = tagsAt(text, at - 1);
        if (tags > 0) {
            out += u"⟨hidden⟩";
            at += tags - 1;
        } else {
            out += QChar(c);
        }
    } else if (const char16_t* mark = markFor(c)) {
        out += QStringView(mark);
    } else {
        out += QChar(c);
    }
}

bool isQuoteLine(QStringView line)
{
    qsizetype at = 0;
    while (at < line.size() && at < 4 && line[at] == u' ')
        ++at;
    return at < line.size() && line[at] == u'>';
}

// "On Wed, 18 Nov 2026 at 13:08, Support wrote:", in the ways that mail programs of the twelve languages put it.
bool isAttribution(QStringView line)
{
    const QStringView trimmed = line.trimmed();
    if (trimmed.size() < 8 || trimmed.size() > 240)
        return false;
    if (trimmed.startsWith(u"-----") && trimmed.endsWith(u"-----") && trimmed.size() < 80)
        return true; // "-----Original Message-----"
    if (!trimmed.endsWith(u':') && !trimmed.endsWith(u'：'))
        return false;
    static const QRegularExpression wrote(
        QStringLiteral(
            "^(On .+ wrote|Am .+ schrieb.*|Le .+ a écrit|El .+ escribió|Il .+ ha scritto|Em .+ escreveu|Op .+ schreef.*|"
            "W dniu .+ (napisał|napisał\\(a\\)|pisze)|.+ tarihinde .+ yazdı|(في|بتاريخ) .+ كتب.*|.+写道|.+のメール|.+ wrote)"
            "\\s*[:：]$"),
        QRegularExpression::UseUnicodePropertiesOption);
    return wrote.match(trimmed.toString()).hasMatch();
}

// A text in more pieces than this is no letter with quotations.
constexpr std::size_t mostParts = 40;
constexpr int mostAttributions = 500;

struct Line {
    qsizetype begin;
    qsizetype end;
};

class Splitter {
public:
    explicit Splitter(QStringView text)
        : m_text(text)
    {
    }

    std::vector<TextPart> split()
    {
        qsizetype at = 0;
        while (at <= m_text.size() && m_parts.size() <= mostParts) {
            qsizetype end = m_text.indexOf(u'\n', at);
            if (end < 0)
                end = m_text.size();
            add({at, end});
            at = end + 1;
        }
        close();
        if (m_parts.size() > mostParts)
            return {{0, m_text.size(), false, 0}};
        return std::move(m_parts);
    }

private:
    void add(Line line)
    {
        const QStringView words = m_text.sliced(line.begin, line.end - line.begin);
        if (words.trimmed().isEmpty()) {
            return; // belongs to the part around it, or to none at an edge
        }
        const bool marked = isQuoteLine(words);
        const bool attributed = !marked && !m_tail && m_attributions < mostAttributions && isAttribution(words)
            && (followedByQuote(line.end) || !m_parts.empty() || m_open);
        m_attributions += words.trimmed().endsWith(u':') ? 1 : 0;
        // Without marks everything under "… wrote:" is the earlier message.
        if (attributed)
            m_tail = !followedByQuote(line.end);
        take(line, marked || attributed || m_tail);
    }

    void take(Line line, bool quoted)
    {
        if (m_open && m_part.quoted != quoted)
            close();
        if (!m_open) {
            m_part = {line.begin, line.end, quoted, 0};
            m_open = true;
        }
        m_part.end = line.end;
        ++m_part.lines;
    }

    void close()
    {
        if (m_open)
            m_parts.push_back(m_part);
        m_open = false;
    }

    [[nodiscard]] bool followedByQuote(qsizetype at) const
    {
        for (int empty = 0; at < m_text.size() && empty < 3; ++empty) {
            qsizetype end = m_text.indexOf(u'\n', at + 1);
            if (end < 0)
                end = m_text.size();
            const QStringView line = m_text.sliced(at + 1, end - at - 1);
            if (!line.trimmed().isEmpty())
                return isQuoteLine(line);
            at = end;
        }
        return false;
    }

    QStringView m_text;
    std::vector<TextPart> m_parts;
    TextPart m_part;
    bool m_open = false;
    int m_attributions = 0; // lines that might have been one
    bool m_tail = false; // everything from here on is quoted
};

} // namespace

QString shownText(std::string_view utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    const QStringView view(text);
    QString out;
    out.reserve(text.size());
    qsizetype at = 0;
    while (at < view.size()) {
        qsizetype end = at;
        while (end < view.size() && isPlain(view[end].unicode()))
            ++end;
        out += view.sliced(at, end - at);
        at = end;
        if (at < view.size())
            appendShown(out, view, at);
    }
    return out;
}

QString shownLine(std::string_view utf8, std::size_t most)
{
    const bool cut = utf8.size() > most * bytesPerCharacter;
    QString line = shownText(cut ? text::truncate(utf8, most * bytesPerCharacter) : utf8).simplified();
    if (cut || line.size() > static_cast<qsizetype>(most)) {
        line.truncate(static_cast<qsizetype>(most));
        if (!line.isEmpty() && line.back().isHighSurrogate())
            line.chop(1);
        line += QChar(0x2026);
    }
    return line;
}

std::vector<TextPart> partsOf(QStringView text)
{
    return Splitter(text).split();
}

} // namespace tandem::ui
