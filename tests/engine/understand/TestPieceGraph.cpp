// links: tandem_pipeline
#include "pipeline/understand/PieceGraph.h"
#include "support/Strings.h"

#include <QTest>

#include <random>
#include <set>

using namespace tandem;

namespace {

using Found = std::set<std::array<std::size_t, 3>>; // pattern, begin, end

// What the graph promises, told in the plainest way: each pattern for itself, from each place of its first piece on.
Found foundPlainly(std::string_view text, const std::vector<std::vector<std::string>>& patterns)
{
    Found found;
    for (std::size_t pattern = 0; pattern < patterns.size(); ++pattern) {
        const std::vector<std::string>& pieces = patterns[pattern];
        std::size_t at = text.find(pieces.front());
        for (; at != std::string_view::npos; at = text.find(pieces.front(), at + pieces.front().size())) {
            std::size_t end = at + pieces.front().size();
            bool isWhole = true;
            for (std::size_t i = 1; i < pieces.size() && isWhole; ++i) {
                const std::size_t next = text.find(pieces[i], end);
                isWhole = next != std::string_view::npos && next - end <= 36
                    && text.substr(end, next - end).find("。") == std::string_view::npos;
                end = next + pieces[i].size();
            }
            if (isWhole)
                found.insert({pattern, at, end});
        }
    }
    return found;
}

Found foundBy(const PieceGraph& graph, std::string_view text)
{
    Found found;
    graph.match(text, [&](std::uint32_t pattern, std::size_t begin, std::size_t end) { found.insert({pattern, begin, end}); });
    return found;
}

} // namespace

class TestPieceGraph final : public QObject {
    Q_OBJECT

private:
    std::mt19937 m_random{7};

    std::string text(std::size_t least, std::size_t most, std::string_view characters)
    {
        std::string result;
        for (std::size_t left = least + m_random() % (most - least + 1); left > 0; --left)
            result += characters.substr(m_random() % (characters.size() / 3) * 3, 3);
        return result;
    }

private Q_SLOTS:
    void allPatternsAreFoundAndNoOthers()
    {
        std::size_t all = 0;
        for (int round = 0; round < 300; ++round) {
            PieceGraph graph;
            std::vector<std::vector<std::string>> patterns;
            for (std::uint32_t pattern = 0; pattern < 20; ++pattern) {
                std::vector<std::string>& pieces = patterns.emplace_back();
                PatternSegments segments;
                for (std::size_t left = 1 + m_random() % 3; left > 0; --left) {
                    pieces.push_back(text(1, 3, "退款还我"));
                    segments.push_back({pieces.back()});
                }
                QVERIFY(graph.add(segments, pattern));
            }
            graph.finish();
            const std::string read = text(0, 60, "退款还我们。天");
            const Found plainly = foundPlainly(read, patterns);
            QCOMPARE(foundBy(graph, read), plainly);
            all += plainly.size();
        }
        QVERIFY(all > 1000); // it was not about nothing
    }

    void alternativesAreFoundEachByItself()
    {
        PieceGraph graph;
        QVERIFY(graph.add({{"给我", "帮我…快", ""}, {"退款", "AI 退"}}, 3));
        graph.finish();
        QCOMPARE(foundBy(graph, "退款"), (Found{{3, 0, 6}}));
        QCOMPARE(foundBy(graph, "给我退款"), (Found{{3, 0, 12}, {3, 6, 12}}));
        QCOMPARE(foundBy(graph, "帮我早点快 ai 退"), (Found{{3, 0, 22}, {3, 16, 22}}));
    }

    void aPatternOfNothingIsRefused()
    {
        PieceGraph graph;
        QVERIFY(!graph.add({{"", "退款"}}, 0));
        QVERIFY(!graph.add({}, 0));
        graph.finish();
        QVERIFY(foundBy(graph, "退款").empty());
    }

    void brokenTextIsRead()
    {
        PieceGraph graph;
        QVERIFY(graph.add({{"退款"}}, 0));
        graph.finish();
        QCOMPARE(foundBy(graph, "\xE9\x80退款\xFF\xE9"), (Found{{0, 2, 8}}));
        QVERIFY(foundBy(graph, "").empty());
    }
};

QTEST_GUILESS_MAIN(TestPieceGraph)
#include "TestPieceGraph.moc"
