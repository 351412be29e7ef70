// links: tandem_pipeline
#include "pipeline/validate/Grounding.h"

#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace tandem;

namespace {

const std::string refundPolicy
    = "An annual payment can be refunded in full within 30 days of the payment date. Later monthly payments are not refundable. "
      "Fernway does not deduct a fee from refunds. The Team plan costs €12 per seat a month. The Business plan costs €24 per "
      "seat a "
      "month. Only an owner can close a Fernway workspace. A reset link is valid for 60 minutes. Invoices can be emailed to up "
      "to 5 "
      "billing contacts. Error FILE-507 means that the file is too large. Invoices are found under Settings › Billing › "
      "Invoices. "
      "The status of all services is shown at https://status.fernway.example. Write to help@fernway.example for a copy. The "
      "current "
      "policy applies from 1 September 2026. Support answers within 4 business hours. A full export takes 24 hours. Fernway "
      "supports "
      "Chrome, Edge and Firefox. Guests can be added before the trial ends.";

DraftSentence claim(const std::string& text)
{
    DraftSentence sentence;
    sentence.text = text;
    return sentence;
}

DraftSentence checkedOne(const std::string& evidence, const std::string& answer)
{
    return valueOf(Grounding(nullptr).check({evidenceOf(evidence)}, {claim(answer)}, {})).front();
}

Passage passage(const char* id, const std::string& text)
{
    Passage made;
    made.id = PassageId(id);
    made.article = ArticleId(std::string(id).substr(0, std::string(id).find('#')));
    made.text = text;
    made.sentences = text::sentences(text);
    return made;
}

// Vectors by text, so that a test says itself what is near what.
class ScriptedEmbedder final : public Embedder {
public:
    std::map<std::string, Embedding> vectors;
    int calls = 0;

    [[nodiscard]] const std::string& modelId() const override { return m_id; }
    [[nodiscard]] int dimension() const override { return 2; }
    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole, std::stop_token) override
    {
        ++calls;
        std::vector<Embedding> result;
        for (const std::string& text : texts)
            result.push_back(vectors.contains(text) ? vectors[text] : Embedding{0.8F, 0.6F});
        return result;
    }

private:
    std::string m_id = "scripted";
};

} // namespace

