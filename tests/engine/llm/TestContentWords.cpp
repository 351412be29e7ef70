// links: tandem_llm
#include "model/ContentWords.h"
#include "model/StopWords.h"
#include "services/llm/QuestionParts.h"

#include "support/Strings.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

std::string joined(const std::vector<ContentWord>& words)
{
    std::string text;
    for (const ContentWord& word : words)
        text += (text.empty() ? "" : " ") + word.stem;
    return text;
}

WordShape shapeIn(std::string_view text, std::string_view stem)
{
    for (const ContentWord& word : contentWords(text)) {
        if (word.stem == stem)
            return word.shape;
    }
    return WordShape::Plain;
}

} // namespace

class TestContentWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inflectedFormsAreOneWord()
    {
        QCOMPARE(qt(stemOf("refunded")), qt(stemOf("refunds")));
        QCOMPARE(qt(stemOf("deletion")), qt(stemOf("deleted")));
        QCOMPARE(qt(stemOf("invitation")), qt(stemOf("invited")));
        QCOMPARE(qt(stemOf("facturas")), qt(stemOf("factura")));
        QCOMPARE(qt(stemOf("rechnungen")), qt(stemOf("rechnung")));
        QVERIFY(stemOf("invoice") != stemOf("invite"));
    }

    void grammarIsLeftOut()
    {
        QCOMPARE(qt(joined(contentWords("What is the size of a file, and doesn't it matter?"))), qt("size file matt"));
        QCOMPARE(qt(joined(contentWords("Die Datei ist nicht auf dem Gerät"))), qt("datei gerat"));
    }

    void codesStayWhole()
    {
        QCOMPARE(qt(joined(contentWords("Error FILE-507 on v2.3"))), qt("error file-507 v2.3"));
        QVERIFY(shapeIn("Error FILE-507", "file-507") == WordShape::Identifier);
        QVERIFY(shapeIn("within 30 days", "30") == WordShape::Number);
    }

    void namesAreToldByTheirCapitals()
    {
        QVERIFY(shapeIn("We use Chrome here", "chrom") == WordShape::Name);
        QVERIFY(shapeIn("Browsers are many", "browser") == WordShape::Plain);
        QVERIFY(shapeIn("每个 Team 工作区", "team") == WordShape::Name);
        QVERIFY(shapeIn("SAML works", "saml") == WordShape::Name);
    }

    void ideographsBecomePairs()
    {
        QCOMPARE(qt(joined(contentWords("最大サイズ"))), qt("最大 大サ サイ イズ"));
        QVERIFY(contentWords("です").empty());
    }

    void theArabicArticleIsNoPartOfTheWord() { QCOMPARE(qt(stemOf("المصادقة")), qt(stemOf("مصادقة"))); }

    void languagesAreToldByStopWords()
    {
        QVERIFY(languageByStopWords("How long is the link valid?") == Language::En);
        QVERIFY(languageByStopWords("Wie lange ist der Link gültig?") == Language::De);
        QVERIFY(languageByStopWords("¿Cuánto tiempo es válido el enlace de la cuenta?") == Language::Es);
        QVERIFY(languageByStopWords("リンクはいつまで有効ですか。") == Language::Ja);
        QVERIFY(languageByStopWords("链接多久有效") == Language::Zh);
        QVERIFY(languageByStopWords("ما مدة صلاحية الرابط") == Language::Ar);
        QVERIFY(!languageByStopWords("FILE-507").has_value());
    }

    void aMessagesQuestionsAreItsParts()
    {
        const std::string message = "Hi there. I uploaded a file. How large may it be? And how do I delete it?";
        const auto parts = questionParts(message);
        QCOMPARE(parts.size(), std::size_t{2});
        QVERIFY(parts[0].kind == AnswerKind::Number);
        QVERIFY(parts[1].kind == AnswerKind::Steps);
        QCOMPARE(questionParts("My export fails with EXP-504").size(), std::size_t{1});
    }

    void questionWordsAreKnownInManyLanguages()
    {
        QVERIFY(answerKindOf("Wie lange ist der Link gültig?") == AnswerKind::Number);
        QVERIFY(answerKindOf("Wie ändere ich mein Passwort?") == AnswerKind::Steps);
        QVERIFY(answerKindOf("Combien de temps dure l'essai ?") == AnswerKind::Number);
        QVERIFY(answerKindOf("如何删除工作区？") == AnswerKind::Steps);
        QVERIFY(answerKindOf("كم يومًا لدى الأعضاء؟") == AnswerKind::Number);
        QVERIFY(answerKindOf("Do you accept PayPal?") == AnswerKind::Statement);
    }

    void rareWordsWeighMore()
    {
        WordWeights weights;
        for (int i = 0; i < 10; ++i)
            weights.addText(contentWords("The plan of the workspace"));
        weights.addText(contentWords("A certificate of the plan"));
        const auto words = contentWords("plan certificate");
        QVERIFY(weights.weight(words[1]) > 1.5 * weights.weight(words[0]));
        QVERIFY(!weights.isKnown("hipaa"));
    }
};

QTEST_GUILESS_MAIN(TestContentWords)
#include "TestContentWords.moc"
