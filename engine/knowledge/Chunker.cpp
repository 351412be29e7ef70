#include "knowledge/Chunker.h"

#include "knowledge/MarkdownText.h"
#include "knowledge/PassageSize.h"
#include "knowledge/SectionCuts.h"

#include <optional>
#include <string_view>
#include <utility>

namespace tandem {
namespace {

constexpr std::size_t longestOverlap = 250; // characters
constexpr std::size_t tinyPassage = 120; // characters; joined to the one before where that stays near the limit
constexpr double joinedShare = 1.2;

struct Sentence {
    std::string text;
    std::string before; // what stands between the sentence before and this one
    PassageSize size;
};

// What should stay together: a paragraph, a list, a table, a block of code.
struct Unit {
    BlockKind kind = BlockKind::Paragraph;
    int group = 0;
    std::vector<Sentence> sentences;
    PassageSize size;
};

// A "sentence" without an end, such as a log, is cut at white space.
void addCut(Unit& unit, std::string_view text, std::string before, const PassageLimits& limits)
{
    while (!text.empty()) {
        std::string_view piece = text::truncate(text, 4 * limits.characters); // a character has at most four bytes
        while (!sizeOf(piece).fits(limits))
            piece = text::truncate(text, piece.size() * 3 / 4);
        const std::size_t space = piece.size() < text.size() ? piece.find_last_of(" \t") : std::string_view::npos;
        const bool atSpace = space != std::string_view::npos && space > piece.size() / 2;
        if (atSpace)
            piece = piece.substr(0, space);
        const PassageSize size = sizeOf(piece);
        unit.sentences.push_back({std::string(piece), std::move(before), size});
        unit.size += size;
        before = atSpace ? " " : "";
        text = text::trim(text.substr(piece.size()));
    }
}

void addBlock(Unit& unit, const Block& block, Language language, const PassageLimits& limits)
{
    const std::string& text = block.text;
    std::size_t end = 0;
    bool first = true;
    for (const text::Span& span : text::sentences(text, name(language))) {
        // What the splitter leaves out between two sentences is white space.
        std::string before = first ? std::string("\n") : text.substr(end, span.begin - end);
        addCut(unit, span.of(text), std::move(before), limits);
        end = span.end;
        first = false;
    }
}

class SectionCutter {
public:
    SectionCutter(Language language, const CohesionOf& cohesionOf, const PassageLimits& limits)
        : m_language(language)
        , m_cohesionOf(cohesionOf)
        , m_limits(limits)
    {
    }

    // Passages of one section as lists of sentences.
    std::vector<std::vector<Sentence>> cut(const std::vector<Block>& blocks)
    {
        for (Unit& unit : unitsOf(blocks))
            take(std::move(unit));
        if (m_pieces.empty())
            return {};
        PassageSize whole;
        for (const CutPiece& piece : m_pieces)
            whole += piece.size;
        if (!whole.fits(m_limits))
            weigh();
        const std::vector<std::size_t> starts = passageStarts(m_pieces, m_limits);
        std::vector<std::vector<Sentence>> passages;
        for (std::size_t i = 0; i < starts.size(); ++i)
            passages.push_back(passage(starts[i], i + 1 < starts.size() ? starts[i + 1] : m_pieces.size()));
        joinTinyEnd(passages, starts);
        return passages;
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
            addBlock(units.back(), block, m_language, m_limits);
        }
        return units;
    }

    void take(Unit unit)
    {
        const bool fits = unit.size.fits(m_limits);
        for (std::size_t i = 0; i < unit.sentences.size(); ++i) {
            CutPiece piece;
            piece.size = unit.sentences[i].size;
            piece.place = i == 0 ? CutPlace::BetweenBlocks : fits ? CutPlace::InBlock : CutPlace::InLongBlock;
            m_ties.push_back(tieBefore(unit.kind));
            if (m_ties.back())
                piece.tie = m_sentences[*m_ties.back()].size;
            m_pieces.push_back(piece);
            m_sentences.push_back(std::move(unit.sentences[i]));
            if (unit.kind == BlockKind::Paragraph)
                m_lead = m_sentences.size() - 1;
        }
    }

