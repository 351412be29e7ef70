#include "knowledge/Chunker.h"

#include "knowledge/MarkdownText.h"

#include <string_view>
#include <utility>

namespace tandem {
namespace {

constexpr double mostTokens = 220;
constexpr std::size_t mostCharacters = 900;
constexpr std::size_t longestOverlap = 250; // characters
constexpr std::size_t tinyPassage = 120; // characters; joined to the one before where that stays near the limit
constexpr double joinedShare = 1.2;

// Characters, and tokens as e5's vocabulary cuts text on average: measured 4.2 characters a token in Latin script, 2.5 in other
// alphabets, 1.4 in ideographs and kana.
struct Size {
    std::size_t characters = 0;
    double tokens = 0;

    Size& operator+=(const Size& other)
    {
        characters += other.characters;
        tokens += other.tokens;
        return *this;
    }
    [[nodiscard]] bool fits(double share = 1.0) const
    {
        return static_cast<double>(characters) <= share * mostCharacters && tokens <= share * mostTokens;
    }
};

Size sizeOf(std::string_view text)
{
    Size size;
    for (const char32_t point : text::codePoints(text)) {
        ++size.characters;
        size.tokens += point < 0x250 ? 1 / 4.2 : point < 0x2E80 ? 1 / 2.5 : 1 / 1.4;
    }
    return size;
}

struct Sentence {
    std::string text;
    std::string before; // what stands between the sentence before and this one
    Size size;
};

// What should stay together: a paragraph, a list, a table, a block of code.
struct Unit {
    BlockKind kind = BlockKind::Paragraph;
    int group = 0;
    std::vector<Sentence> sentences;
    Size size;
};

// A "sentence" without an end, such as a log, is cut at white space.
void addCut(Unit& unit, std::string_view text, std::string before)
{
    while (!text.empty()) {
        std::string_view piece = text::truncate(text, 4 * mostCharacters); // a character has at most four bytes
        while (!sizeOf(piece).fits())
            piece = text::truncate(text, piece.size() * 3 / 4);
        const std::size_t space = piece.size() < text.size() ? piece.find_last_of(" \t") : std::string_view::npos;
        const bool atSpace = space != std::string_view::npos && space > piece.size() / 2;
        if (atSpace)
            piece = piece.substr(0, space);
        const Size size = sizeOf(piece);
        unit.sentences.push_back({std::string(piece), std::move(before), size});
        unit.size += size;
        before = atSpace ? " " : "";
        text = text::trim(text.substr(piece.size()));
    }
}

void addBlock(Unit& unit, const Block& block, Language language)
{
    const std::string& text = block.text;
    std::size_t end = 0;
    bool first = true;
    for (const text::Span& span : text::sentences(text, name(language))) {
        // What the splitter leaves out between two sentences is white space.
        std::string before = first ? std::string("\n") : text.substr(end, span.begin - end);
        addCut(unit, span.of(text), std::move(before));
        end = span.end;
        first = false;
    }
}

class SectionCutter {
public:
    explicit SectionCutter(Language language)
        : m_language(language)
    {
    }

    // Passages of one section as lists of sentences.
    std::vector<std::vector<Sentence>> cut(const std::vector<Block>& blocks)
    {
        for (const Unit& unit : unitsOf(blocks))
            take(unit);
        if (!m_current.empty() && m_fresh)
            m_done.push_back(std::move(m_current));
        joinTinyEnd();
        return std::move(m_done);
    }

private:
    [[nodiscard]] std::vector<Unit> unitsOf(const std::vector<Block>& blocks) const
    {
        std::vector<Unit> units;
        for (const Block& block : blocks) {
            const bool goesOn = !units.empty() && block.kind != BlockKind::Paragraph && units.back().group == block.group
                && units.back().kind == block.kind;
            if (!goesOn)
                units.push_back({block.kind, block.group, {}, {}});
            addBlock(units.back(), block, m_language);
        }
        return units;
    }

    void take(const Unit& unit)
    {
        Size together = m_size;
        together += unit.size;
        if (!together.fits() && unit.size.fits())
            close(unit.kind);
        together = m_size;
        together += unit.size;
        if (!together.fits() && unit.size.fits() && !m_fresh)
            dropOverlap();
        // A long list or paragraph starts in what is there when that is short, in a passage of its own otherwise.
        if (!unit.size.fits() && m_size.characters > mostCharacters / 2)
            close(unit.kind);
        for (const Sentence& sentence : unit.sentences) {
            together = m_size;
            together += sentence.size;
            if (!together.fits())
                close(unit.kind);
            together = m_size;
            together += sentence.size;
            if (!together.fits())
                dropOverlap();
            append(sentence);
            m_fresh = true;
            if (unit.kind == BlockKind::Paragraph)
                m_lead = sentence;
        }
    }

