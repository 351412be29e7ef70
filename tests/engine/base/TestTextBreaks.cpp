// links: tandem_base
#include "base/Text.h"
#include "support/Strings.h"

#include <ctime>
#include <limits>

using namespace tandem;

namespace {

QStringList list(std::initializer_list<std::string_view> texts)
{
    QStringList result;
    for (const std::string_view text : texts)
        result << qt(text);
    return result;
}

QStringList shown(std::string_view text, const std::vector<text::Span>& spans)
{
    QStringList parts;
    for (const auto& span : spans)
        parts << qt(span.of(text));
    return parts;
}

// The least processor time of three runs, in milliseconds: what else the machine does hardly counts.
template <typename Work>
double fastest(const Work& work)
{
    const auto milliseconds = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < 3; ++round) {
        const double begin = milliseconds();
        work();
        best = std::min(best, milliseconds() - begin);
    }
    return best;
}

} // namespace

class TestTextBreaks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sentencesEndWhereAReaderEndsThem_data();
    void sentencesEndWhereAReaderEndsThem();
    void sentencesOfManyLinesFollowTheLayout_data();
    void sentencesOfManyLinesFollowTheLayout();
    void sentencesLieInOrderAndHoldEverythingButWhiteSpace();
    void wordsAreFoundInEveryScript_data();
    void wordsAreFoundInEveryScript();
    void brokenUtf8BreaksNothing();
    void aMegabyteTakesLinearTime();
};

void TestTextBreaks::sentencesEndWhereAReaderEndsThem_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QStringList>("sentences"); // joined by one space, or by nothing in zh and ja
    const auto row = [](const char* name, const char* language, std::initializer_list<std::string_view> sentences) {
        QTest::newRow(name) << QString::fromLatin1(language) << list(sentences);
    };
    row("en", "en", {"I was charged twice for order 4471.", "Please refund one of the payments!", "When will it arrive?"});
    row("en, titles", "en", {"Please call Dr. Smith or Mrs. Jones.", "They know about it."});
    row("en, decimals and versions", "en", {"Since version 3.2.1 the app takes 4.5 seconds.", "It was 0.8 before."});
    row("en, e.g. and i.e.", "en", {"Some files fail, e.g. large ones, i.e. those over 2 GB.", "Small ones work."});
    row("en, initials", "en", {"My manager J. R. Hartley cannot log in.", "Can you help?"});
    row("en, prices and addresses", "en",
        {"The invoice says $1,299.00.", "Write to billing@example.com or see www.example.com/help.", "Thanks!"});
    row("en, ellipsis and quotes", "en", {"It says \"Error 507.\"", "Then nothing happens..."});
    row("en, short answers", "en", {"No.", "I tried that.", "Yes.", "So did Tim.", "It took 300 ms.", "See ticket No. 5."});
    row("en, lists that end", "en", {"I tried Safari, Chrome, etc.", "Nothing works at Fernway Inc.", "Please help."});
    row("es", "es", {"¿Cómo puedo restablecer mi contraseña?", "La Sra. Gómez no recibe el correo.", "¡Gracias!"});
    row("fr", "fr",
        {"Bonjour, je n'arrive plus à me connecter.", "M. Dupont a essayé, p. ex. hier à 9 h.", "Pouvez-vous m'aider ?"});
    row("de", "de",
        {"Ich habe die Rechnung Nr. 2026-118 doppelt bezahlt.", "Das betrifft z. B. Herrn Dr. Weber und ca. 20 Kollegen.",
            "Bitte erstatten Sie den Betrag bis zum 3. Dezember."});
    row("de, short forms", "de", {"Exportieren geht nicht, d. h. die Datei ist leer.", "Ggf. liegt es an Version 2.4."});
    row("it", "it",
        {"Ho pagato due volte l'abbonamento.", "Il dott. Rossi chiede un rimborso, cioè circa 49,90 euro.", "Grazie mille!"});
    row("pt", "pt", {"Não consigo exportar os dados.", "O Sr. Almeida tentou ontem às 14.30.", "O que devo fazer?"});
    row("nl", "nl",
        {"Ik kan niet inloggen, bijv. op mijn telefoon.", "Dhr. de Vries heeft hetzelfde probleem.", "Kunt u helpen?"});
    row("pl", "pl", {"Nie mogę zamknąć konta, np. z telefonu.", "Proszę o zwrot ok. 120,50 zł.", "Dziękuję!"});
    row("tr", "tr", {"Şifremi sıfırlayamıyorum.", "Örn. dün saat 10.30'da denedim.", "Yardım eder misiniz?"});
    row("ar", "ar", {"لا أستطيع تسجيل الدخول إلى حسابي.", "هل يمكنكم مساعدتي؟", "شكرا لكم!"});
    row("zh", "zh", {"我无法登录我的账户。", "请问如何重置密码？", "谢谢！"});
    row("zh, decimals", "zh", {"升级到3.2版后导出需要4.5秒。", "以前没有这个问题。"});
    row("ja", "ja", {"ログインできません。", "パスワードを再設定するにはどうすればよいですか？", "よろしくお願いします。"});
}