    // The sentence that ties a passage that begins here to the one before it.
    [[nodiscard]] std::optional<std::size_t> tieBefore(BlockKind kind) const
    {
        if (m_sentences.empty())
            return std::nullopt;
        const auto introduces
            = [&](std::size_t i) { return m_sentences[i].text.ends_with(':') || m_sentences[i].text.ends_with("："); };
        const std::optional<std::size_t> tie = kind == BlockKind::Paragraph ? std::optional(m_sentences.size() - 1)
            : m_lead && introduces(*m_lead)                                 ? m_lead
                                                                            : std::nullopt;
        return tie && m_sentences[*tie].size.characters <= longestOverlap ? tie : std::nullopt;
    }

    void weigh()
    {
        std::vector<std::string_view> texts;
        for (const Sentence& sentence : m_sentences)
            texts.push_back(sentence.text);
        std::vector<double> cohesion = m_cohesionOf ? m_cohesionOf(texts) : std::vector<double>();
        if (cohesion.size() != texts.size())
            cohesion = wordCohesion(texts);
        for (std::size_t i = 0; i < m_pieces.size(); ++i)
            m_pieces[i].cohesion = cohesion[i];
    }

    [[nodiscard]] std::vector<Sentence> passage(std::size_t begin, std::size_t end) const
    {
        std::vector<Sentence> sentences;
        PassageSize size;
        for (std::size_t i = begin; i < end; ++i)
            size += m_pieces[i].size;
        if (begin > 0 && m_ties[begin] && (size + m_pieces[begin].tie).fits(m_limits))
            sentences.push_back(m_sentences[*m_ties[begin]]);
        sentences.insert(sentences.end(), m_sentences.begin() + static_cast<std::ptrdiff_t>(begin),
            m_sentences.begin() + static_cast<std::ptrdiff_t>(end));
        return sentences;
    }

    void joinTinyEnd(std::vector<std::vector<Sentence>>& passages, const std::vector<std::size_t>& starts) const
    {
        if (starts.size() < 2)
            return;
        PassageSize tail;
        for (std::size_t i = starts.back(); i < m_pieces.size(); ++i)
            tail += m_pieces[i].size;
        std::vector<Sentence>& before = passages[passages.size() - 2];
        PassageSize whole = tail;
        for (const Sentence& sentence : before)
            whole += sentence.size;
        if (tail.characters >= tinyPassage || !whole.fits(m_limits, joinedShare))
            return;
        before.insert(before.end(), m_sentences.begin() + static_cast<std::ptrdiff_t>(starts.back()), m_sentences.end());
        passages.pop_back();
    }

    Language m_language;
    const CohesionOf& m_cohesionOf;
    const PassageLimits& m_limits;
    std::vector<Sentence> m_sentences;
    std::vector<CutPiece> m_pieces; // by sentence
    std::vector<std::optional<std::size_t>> m_ties; // by sentence: what a passage that begins with it repeats
    std::optional<std::size_t> m_lead; // the last sentence of running text
};

class DocumentCutter {
public:
    DocumentCutter(const Document& document, const CohesionOf& cohesionOf, const PassageLimits& limits)
        : m_document(document)
        , m_cohesionOf(cohesionOf)
        , m_limits(limits)
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
        for (const std::vector<Sentence>& sentences : SectionCutter(m_document.language, m_cohesionOf, m_limits).cut(blocks)) {
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
    const CohesionOf& m_cohesionOf;
    const PassageLimits& m_limits;
    std::vector<Block> m_path;
    std::vector<Passage> m_passages;
};

} // namespace

std::vector<Passage> passagesOf(const Document& document, const CohesionOf& cohesionOf, const PassageLimits& limits)
{
    return DocumentCutter(document, cohesionOf, limits).cut();
}

} // namespace tandem