class TestGrounding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheEvidenceSaysPasses_data()
    {
        QTest::addColumn<QString>("answer");
        for (const char* answer : {"An annual payment can be refunded in full within 30 days of the payment date.",
                 "Yes, an annual payment can be refunded in full within 30 days.",
                 "Please note that later monthly payments are not refundable.", "Later monthly payments aren't refundable.",
                 "The Team plan costs 12 EUR per seat a month.", "A reset link is valid for one hour.",
                 "Invoices can be emailed to up to five billing contacts.",
                 "Invoices can be emailed to at most 5 billing contacts.",
                 "You find invoices under Settings > Billing > Invoices.", "The status is shown at status.fernway.example.",
                 "Write to HELP@fernway.example for a copy.", "The current policy applies from September 1, 2026.",
                 "A full export takes one day.", "Only an owner can close a workspace.",
                 "Fernway supports Firefox, Chrome and Edge.",
                 "The Team plan costs €12 per seat a month. The Business plan costs €24 per seat a month."})
            QTest::newRow(answer) << QString::fromUtf8(answer);
    }

    void whatTheEvidenceSaysPasses()
    {
        QFETCH(QString, answer);
        const DraftSentence sentence = checkedOne(refundPolicy, answer.toStdString());
        QVERIFY2(sentence.supported, sentence.reason.c_str());
        QVERIFY(sentence.score >= 0.5);
        QVERIFY(sentence.reason.empty());
    }

    void everyPlantedErrorIsFound_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* answer, const char* reason) {
            QTest::newRow(answer) << QString::fromUtf8(answer) << QString::fromUtf8(reason);
        };
        row("An annual payment can be refunded in full within 60 days of the payment date.", "60 days");
        row("An annual payment can be refunded in full within 30 minutes of the payment date.", "30 minutes");
        row("The Team plan costs €38.00 per seat a month.", "€38.00 is not in the evidence; nearest is €12");
        row("The Team plan costs €24 per seat a month.", "€24 stands in the evidence for something else");
        row("The Team plan costs $12 per seat a month.", "$12");
        row("The Business plan costs €12 per seat a month.", "€12");
        row("Support answers within 4 hours.", "4 hours");
        row("Invoices can be emailed to up to 15 billing contacts.", "15");
        row("Error FILE-508 means that the file is too large.", "FILE-508");
        row("Invoices are found under Settings › Members › Invoices.", "Settings › Members › Invoices");
        row("The status of all services is shown at https://status.fernway-help.example.", "fernway-help");
        row("Write to billing@fernway.example for a copy.", "billing@fernway.example");
        row("The current policy applies from 1 October 2026.", "1 October 2026");
        row("The current policy applies from 1 September 2025.", "1 September 2025");
        row("Fernway supports Chrome, Opera and Firefox.", "Opera");
        row("Asana supports Chrome, Edge and Firefox.", "");
        row("Later monthly payments are refundable.", "not so");
        row("Fernway deducts a fee from refunds.", "not so");
        row("An annual payment can not be refunded in full within 30 days of the payment date.", "denies");
        row("An annual payment can always be refunded in full within 30 days of the payment date.", "always");
        row("Only invoices can be emailed to up to 5 billing contacts.", "only");
        row("Guests can be added after the trial ends.", "\"after\" where the evidence says \"before\"");
        row("We offer a loyalty bonus to every customer who stays for long.", "does not say this");
    }

    void everyPlantedErrorIsFound()
    {
        QFETCH(QString, answer);
        QFETCH(QString, reason);
        const DraftSentence sentence = checkedOne(refundPolicy, answer.toStdString());
        QVERIFY(!sentence.supported);
        QVERIFY(sentence.score < 0.5);
        QVERIFY(!sentence.reason.empty());
        QVERIFY2(qt(sentence.reason).contains(reason), sentence.reason.c_str());
    }

    void otherLanguagesAreHeldToTheSame_data()
    {
        QTest::addColumn<QString>("evidence");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("wrong");
        const auto row = [](const char* name, const char* evidence, const char* right, const char* wrong) {
            QTest::newRow(name) << QString::fromUtf8(evidence) << QString::fromUtf8(right) << QString::fromUtf8(wrong);
        };
        row("de number", "Rechnungen bleiben 10 Jahre lang abrufbar. Der Betrag einer Rechnung kann nicht geändert werden.",
            "Die Rechnungen bleiben zehn Jahre lang abrufbar.", "Die Rechnungen bleiben zwölf Jahre lang abrufbar.");
        row("de negation", "Der Betrag einer Rechnung kann nicht geändert werden.",
            "Der Betrag einer ausgestellten Rechnung kann nicht geändert werden.",
            "Der Betrag einer Rechnung kann geändert werden.");
        row("fr", "Un paiement annuel est remboursable dans les 30 jours. Les frais ne sont pas déduits.",
            "Un paiement annuel est remboursable dans les 30 jours.", "Un paiement annuel est remboursable dans les 30 heures.");
        row("es", "La contraseña debe tener al menos 12 caracteres.", "La contraseña debe tener al menos doce caracteres.",
            "La contraseña debe tener al menos 8 caracteres.");
        row("zh", "API 密钥在 365 天后过期。因状态 429 被拒绝的请求不计入每日限额。", "因状态 429 被拒绝的请求不计入每日限额。",
            "因状态 429 被拒绝的请求计入每日限额。");
        row("ja", "中断したアップロードは 24 時間以内であれば再開できます。",
            "中断したアップロードは、24時間以内であれば再開できます。",
            "中断したアップロードは 24 時間以内であれば再開できません。");
        row("ar", "يعمل كل رمز استرداد مرة واحدة فقط. لدى الأعضاء 7 أيام لإعداد المصادقة.", "لدى الأعضاء ٧ أيام لإعداد المصادقة.",
            "لدى الأعضاء 14 يومًا لإعداد المصادقة.");
    }

    void otherLanguagesAreHeldToTheSame()
    {
        QFETCH(QString, evidence);
        QFETCH(QString, right);
        QFETCH(QString, wrong);
        const DraftSentence good = checkedOne(evidence.toStdString(), right.toStdString());
        QVERIFY2(good.supported, good.reason.c_str());
        QVERIFY(!checkedOne(evidence.toStdString(), wrong.toStdString()).supported);
    }

    void aQuotationIsSupportedWithoutDoubt()
    {
        const DraftSentence sentence = checkedOne(refundPolicy, "Later monthly payments are not refundable.");
        QVERIFY(sentence.supported);
        QCOMPARE(sentence.score, 1.0);
        QCOMPARE(qt(sentence.citations.at(0).quote), qt(sentence.text));
    }

    void aPartOfASentenceIsNoQuotation()
    {
        QVERIFY(!checkedOne("Nobody may delete the audit log.", "You may delete the audit log.").supported);
    }

    void aCitedSentenceIsHeldAgainstItsCitationAlone()
    {
        const std::vector<Evidence> evidence{evidenceOf(passage("kb-a#0", "The trial lasts 21 days.")),
            evidenceOf(passage("kb-b#0", "The refund window lasts 30 days."))};
        DraftSentence right = claim("The trial lasts three weeks.");
        right.citations.push_back({ArticleId("kb-a"), PassageId("kb-a#0"), "The trial lasts 21 days."});
        DraftSentence wrong = claim("The trial lasts three weeks.");
        wrong.citations.push_back({ArticleId("kb-b"), PassageId("kb-b#0"), ""});
        DraftSentence invented = claim("The trial lasts 21 days.");
        invented.citations.push_back({ArticleId("kb-c"), PassageId("kb-c#9"), ""});
        const auto checked = valueOf(Grounding(nullptr).check(evidence, {right, wrong, invented}, {}));
        QVERIFY(checked[0].supported);
        QVERIFY(!checked[1].supported);
        QVERIFY(!checked[2].supported);
        QVERIFY(qt(checked[2].reason).contains(QStringLiteral("not in the evidence")));
    }

    void supportWithoutCitationGetsOne()
    {
        const std::vector<Evidence> evidence{evidenceOf(passage("kb-a#0", "The trial lasts 21 days.")),
            evidenceOf(passage("kb-b#0", "The refund window lasts 30 days. It starts on the payment date."))};
        const auto checked = valueOf(Grounding(nullptr).check(evidence, {claim("Sure, the refund window lasts 30 days.")}, {}));
        QVERIFY2(checked[0].supported, checked[0].reason.c_str());
        QCOMPARE(qt(checked[0].citations.at(0).passage.value()), qt("kb-b#0"));
        QCOMPARE(qt(checked[0].citations.at(0).quote), qt("The refund window lasts 30 days."));
    }

    void twoSentencesTogetherMaySupportOne()
    {
        const std::string evidence = "Owners can request refunds. A refund is paid to the original payment method.";
        QVERIFY(checkedOne(evidence, "Owners can request refunds, which are paid to the original payment method.").supported);
    }

    void nothingIsSupportedByNothing()
    {
        const auto checked = valueOf(Grounding(nullptr).check({}, {claim("The trial lasts 21 days.")}, {}));
        QVERIFY(!checked[0].supported);
        QCOMPARE(qt(checked[0].reason), qt("There is no evidence"));
    }

    void aCourtesyNeedsNoEvidence()
    {
        DraftSentence greeting = claim("Hello Ms Finch,");
        greeting.factual = false;
        const auto checked = valueOf(Grounding(nullptr).check({}, {greeting}, {}));
        QVERIFY(checked[0].supported);
        QVERIFY(checked[0].citations.empty());
    }

    void onlyStatementsAreFactual_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("factual");
        const auto row = [](const char* text, bool factual) { QTest::newRow(text) << QString::fromUtf8(text) << factual; };
        row("Hello Marlow,", false);
        row("Guten Tag Frau Weber,", false);
        row("お問い合わせありがとうございます。", false);
        row("Thank you for your message.", false);
        row("Which browser do you use?", false);
        row("If anything is still unclear, just reply to this message.", false);
        row("Falls etwas unklar bleibt, antworten Sie einfach auf diese Nachricht.", false);
        row("如果还有不清楚的地方，直接回复此消息即可。", false);
        row("I am sorry for the trouble.", false);
        row("Kind regards", false);
        row("Sure!", false);
        row("Guests cannot export boards.", true);
        row("Sorry, but guests cannot export boards.", true);
        row("Thank you, your refund of €20 is on its way.", true);
        row("Thank you, your refund was approved.", true);
        row("Did you know that the trial lasts 21 days?", true);
        row("We will refund you tomorrow.", true);
        row("See https://status.fernway.example", true);
        row("Open Settings › Billing", true);
        row("Der Betrag kann nicht geändert werden.", true);
        row("密钥在 365 天后过期。", true);
    }

    void onlyStatementsAreFactual()
    {
        QFETCH(QString, sentence);
        QFETCH(bool, factual);
        const auto sentences = Grounding::sentencesOf(sentence.toStdString(), "");
        QCOMPARE(sentences.size(), std::size_t{1});
        QCOMPARE(sentences[0].factual, factual);
    }

    void anAnswerIsSplitInOrder()
    {
        const auto sentences
            = Grounding::sentencesOf("Hello,\n\nThe trial lasts 21 days. It is free.\n- Open Settings.\n\nKind regards", "en");
        QCOMPARE(sentences.size(), std::size_t{5});
        QVERIFY(!sentences.front().factual);
        QCOMPARE(qt(sentences[1].text), qt("The trial lasts 21 days."));
        QVERIFY(sentences[1].factual);
    }

    void evidenceInAnotherLanguageIsComparedByMeaning()
    {
        ScriptedEmbedder embedder;
        const std::string evidence
            = "The trial lasts 21 days and needs no card. Every invoice is sent by email on the first day.";
        const std::string right = "Der Testzeitraum dauert 21 Tage und es ist keine Karte nötig.";
        const std::string wrong = "Der Testzeitraum dauert 14 Tage und es ist keine Karte nötig.";
        const std::string far = "Wir verschenken zu Weihnachten eine Tasse an alle unsere Kunden.";
        embedder.vectors = {{"The trial lasts 21 days and needs no card.", {1, 0}}, {right, {0.95F, 0.31F}},
            {wrong, {0.95F, 0.31F}}, {far, {0, 1}}, {"Every invoice is sent by email on the first day.", {0.7F, -0.7F}}};
        const Grounding grounding(&embedder);
        const auto checked = valueOf(grounding.check({evidenceOf(evidence)}, {claim(right), claim(wrong), claim(far)}, {}));
        QVERIFY2(checked[0].supported, checked[0].reason.c_str());
        QVERIFY(!checked[1].supported);
        QVERIFY(qt(checked[1].reason).contains(QStringLiteral("14 Tage")));
        QVERIFY(!checked[2].supported);
        QCOMPARE(embedder.calls, 1);
        const auto blind = valueOf(Grounding(nullptr).check({evidenceOf(evidence)}, {claim(right)}, {}));
        QVERIFY(!blind[0].supported);
        QVERIFY(qt(blind[0].reason).contains(QStringLiteral("another language")));
    }

    void aCodeIsNoAmount()
    {
        const std::string limits = "A key may send 600 requests a minute. The API answers with status 429 when a rate limit is "
                                   "exceeded. Requests rejected with status 429 do not count.";
        for (const char* wrong : {"The rate limit is 429 requests a minute.", "The rate limit is 429.",
                 "A key may send 429 requests a minute.", "The limit is 429 per minute when a rate limit is exceeded."})
            QVERIFY2(!checkedOne(limits, wrong).supported, wrong);
        for (const char* right : {"The API answers with status 429 when a rate limit is exceeded.",
                 "When a rate limit is exceeded, the API answers with 429.", "A key may send 600 requests a minute."}) {
            const DraftSentence sentence = checkedOne(limits, right);
            QVERIFY2(sentence.supported, (right + sentence.reason).c_str());
        }
        QVERIFY(checkedOne("A box holds 429 screws, its code is 429.", "The box holds 429 screws.").supported);
    }

    void theNumberOfACitedSentenceSaysNothing()
    {
        for (const char* right :
            {"1.1: The Team plan costs €12 per seat a month.", "[2.3] A reset link is valid for one hour."}) {
            const DraftSentence sentence = checkedOne(refundPolicy, right);
            QVERIFY2(sentence.supported, sentence.reason.c_str());
        }
        for (const char* wrong : {"1.1: The Team plan costs €13 per seat a month.", "1.5 seats cost €12 a month.",
                 "45: a reset link is valid for that many minutes."})
            QVERIFY2(!checkedOne(refundPolicy, wrong).supported, wrong);
    }

    void whatIsAboutAnotherErrorIsRefused()
    {
        Evidence solved = evidenceOf("AUTH-408 means that the clocks differ. After the clock was set right, sign-in worked.");
        solved.article = ArticleId("res-1");
        solved.passage = PassageId("res-1#0");
        solved.heading = "AUTH-408 at sign-in";
        const auto isSupported = [&](const std::string& text, const char* asked) {
            return valueOf(Grounding(nullptr).check({solved}, {claim(text)}, {}, asked)).front().supported;
        };
        const std::string meaning = "AUTH-408 means that the clocks differ.";
        const std::string cure = "After the clock was set right, sign-in worked.";
        for (const std::string& text : {meaning, cure}) {
            QVERIFY2(!isSupported(text, "We get auth-403 since Monday, what now?"), text.c_str());
            for (const char* asked :
                {"We get AUTH-408.", "Sign-in fails.", "Is AUTH-403 the same as AUTH-408?", "Error FILE-507"})
                QVERIFY2(isSupported(text, asked), asked);
        }
        solved.text += " AUTH-403 has another cause.";
        QVERIFY(isSupported(cure, "We get AUTH-403."));
    }

    void aStopIsObeyed()
    {
        std::stop_source source;
        source.request_stop();
        const auto stopped
            = Grounding(nullptr).check({evidenceOf(refundPolicy)}, {claim("The trial lasts 21 days.")}, source.get_token());
        QVERIFY(!stopped.has_value());
        QVERIFY(stopped.error().code == ErrorCode::Cancelled);
    }

    void brokenTextDoesNoHarm()
    {
        const std::string junk = "\xff\xfe › › 12,,, \xe2\x80 @ https:// ...";
        static_cast<void>(checkedOne(junk, junk));
        static_cast<void>(checkedOne("", "The trial lasts 21 days."));
        static_cast<void>(checkedOne(std::string(20'000, 'a'), std::string(20'000, 'b')));
        QVERIFY(Grounding::sentencesOf("", "en").empty());
    }
};

QTEST_GUILESS_MAIN(TestGrounding)
#include "TestGrounding.moc"