void TestTextBreaks::sentencesEndWhereAReaderEndsThem()
{
    QFETCH(QString, language);
    QFETCH(QStringList, sentences);
    const bool spaced = language != QLatin1String("zh") && language != QLatin1String("ja");
    const std::string whole = sentences.join(spaced ? QStringLiteral(" ") : QString()).toStdString();
    QCOMPARE(shown(whole, text::sentences(whole, language.toStdString())), sentences);
    // The language is a hint: most callers have not detected it yet.
    QCOMPARE(shown(whole, text::sentences(whole)), sentences);
}

void TestTextBreaks::sentencesOfManyLinesFollowTheLayout_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("sentences");
    QTest::newRow("wrapped lines are one sentence")
        << qt("The export fails with\nan error after ten minutes.\nIt worked before.")
        << list({"The export fails with\nan error after ten minutes.", "It worked before."});
    QTest::newRow("list items") << qt("Steps:\n1. Open Settings.\n2. Choose Export\n- as CSV\n- as JSON\n")
                                << list({"Steps:", "1. Open Settings.", "2. Choose Export", "- as CSV", "- as JSON"});
    QTest::newRow("headings") << qt("# Refunds\nYou have 30 days.\n\n## Annual plans\nAsk the owner.")
                              << list({"# Refunds", "You have 30 days.", "## Annual plans", "Ask the owner."});
    QTest::newRow("a blank line ends a greeting")
        << qt("Hello team,\n\nI cannot log in\n\nBest,\nAnna") << list({"Hello team,", "I cannot log in", "Best,\nAnna"});
    QTest::newRow("windows line ends") << qt("One.\r\n\r\nTwo.\r\n") << list({"One.", "Two."});
    QTest::newRow("two sentences in a list item")
        << qt("- Open it. Wait.\n- Close it.") << list({"- Open it.", "Wait.", "- Close it."});
    QTest::newRow("a list item after an abbreviation")
        << qt("Bring papers etc.\n\n- passport") << list({"Bring papers etc.", "- passport"});
    QTest::newRow("nothing") << qt("") << list({});
    QTest::newRow("only space") << qt(" \n\t\n") << list({});
}

void TestTextBreaks::sentencesOfManyLinesFollowTheLayout()
{
    QFETCH(QString, text);
    QFETCH(QStringList, sentences);
    const std::string whole = text.toStdString();
    QCOMPARE(shown(whole, text::sentences(whole, "en")), sentences);
}

