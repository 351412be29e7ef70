// links: tandem_knowledge
// evaluate_chunking: whether a long section is cut where its subject changes, as JSON lines. Articles of the project lose their
// headings, so that two of them are one section; a cut is right where a heading stood. "blocks" keeps paragraphs, lists and
// tables, "running" is one paragraph of all sentences. "first fit" fills a passage to the brim; the others cut into as few
// passages as hold the text: "evenly" anywhere, "words" and "vectors" by what the sentences around a place have in common. What
// was set by hand was set on "a" and the demo company; "b" took no part.
#include "InstalledEmbedder.h"
#include "RetrievalSets.h"
#include "knowledge/Chunker.h"
#include "knowledge/MarkdownText.h"
#include "knowledge/PassageSize.h"

#include <QCoreApplication>

#include <array>

using namespace tandem;
using namespace tandem::bench;

namespace {

struct MarkedSection {
    Document document; // without headings
    std::vector<std::string> sentences;
    std::set<std::size_t> begins; // of sentences: where a heading stood
};

struct Tally {
    int cuts = 0;
    int right = 0;
    int passages = 0;
    double chance = 0; // of a cut anywhere
};

// Two articles of one language after one another: most are too short to be cut.
std::vector<Document> joinedArticles(const std::string& part)
{
    std::vector<Document> documents;
    const std::filesystem::path resources(TANDEM_RESOURCES);
    for (const Json& row : jsonLines(resources / "training" / "retrieval" / ("articles-" + part + ".jsonl")))
        documents.push_back(ownDocument(row, DocumentKind::Article));
    if (part == "a") {
        for (const auto& file : articleFiles({resources / "demo" / "articles"}).files) {
            for (ReadDocument& read : ArticleReader(nullptr, {}).readArticles(file).documents)
                documents.push_back(std::move(read.document));
        }
    }
    std::ranges::stable_sort(documents, {}, &Document::language);
    std::vector<Document> joined;
    for (std::size_t i = 0; i + 1 < documents.size(); ++i) {
        if (documents[i].language != documents[i + 1].language)
            continue;
        documents[i].body += "\n\n# " + documents[i + 1].title + "\n\n" + documents[i + 1].body;
        joined.push_back(std::move(documents[i++]));
    }
    return joined;
}

std::string asMarkdown(const Block& block)
{
    return (block.kind == BlockKind::Paragraph ? "" : "- ") + block.text;
}

// Items have no full stop, without which they would be one sentence in running text.
std::string asRunning(const Block& block)
{
    static constexpr auto ends = std::to_array<std::string_view>({".", "!", "?", ":", "。", "！", "？", "：", "؟"});
    const bool ended = std::ranges::any_of(ends, [&](std::string_view end) { return block.text.ends_with(end); });
    return ended ? block.text : block.text + ".";
}

MarkedSection sectionOf(const Document& article, bool running)
{
    MarkedSection section{article, {}, {}};
    section.document.body.clear();
    bool begins = false;
    Block before;
    for (const Block& block : blocksOf(article.body)) {
        if (block.kind == BlockKind::Heading) {
            begins = !section.sentences.empty();
            continue;
        }
        const std::string text = running ? asRunning(block) : block.text;
        const auto spans = text::sentences(text, name(article.language));
        if (begins && !spans.empty())
            section.begins.insert(section.sentences.size());
        begins = begins && spans.empty();
        const bool sameBlock = block.kind == before.kind && block.group == before.group && block.kind != BlockKind::Paragraph;
        if (!section.document.body.empty())
            section.document.body += running ? " " : sameBlock ? "\n" : "\n\n";
        section.document.body += running ? text : asMarkdown(block);
        before = block;
        for (const text::Span& span : spans)
            section.sentences.emplace_back(span.of(text));
    }
    return section;
}

// Where passages begin, by sentence of the section; the first passage is left out. Empty when they cannot be told apart.
std::vector<std::size_t> cutsIn(const MarkedSection& section, const std::vector<Passage>& passages)
{
    std::vector<std::size_t> cuts;
    std::size_t next = 0;
    for (const Passage& passage : passages) {
        bool first = true;
        for (const text::Span& span : passage.sentences) {
            const auto text = span.of(passage.text);
            if (next < section.sentences.size() && text == section.sentences[next]) {
                if (first && next > 0)
                    cuts.push_back(next);
                first = false;
                ++next;
            } else if (!first) {
                return {};
            }
        }
    }
    return next == section.sentences.size() ? cuts : std::vector<std::size_t>();
}

// As passages were cut before: each is filled as far as it goes.
std::vector<std::size_t> firstFit(const MarkedSection& section)
{
    std::vector<std::size_t> cuts;
    PassageSize size;
    for (std::size_t i = 0; i < section.sentences.size(); ++i) {
        const PassageSize own = sizeOf(section.sentences[i]);
        if (i > 0 && !(size + own).fits({})) {
            cuts.push_back(i);
            size = sizeOf(section.sentences[i - 1]); // the overlap
        }
        size += own;
    }
    return cuts;
}

void judge(const std::string& part, bool running, const std::string& variant, const CohesionOf& cohesionOf)
{
    std::map<std::string, Tally> tallies;
    for (const Document& article : joinedArticles(part)) {
        const MarkedSection section = sectionOf(article, running);
        const std::vector<std::size_t> cuts
            = variant == "first fit" ? firstFit(section) : cutsIn(section, passagesOf(section.document, cohesionOf));
        // Where the splitter reads running text in another way, nobody knows what was cut where.
        if (cuts.empty() || section.begins.empty() || cutsIn(section, passagesOf(section.document)).empty())
            continue;
        for (const std::string& key : {std::string("all"), std::string(name(article.language))}) {
            Tally& tally = tallies[key];
            tally.passages += static_cast<int>(cuts.size()) + 1;
            tally.cuts += static_cast<int>(cuts.size());
            tally.right
                += static_cast<int>(std::ranges::count_if(cuts, [&](std::size_t cut) { return section.begins.contains(cut); }));
            tally.chance
                += static_cast<double>(cuts.size() * section.begins.size()) / static_cast<double>(section.sentences.size() - 1);
        }
    }
    for (const auto& [language, tally] : tallies) {
        const auto [low, high] = interval(tally.right, tally.cuts);
        std::printf(
            R"({"suite":"chunking","part":"%s","text":"%s","language":"%s","measure":"right cuts %s","value":%.3f,"low":%.3f,)"
            R"("high":%.3f,"n":%d,"by chance":%.3f,"passages":%d})"
            "\n",
            part.c_str(), running ? "running" : "blocks", language.c_str(), variant.c_str(),
            static_cast<double>(tally.right) / tally.cuts, low, high, tally.cuts, tally.chance / tally.cuts, tally.passages);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::unique_ptr<Embedder> embedder = bench::installedEmbedder("evaluate_chunking");
    const CohesionOf byVectors = [&](const std::vector<std::string_view>& sentences) {
        return vectorCohesion(valueOf(embedder->embed({sentences.begin(), sentences.end()}, TextRole::Passage, {})));
    };
    for (const char* part : {"a", "b"}) {
        for (const bool running : {false, true}) {
            if (running)
                judge(part, running, "first fit", {});
            judge(part, running, "evenly", [](const auto& sentences) { return std::vector<double>(sentences.size(), 0.5); });
            judge(part, running, "words", {});
            if (embedder)
                judge(part, running, "vectors", byVectors);
        }
    }
    return 0;
}
