// links: tandem_knowledge
// What goes to the model is never longer than it reads, whatever a document holds: counted by the model's own tokenizer.
#include "knowledge/PassageBuilder.h"

#include "engine/embedding/ModelForTests.h"
#include "engine/knowledge/HashedEmbedder.h"
#include "services/embedding/QuantizedBert.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace tandem;

namespace {

constexpr std::size_t modelLimit = 512;

// Remembers what it was to embed, and tells as many tokens as the model's tokenizer makes of a text.
class RecordingEmbedder final : public Embedder {
public:
    explicit RecordingEmbedder(const EncoderModel* model = nullptr)
        : m_model(model)
    {
    }
    [[nodiscard]] const std::string& modelId() const override { return m_inner.modelId(); }
    [[nodiscard]] int dimension() const override { return m_inner.dimension(); }
    [[nodiscard]] bool tellsTokens() const override { return m_model != nullptr; }
    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override
    {
        if (m_refuses)
            return failure(ErrorCode::Unavailable, "the model is gone");
        return m_inner.embed(texts, role, std::move(stop));
    }
    Result<std::vector<TokenVectors>> embedTokens(
        const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override
    {
        passages = texts;
        std::vector<TokenVectors> result = TRY(Embedder::embedTokens(texts, role, std::move(stop)));
        for (std::size_t i = 0; i < texts.size() && m_model != nullptr; ++i) {
            const std::size_t count = TRY(m_model->tokens(texts[i], role)).size() - around;
            result[i].rarity.assign(count, 5.0F);
            result[i].rows.assign(count * static_cast<std::size_t>(dimension()), 0.0625F);
        }
        return result;
    }
    void refuse() { m_refuses = true; }

    std::vector<std::string> passages; // of the last time

private:
    static constexpr std::size_t around = 4; // the two ends and the prefix of the role

    const EncoderModel* m_model;
    HashedEmbedder m_inner;
    bool m_refuses = false;
};

std::string repeated(const std::string& text, std::size_t bytes)
{
    std::string all;
    while (all.size() < bytes)
        all += text;
    return all;
}

std::string random(std::string_view letters, std::size_t wordLength, std::size_t bytes)
{
    std::mt19937 engine(7);
    std::string all;
    for (std::size_t i = 0; all.size() < bytes; ++i)
        all += wordLength > 0 && i % (wordLength + 1) == wordLength ? ' ' : letters[engine() % letters.size()];
    return all;
}

Document document(std::string title, std::string body, std::string question = "")
{
    Document result;
    result.id = ArticleId("kb");
    result.title = std::move(title);
    result.body = std::move(body);
    result.question = std::move(question);
    return result;
}

std::size_t longest(const EncoderModel& model, const std::vector<std::string>& texts)
{
    std::size_t most = 0;
    for (const std::string& text : texts)
        most = std::max(most, valueOf(model.tokens(text, TextRole::Passage)).size());
    return most;
}

} // namespace

class TestPassageBuilder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noPassageIsLongerThanTheModelReads_data();
    void noPassageIsLongerThanTheModelReads();
    void aTitleOfOrdinaryLengthIsWhole();
    void theQuestionStandsBeforeTheAnswer();
    void whereTheSubjectChangesIsAskedOfTheModel();
    void aModelThatFailsEndsTheWork();
};

