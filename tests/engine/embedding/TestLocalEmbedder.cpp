// links: tandem_embedding
#include "ModelForTests.h"

#include <atomic>
#include <cmath>
#include <fstream>
#include <numeric>
#include <thread>

using namespace tandem;

class TestLocalEmbedder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_embedder = installedEmbedder(); }
    void cleanupTestCase() { m_embedder.reset(); }

    void aMissingModelIsNamed()
    {
        const auto embedder = LocalEmbedder::create({.modelFile = "/nowhere/model.gguf"});
        QVERIFY(!embedder);
        QCOMPARE(embedder.error().code, ErrorCode::NotFound);
        QVERIFY(qt(embedder.error().message).contains(u"/nowhere/model.gguf"));
    }

    void aFileThatIsNoModelIsRefused()
    {
        const QTemporaryDir directory;
        const auto file = path(directory) / "noise.gguf";
        std::ofstream(file) << "this is not a model at all, whatever its name says";
        const auto embedder = LocalEmbedder::create({.modelFile = file});
        QVERIFY(!embedder);
        QVERIFY(embedder.error().code == ErrorCode::Corrupt || embedder.error().code == ErrorCode::Unavailable);
        QVERIFY(qt(embedder.error().message).contains(u"noise.gguf"));
    }

    void aTruncatedModelIsRefused()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const QTemporaryDir directory;
        const auto file = path(directory) / "short.gguf";
        std::filesystem::copy_file(valueOf(installedModel(defaultModelDirectory())), file);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1'000'000);
        const auto embedder = LocalEmbedder::create({.modelFile = file});
        QVERIFY(!embedder);
        QCOMPARE(embedder.error().code, ErrorCode::Corrupt);
        QVERIFY(qt(embedder.error().message).contains(u"short.gguf"));
    }

    void aModelOfAnotherDimensionIsRefused()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto embedder = LocalEmbedder::create(
            {.modelFile = valueOf(installedModel(defaultModelDirectory())), .workers = 1, .dimension = 768});
        QVERIFY(!embedder);
        QCOMPARE(embedder.error().code, ErrorCode::Corrupt);
        QVERIFY(qt(embedder.error().message).contains(u"384"));
    }

    void tokensStandBesideTheWhole()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        if (!m_embedder->tellsTokens())
            QSKIP("this processor runs the model in llama.cpp, which tells no tokens");
        const std::vector<std::string> texts{"password", "How do I reset the password of my account?", "la contraseña"};
        const auto vectors = valueOf(m_embedder->embedTokens(texts, TextRole::Query, {}));
        const auto whole = valueOf(m_embedder->embed(texts, TextRole::Query, {}));
        const auto width = static_cast<std::size_t>(m_embedder->dimension());
        const auto cosine = [&](std::size_t left, std::size_t i, std::size_t right, std::size_t j) {
            return std::inner_product(vectors[left].rows.begin() + static_cast<std::ptrdiff_t>(i * width),
                vectors[left].rows.begin() + static_cast<std::ptrdiff_t>((i + 1) * width),
                vectors[right].rows.begin() + static_cast<std::ptrdiff_t>(j * width), 0.0F);
        };
        for (std::size_t i = 0; i < texts.size(); ++i) {
            QCOMPARE(vectors[i].rows.size(), vectors[i].rarity.size() * width);
            QVERIFY(std::inner_product(whole[i].begin(), whole[i].end(), vectors[i].whole.begin(), 0.0F) > 0.9999F);
            for (std::size_t j = 0; j < vectors[i].rarity.size(); ++j)
                QVERIFY(std::abs(cosine(i, j, i, j) - 1) < 1e-4F);
        }
        // Neither e5's prefix nor begin and end: "password" is a token or two.
        QVERIFY(vectors[0].rarity.size() <= 2);
        QVERIFY(vectors[1].rarity.size() >= 8);
        // "reset" is rarer than "the".
        QVERIFY(vectors[1].rarity[3] > vectors[1].rarity[4]);
        const auto refused = m_embedder->embedTokens({" "}, TextRole::Query, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(valueOf(m_embedder->embedTokens({}, TextRole::Query, {})).empty());
    }

    void theIdNamesTheWeights()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto id = qt(m_embedder->modelId());
        QVERIFY(id.startsWith(u"multilingual-e5-small-q4_0@"));
        QCOMPARE(id.size(), qsizetype(27 + 12));
        QCOMPARE(m_embedder->dimension(), 384);
    }

    void vectorsHaveUnitLength()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto vectors = embed({"Where is my invoice?", "x", "🙂"});
        for (const auto& vector : vectors)
            QVERIFY(std::abs(cosine(vector, vector) - 1.0) < 1e-5);
    }

    void theSameQuestionInOtherLanguagesIsNearer()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto vectors = embed({"How do I reset my password?", "¿Cómo restablezco mi contraseña?",
            "パスワードをリセットするにはどうすればよいですか？", "I want a refund for last month's invoice"});
        QVERIFY(cosine(vectors[0], vectors[1]) >= 0.88);
        QVERIFY(cosine(vectors[0], vectors[2]) >= 0.88);
        QVERIFY(cosine(vectors[0], vectors[3]) < 0.85);
    }

    void queryAndPassageOfOneTextDiffer()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const std::vector<std::string> texts{"The export fails"};
        const auto query = valueOf(m_embedder->embed(texts, TextRole::Query, {}))[0];
        const auto passage = valueOf(m_embedder->embed(texts, TextRole::Passage, {}))[0];
        QVERIFY(query != passage);
        QVERIFY(cosine(query, passage) > 0.8);
    }

    void whiteSpaceAndWidthDoNotMatter()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto vectors = embed({"reset my password", "  reset\n\tmy\r\n password \n", "ｒｅｓｅｔ ｍｙ ｐａｓｓｗｏｒｄ"});
        QCOMPARE(vectors[0], vectors[1]);
        QCOMPARE(vectors[0], vectors[2]);
    }

    void markupOfTheModelInATextIsOnlyText()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto vectors = embed({"hello", "hello</s>", "<s>hello"});
        QVERIFY(vectors[0] != vectors[1]);
        QVERIFY(vectors[0] != vectors[2]);
    }

    void aTextPastTheLimitIsCut()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        std::string text;
        while (text.size() < 100'000)
            text += "The export has been stuck at ninety percent since yesterday. ";
        const auto vectors = embed({text, text + "And now something completely different about refunds."});
        QCOMPARE(vectors[0], vectors[1]);
    }

    void brokenUtf8IsEmbedded()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto vectors = embed({std::string("caf\xC3 \xFF\xFE broken\0bytes", 20)});
        QCOMPARE(vectors[0].size(), std::size_t{384});
    }

    void anEmptyTextIsRefused()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto result = m_embedder->embed({"fine", " \n\t "}, TextRole::Query, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY(qt(result.error().message).contains(u"text 2 of 2"));
    }

    void noTextsGiveNoVectors()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        QVERIFY(valueOf(m_embedder->embed({}, TextRole::Query, {})).empty());
    }

    void theCacheAnswersWithTheSameVectors()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto first = embed({"cached one", "cached two"});
        const auto second = embed({"cached two", "cached one", "cached two"});
        QCOMPARE(second[0], first[1]);
        QCOMPARE(second[1], first[0]);
        QCOMPARE(second[2], first[1]);
    }

    void partsComeWithTheWholeInOnePass()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const std::string text = "The upload of photos fails on my phone. Besides, please refund the last invoice.";
        const std::size_t cut = text.find("Besides");
        const std::vector<text::Span> parts{{0, cut - 1}, {cut, text.size()}};
        const TextVectors vectors = valueOf(m_embedder->embedWithParts(text, parts, TextRole::Query, {}));
        QCOMPARE(vectors.whole, valueOf(m_embedder->embed({text}, TextRole::Query, {})).front());
        const auto alone
            = valueOf(m_embedder->embed({std::string(parts[0].of(text)), std::string(parts[1].of(text))}, TextRole::Query, {}));
        QVERIFY(cosine(vectors.parts[0], alone[0]) > cosine(vectors.parts[0], alone[1]));
        QVERIFY(cosine(vectors.parts[1], alone[1]) > cosine(vectors.parts[1], alone[0]));
    }

    void aPartPastTheLimitHasNoVector()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        std::string text = "Please help.";
        for (int i = 0; i < 900; ++i)
            text += " word";
        const std::vector<text::Span> parts{{0, 12}, {text.size() - 4, text.size()}};
        const TextVectors vectors = valueOf(m_embedder->embedWithParts(text, parts, TextRole::Query, {}));
        QCOMPARE(vectors.parts[0].size(), vectors.whole.size());
        QVERIFY(vectors.parts[1].empty());
    }

    void aVectorDoesNotDependOnItsNeighbours()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto one = installedEmbedder(1, 0);
        const auto texts = sampleTexts(24);
        const auto together = valueOf(one->embed(texts, TextRole::Passage, {}));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto alone = valueOf(one->embed({texts[i]}, TextRole::Passage, {}))[0];
            QVERIFY2(cosine(alone, together[i]) > 0.9999, texts[i].c_str());
            QCOMPARE(valueOf(one->embed({texts[i]}, TextRole::Passage, {}))[0], alone);
        }
    }

    void callersOnManyThreadsGetTheirOwnVectors()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto texts = sampleTexts(12);
        const auto expected = valueOf(m_embedder->embed(texts, TextRole::Query, {}));
        const auto uncached = installedEmbedder(2, 4);
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> callers;
            for (std::size_t caller = 0; caller < 6; ++caller) {
                callers.emplace_back([&, caller] {
                    std::vector<std::string> mine(texts.begin() + static_cast<std::ptrdiff_t>(caller), texts.end());
                    const auto vectors = uncached->embed(mine, TextRole::Query, {});
                    for (std::size_t i = 0; i < mine.size(); ++i) {
                        if (!vectors || cosine((*vectors)[i], expected[caller + i]) < 0.9999)
                            ++wrong;
                    }
                });
            }
        }
        QCOMPARE(wrong.load(), 0);
    }

    void aSingleQueryDoesNotWaitForAnImport()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        const auto one = installedEmbedder(1, 0);
        std::stop_source stop;
        std::atomic<bool> imported = false;
        std::jthread import([&] {
            const auto result = one->embed(sampleTexts(3000), TextRole::Passage, stop.get_token());
            imported = result.has_value();
        });
        QCOMPARE(valueOf(one->embed({"urgent: the shop is down"}, TextRole::Query, {})).size(), std::size_t{1});
        stop.request_stop();
        import.join();
        QVERIFY2(!imported, "the import was through before the single query was answered");
    }

    void aRequestedStopIsCancelled()
    {
        SKIP_WITHOUT_MODEL(m_embedder);
        std::stop_source stop;
        stop.request_stop();
        const auto result = m_embedder->embed({"too late"}, TextRole::Query, stop.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }

private:
    static std::vector<std::string> sampleTexts(int count)
    {
        std::vector<std::string> texts;
        for (int i = 0; i < count; ++i) {
            std::string text = "Ticket " + std::to_string(i) + ":";
            for (int word = 0; word <= i % 12; ++word)
                text += word % 2 == 0 ? " the export" : " fehlt noch immer";
            texts.push_back(text);
        }
        return texts;
    }

    std::vector<Embedding> embed(const std::vector<std::string>& texts)
    {
        return valueOf(m_embedder->embed(texts, TextRole::Query, {}));
    }

    std::unique_ptr<Embedder> m_embedder;
};

QTEST_GUILESS_MAIN(TestLocalEmbedder)
#include "TestLocalEmbedder.moc"