    void append(const Sentence& sentence)
    {
        m_current.push_back(sentence);
        m_size += sentence.size;
    }

    void dropOverlap()
    {
        if (m_fresh)
            return;
        m_current.clear();
        m_size = {};
    }

    // Ends the passage and begins the next one with a sentence that ties it to this one.
    void close(BlockKind next)
    {
        if (!m_fresh) {
            dropOverlap();
            return;
        }
        const bool introduces = m_lead.text.ends_with(':') || m_lead.text.ends_with("：");
        const Sentence tie = next == BlockKind::Paragraph ? m_current.back() : introduces ? m_lead : Sentence{};
        m_done.push_back(std::move(m_current));
        m_current.clear();
        m_size = {};
        m_fresh = false;
        if (!tie.text.empty() && tie.size.characters <= longestOverlap)
            append(tie);
    }

    void joinTinyEnd()
    {
        if (m_done.size() < 2)
            return;
        std::vector<Sentence>& last = m_done.back();
        std::vector<Sentence>& before = m_done[m_done.size() - 2];
        Size whole;
        Size tail;
        // The overlap is in both: it is left out of the joined passage.
        const bool overlaps = !last.empty() && last.front().text == before.back().text;
        for (const Sentence& sentence : before)
            whole += sentence.size;
        for (std::size_t i = overlaps ? 1 : 0; i < last.size(); ++i)
            tail += last[i].size;
        whole += tail;
        if (tail.characters >= tinyPassage || !whole.fits(joinedShare))
            return;
        before.insert(before.end(), last.begin() + (overlaps ? 1 : 0), last.end());
        m_done.pop_back();
    }

    Language m_language;
    std::vector<std::vector<Sentence>> m_done;
    std::vector<Sentence> m_current;
    Size m_size;
    bool m_fresh = false; // holds more than the overlap
    Sentence m_lead; // the last sentence of running text
};

class DocumentCutter {
public:
    explicit DocumentCutter(const Document& document)
        : m_document(document)
    {
    }

    std::vector<Passage> cut()
    {
        const std::vector<Block> blocks = blocksOf(m_document.body);
        std::vector<Block> section;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (blocks[i].kind != BlockKind::Heading) {
                section.push_back(blocks[i]);
                continue;
            }
            addSection(section);
            section.clear();
            enter(blocks[i]);
            // A heading with nothing under it is in no path: its words become a passage of their own.
            const bool empty
                = i + 1 == blocks.size() || (blocks[i + 1].kind == BlockKind::Heading && blocks[i + 1].level <= blocks[i].level);
            if (empty && !(isTitle(blocks[i]) && blocks.size() > 1))
                section.push_back({BlockKind::Paragraph, 0, 0, blocks[i].text});
        }
        addSection(section);
        return std::move(m_passages);
    }

private:
    [[nodiscard]] bool isTitle(const Block& heading) const { return text::fold(heading.text) == text::fold(m_document.title); }

    void enter(const Block& heading)
    {
        while (!m_path.empty() && m_path.back().level >= heading.level)
            m_path.pop_back();
        m_path.push_back(heading);
    }

    [[nodiscard]] std::string pathText() const
    {
        std::string text;
        for (const Block& heading : m_path) {
            if (isTitle(heading))
                continue;
            if (!text.empty())
                text += " › ";
            text += heading.text;
        }
        return text;
    }

    void addSection(const std::vector<Block>& blocks)
    {
        for (const std::vector<Sentence>& sentences : SectionCutter(m_document.language).cut(blocks)) {
            Passage passage;
            passage.id = PassageId(m_document.id.value() + "#" + std::to_string(m_passages.size()));
            passage.article = m_document.id;
            passage.kind = m_document.kind;
            passage.title = m_document.title;
            passage.heading = pathText();
            passage.language = m_document.language;
            passage.updatedAt = m_document.updatedAt;
            for (const Sentence& sentence : sentences) {
                if (!passage.text.empty())
                    passage.text += sentence.before;
                passage.sentences.push_back({passage.text.size(), passage.text.size() + sentence.text.size()});
                passage.text += sentence.text;
            }
            m_passages.push_back(std::move(passage));
        }
    }

    const Document& m_document;
    std::vector<Block> m_path;
    std::vector<Passage> m_passages;
};

} // namespace

std::vector<Passage> passagesOf(const Document& document)
{
    return DocumentCutter(document).cut();
}

} // namespace tandem
