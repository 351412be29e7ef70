// links: tandem_knowledge
#include "knowledge/Terms.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace tandem;

namespace {

using Words = std::vector<std::string>;

Words terms(const char* text)
{
    Words words;
    for (Term& term : termsOf(text))
        words.push_back(std::move(term.text));
    return words;
}

bool holds(const char* text, const char* word)
{
    return std::ranges::count(terms(text), word) > 0;
}

bool isIdentifier(const char* text, const char* word)
{
    return std::ranges::any_of(termsOf(text), [&](const Term& term) { return term.text == word && term.identifier; });
}

} // namespace

class TestTerms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wordsAreFoldedAndLoseTheirAccents();
    void errorCodesAreKeptWholeAndInParts();
    void aCodeIsFoundHoweverItIsWritten();
    void versionsKeepTheirDots();
    void hyphenatedWordsAreAlsoOneWord();
    void ideographsBecomePairs();
    void textsOfTwoScriptsAreCutWhereTheyMeet();
    void wordsAreStemsAndIdentifiersAreWhole();
    void onlyCodesAndNumbersAreIdentifiers();
    void oddTextDoesNoHarm();
};

void TestTerms::wordsAreFoldedAndLoseTheirAccents()
{
    QCOMPARE(terms("Désolé, où est le DÉBIT ?"), Words({"desole", "ou", "est", "le", "debit"}));
    QCOMPARE(terms("Spaß"), Words({"spass"}));
    QCOMPARE(terms("ﬁle ＦＩＬＥ"), Words({"file", "file"}));
    QCOMPARE(terms("İstanbul Işık"), terms("istanbul isik"));
}

void TestTerms::errorCodesAreKeptWholeAndInParts()
{
    QCOMPARE(terms("Error FILE-507."), Words({"error", "file507", "file", "507"}));
    QCOMPARE(terms("AUTH_403"), Words({"auth403", "auth", "403"}));
    QCOMPARE(terms("INV-20931"), Words({"inv20931", "inv", "20931"}));
    QCOMPARE(terms("(403)"), Words({"403"}));
}

void TestTerms::aCodeIsFoundHoweverItIsWritten()
{
    for (const char* written : {"FILE-507", "file507", "File_507", "FILE/507"})
        QVERIFY2(holds(written, "file507"), written);
}

void TestTerms::versionsKeepTheirDots()
{
    QVERIFY(holds("v2.3.1", "v2.3.1"));
    QVERIFY(holds("v2.3.1", "2.3.1"));
    QVERIFY(holds("version 2.3.1,", "2.3.1"));
    QVERIFY(!holds("v2.3.1", "v231"));
}

void TestTerms::hyphenatedWordsAreAlsoOneWord()
{
    QCOMPARE(terms("sign-in"), Words({"signin", "sign", "in"}));
    QCOMPARE(terms("the end - really"), Words({"the", "end", "really"}));
}

void TestTerms::ideographsBecomePairs()
{
    QCOMPARE(terms("如何退款？"), Words({"如何", "何退", "退款"}));
    QCOMPARE(terms("水"), Words({"水"}));
    QCOMPARE(terms("ファイルの上限"), Words({"ファ", "ァイ", "イル", "ルの", "の上", "上限"}));
}

void TestTerms::textsOfTwoScriptsAreCutWhereTheyMeet()
{
    for (const char* word : {"错误", "file507", "507", "说明"})
        QVERIFY2(holds("错误FILE-507说明", word), word);
    QVERIFY(holds("كلمة المرور AUTH-403", "auth403"));
}

void TestTerms::wordsAreStemsAndIdentifiersAreWhole()
{
    QCOMPARE(terms("invoices"), terms("Invoiced"));
    QCOMPARE(terms("self-hosted"), Words({"selfho", "self", "hosted"}));
    QCOMPARE(terms("الفواتير"), terms("فواتير"));
    for (const char* code : {"invoice20931", "99887766554", "12.34.5678"})
        QVERIFY2(isIdentifier(code, code), code);
    QVERIFY(holds("CONNECTION-5071", "connection5071"));
    QVERIFY(holds("CONNECTION-5071", "5071"));
}

void TestTerms::onlyCodesAndNumbersAreIdentifiers()
{
    QVERIFY(isIdentifier("error FILE-507", "file507"));
    QVERIFY(isIdentifier("error 403", "403"));
    QVERIFY(!isIdentifier("in 5 minutes", "5"));
    QVERIFY(!isIdentifier("sign-in", "signin"));
    QVERIFY(!isIdentifier("FILE-507", "file"));
}

void TestTerms::oddTextDoesNoHarm()
{
    QVERIFY(termsOf("").empty());
    QVERIFY(termsOf("  ... --- !!! ").empty());
    QVERIFY(!termsOf("broken \xFF\xFE utf-8 \xE4").empty());
    QVERIFY(termsOf(std::string(100'000, 'a')).front().text.size() <= 64);
}

QTEST_GUILESS_MAIN(TestTerms)
#include "TestTerms.moc"