void TestPassageBuilder::noPassageIsLongerThanTheModelReads_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const std::string& body) { QTest::newRow(name) << QByteArray::fromStdString(body); };
    constexpr std::size_t size = 6'000;
    row("one word of 100 kB", std::string(100'000, 'x'));
    row("a key of 100 kB", random("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 0, 100'000));
    row("hexadecimal in pairs", random("0123456789abcdef", 2, size));
    row("hexadecimal in fours", random("0123456789ABCDEF", 4, size));
    row("letters in threes", random("abcdefghijklmnopqrstuvwxyz", 3, size));
    row("letters in eights", random("abcdefghijklmnopqrstuvwxyz", 8, size));
    row("single letters", random("abcdefghijklmnopqrstuvwxyz", 1, size));
    row("digits", random("0123456789", 0, size));
    row("digits one by one", random("0123456789", 1, size));
    row("signs", random("{}[]();:,.<>/?!@#$%^&*-=_+|~", 0, size));
    row("minified code",
        repeated(
            "!function(t,e){\"use strict\";for(var n=0;n<e.length;++n)t[e[n]]&&(t[e[n]].x=~~(n/2)^0xFf,i.$$=[...q])}(a1,b_2);",
            size));
    row("a stylesheet", repeated(".a1-b{margin:0 auto!important;color:#ff00aa;width:calc(100% - 2px)}", size));
    row("a log",
        repeated("2026-10-15T08:00:01.123Z ERR [0x7ffe12] db-7.c:1921 E#5012 k=v,q=\"%2Fa%20b\" 10.0.0.1:443 -> ::1\n", size));
    row("paths", repeated("C:\\Users\\x\\AppData\\Local\\Temp\\~DF3A.tmp;/var/lib/.a/_b/c-d.e;", size));
    row("addresses", repeated("https://x.example/a/b?c=d&e=%20f#g-h_i ", size));
    row("Chinese without a space", repeated("退款將在五個工作日內退回到原來的付款方式請您耐心等候", size));
    row("rare ideographs", repeated("龘靐齉爩麤灪龖厵纞虋讋钃鸜麷鞻韽", size));
    row("Japanese", repeated("ファイルをアップロードできませんエラーがでます", size));
    row("half-width kana", repeated("ｱｲｳｴｵｶﾞｷﾞｸﾞ", size));
    row("Korean", repeated("환불은영업일기준오일이내에처리됩니다", size));
    row("Arabic", repeated("يعود المبلغ إلى بطاقتك خلال خمسة أيام عمل. ", size));
    row("Arabic with vowels", repeated("يَعُودُ ٱلْمَبْلَغُ إِلَىٰ بِطَاقَتِكَ خِلَالَ خَمْسَةِ أَيَّامٍ ", size));
    row("Arabic in its old forms", repeated("ﺍﻟﻤﺒﻠﻎ ﷺ ﷲ ﻻ ", size));
    row("Hindi", repeated("आपका पैसा पाँच कार्य दिवसों में वापस आ जाएगा। ", size));
    row("Thai", repeated("เงินจะคืนภายในห้าวันทำการกรุณารอสักครู่", size));
    row("Burmese", repeated("ငွေပြန်အမ်းခြင်းကိုငါးရက်အတွင်း", size));
    row("Georgian", repeated("თანხა დაბრუნდება ხუთ დღეში ", size));
    row("Polish", repeated("Pieniądze zwracamy w ciągu siedmiu dni od otrzymania źle zapakowanej przesyłki. ", size));
    row("Turkish", repeated("Görüntüleyemediğiniz bağlantıları güncelleştirebilirsiniz. ", size));
    row("German compounds", repeated("Donaudampfschifffahrtsgesellschaftskapitänsmütze ", size));
    row("capitals", repeated("REFUNDS ARE PAID WITHIN FIVE WORKING DAYS AFTER RECEIPT ", size));
    row("capitals at random", random("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 6, size));
    row("emoji", repeated("😀👩‍👩‍👧‍👦🏳️‍🌈❤️✅", size));
    row("letters of mathematics", repeated("𝓡𝓮𝓯𝓾𝓷𝓭 𝟓 ㎏ ㍿ ⅷ ½ ", size));
    row("marks upon marks", repeated("z̷̢͕̈́a̶̛͙l̴̰̇g̵̨̔o̷̻͝", size));
    row("unknown scripts", repeated("𐌰𐌱𐌲 ᚠᚢᚦ ꓡꓲꓢ ", size));
    std::string table = "| a | b |\n|---|---|\n";
    for (int i = 0; i < 20; ++i)
        table += "| " + std::to_string(i) + " | " + random("abc123-;:", 5, 3000) + " |\n";
    row("a table with huge rows", table);
    row("private signs", repeated("\xEE\x80\x81\xEE\x80\x82 ", size));
    row("no letters but spaces", repeated(". \xC2\xA0", size));
}

void TestPassageBuilder::noPassageIsLongerThanTheModelReads()
{
    QFETCH(QByteArray, body);
    const auto file = installedModel(defaultModelDirectory());
    const auto model = file ? QuantizedBert::load(*file) : nullptr;
    if (!model)
        QSKIP("the embedding model is not installed (./dev models)");
    RecordingEmbedder embedder(model.get());
    const PassageBuilder builder(&embedder, 0);
    const std::string ugly = body.toStdString();
    const auto prepared = valueOf(builder.prepare({document("A title", ugly)}, {}));
    QVERIFY(!prepared[0].passages.empty());
    QCOMPARE(embedder.passages.size(), prepared[0].passages.size());
    const std::size_t most = longest(*model, embedder.passages);
    QVERIFY2(most < modelLimit, std::to_string(most).c_str());
    // Also where it is title, heading and what a customer wrote.
    const std::string title(text::truncate(ugly, 5000));
    const std::string everywhere = "# One\n## " + text::collapseWhitespace(title) + "\n" + title;
    QVERIFY(builder.prepare({document(title, everywhere, ugly)}, {}));
    const std::size_t mostEverywhere = longest(*model, embedder.passages);
    QVERIFY2(mostEverywhere < modelLimit, std::to_string(mostEverywhere).c_str());
    // And nothing is lost for it.
    std::size_t kept = 0;
    for (const StoredPassage& stored : prepared[0].passages)
        kept
            += static_cast<std::size_t>(std::ranges::count_if(stored.passage.text, [](char c) { return c != ' ' && c != '\n'; }));
    const auto whole = std::ranges::count_if(ugly, [](char c) { return c != ' ' && c != '\n' && c != '|'; });
    if (!ugly.starts_with("| a") && !ugly.contains('\\') && !ugly.contains('*'))
        QVERIFY(kept * 10 >= static_cast<std::size_t>(whole) * 9); // Markdown's own marks are no text
}

void TestPassageBuilder::aTitleOfOrdinaryLengthIsWhole()
{
    RecordingEmbedder embedder;
    const PassageBuilder builder(&embedder, 0);
    const std::string title = "How refunds of duplicate charges are paid back to customers who paid by bank transfer";
    valueOf(builder.prepare({document(title, "## When\nWithin five days.")}, {}));
    QCOMPARE(qt(embedder.passages.at(0)), qt(title + " › When\nWithin five days."));
}

void TestPassageBuilder::theQuestionStandsBeforeTheAnswer()
{
    RecordingEmbedder embedder;
    const PassageBuilder builder(&embedder, 0);
    valueOf(builder.prepare({document("T", "Short.", "Where is it?")}, {}));
    QCOMPARE(qt(embedder.passages.at(0)), QStringLiteral("T\nWhere is it?\nShort."));
}

void TestPassageBuilder::whereTheSubjectChangesIsAskedOfTheModel()
{
    std::string body;
    for (int i = 0; i < 9; ++i)
        body += "The export of a board takes a while and its file waits under settings. ";
    for (int i = 0; i < 7; ++i)
        body += "Duplicate charges are paid back in five working days by our bank. ";
    RecordingEmbedder embedder;
    const PassageBuilder builder(&embedder, 400);
    const auto prepared = valueOf(builder.prepare({document("T", body)}, {}));
    QCOMPARE(prepared[0].passages.size(), 2U);
    const std::string& first = prepared[0].passages[0].passage.text;
    QVERIFY2(!first.contains("Duplicate"), first.c_str());
    QCOMPARE(prepared[0].passages[1].passage.sentences.size(), 8U); // the tie and seven
}

void TestPassageBuilder::aModelThatFailsEndsTheWork()
{
    RecordingEmbedder embedder;
    embedder.refuse();
    const PassageBuilder builder(&embedder, 400);
    const auto prepared = builder.prepare({document("T", repeated("The export of a board takes a while. ", 3000))}, {});
    QVERIFY(!prepared && prepared.error().code == ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestPassageBuilder)
#include "TestPassageBuilder.moc"