void TestTextBreaks::sentencesLieInOrderAndHoldEverythingButWhiteSpace()
{
    const std::string whole = "Hi!\n\nOne. Two? \xF0\x9F\x98\x80 Three…\n- four\n> quoted. 五。六";
    std::size_t at = 0;
    for (const auto& span : text::sentences(whole)) {
        QVERIFY(span.begin >= at && span.end > span.begin && span.end <= whole.size());
        QVERIFY(text::trim(std::string_view(whole).substr(at, span.begin - at)).empty());
        at = span.end;
    }
    QVERIFY(text::trim(std::string_view(whole).substr(at)).empty());
}

void TestTextBreaks::wordsAreFoundInEveryScript_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("en") << qt("en") << qt("Can't open FILE-507 (again)!") << list({"Can't", "open", "FILE", "507", "again"});
    QTest::newRow("numbers") << qt("en") << qt("It costs 1,299.50 or 3.2") << list({"It", "costs", "1,299.50", "or", "3.2"});
    QTest::newRow("de") << qt("de") << qt("Größe: 5 MB") << list({"Größe", "5", "MB"});
    QTest::newRow("ar") << qt("ar") << qt("لا أستطيع الدخول، شكرا") << list({"لا", "أستطيع", "الدخول", "شكرا"});
    QTest::newRow("zh") << qt("zh") << qt("我无法登录账户。") << list({"我", "无法", "登录", "账户"});
    QTest::newRow("ja") << qt("ja") << qt("パスワードを変更") << list({"パスワード", "を", "変更"});
    QTest::newRow("tr") << qt("tr") << qt("şifremi unuttum") << list({"şifremi", "unuttum"});
    QTest::newRow("nothing") << qt("") << qt(" ... !") << list({});
}

void TestTextBreaks::wordsAreFoundInEveryScript()
{
    QFETCH(QString, language);
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    const std::string whole = text.toStdString();
    QCOMPARE(shown(whole, text::words(whole, language.toStdString())), words);
}

void TestTextBreaks::brokenUtf8BreaksNothing()
{
    for (const std::string_view broken : {"\xFF\xFE", "One.\xC3 Two.", "a\xE2\x82", "\xED\xA0\x80.\n\n\x80"}) {
        for (const auto& span : text::sentences(broken))
            QVERIFY(span.begin < span.end && span.end <= broken.size());
        for (const auto& span : text::words(broken))
            QVERIFY(span.begin < span.end && span.end <= broken.size());
    }
    QCOMPARE(text::words("good \xFF bytes").size(), std::size_t(2));
    // A language nobody has heard of is no reason to fail.
    QCOMPARE(text::sentences("One. Two.", "xx-unknown").size(), std::size_t(2));
}

void TestTextBreaks::aMegabyteTakesLinearTime()
{
    const auto sizesApart = [](const std::string& unit, auto work) {
        std::string small;
        while (small.size() < std::size_t{128} * 1024)
            small += unit;
        std::string large;
        for (int i = 0; i < 8; ++i)
            large += small;
        const double one = fastest([&] { work(small); });
        const double eight = fastest([&] { work(large); });
        // Eight times the text in about eight times the time; quadratic work would take sixty-four.
        return std::pair(eight < 24 * std::max(one, 1.0), eight);
    };
    const auto sentences = [](const std::string& text) { (void)text::sentences(text, "en"); };
    const auto words = [](const std::string& text) { (void)text::words(text, "en"); };
    for (const std::string unit :
        {"The export fails. ", "- item\n", "nospace", "e.g. ", "\n", ". ", "\"(", "日本語。", "# h\n"}) {
        const auto [sentencesLinear, sentencesTime] = sizesApart(unit, sentences);
        QVERIFY2(sentencesLinear, (unit + " sentences " + std::to_string(sentencesTime) + " ms").c_str());
        const auto [wordsLinear, wordsTime] = sizesApart(unit, words);
        QVERIFY2(wordsLinear, (unit + " words " + std::to_string(wordsTime) + " ms").c_str());
    }
}

QTEST_GUILESS_MAIN(TestTextBreaks)
#include "TestTextBreaks.moc"
