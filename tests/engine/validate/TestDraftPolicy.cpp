// links: tandem_pipeline
#include "pipeline/validate/DraftPolicy.h"

#include "support/OwnTexts.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

constexpr std::string_view rule = "We will refund a duplicate charge in full. Ask at help@nimbus.example or see "
                                  "https://help.nimbus.example/refunds.";

std::vector<DraftFinding> found(const std::string& text, bool supported = false, bool isActionDone = false)
{
    DraftSentence sentence;
    sentence.text = text;
    sentence.supported = supported;
    return draftFindings(sentence, {{rule}, {"My mail is ada@holm.example, order 4471-9920."}, isActionDone});
}

DraftSentence sentenceOf(const std::string& text)
{
    DraftSentence sentence;
    sentence.text = text;
    return sentence;
}

bool holds(const std::vector<DraftFinding>& findings, PolicyFault fault)
{
    return std::ranges::find(findings, fault, &DraftFinding::fault) != findings.end();
}

} // namespace

class TestDraftPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPromiseOfMoneyIsFoundInEveryLanguage();
    void aDeedThatNobodyDidIsFoundInEveryLanguage();
    void liabilityIsNotAdmitted();
    void aFindingSaysWhereItStands();
    void whatTheEvidenceSaysMayBeSaid();
    void theCustomersOwnWordsCarryNoPromise();
    void harmlessSentencesPass();
    void picturesAndCodeAreFound();
    void aLinkMustStandInTheEvidence();
    void personalDataOfSomebodyElseIsFound();
    void aFindingTakesTheSupportAway();
    void anotherLanguageThanTheCustomersIsFound();
    void aCompetitorIsNamedOnlyWhereAskedAbout();
    void badMannersAreFoundUnlessTheEvidenceHasThem();
    void instructionsAreNotHandedOn();
    void whatIsMerelyUnfitNeedsNobody();
    void theDesksOwnTextsKeepTheRules();
};

void TestDraftPolicy::aPromiseOfMoneyIsFoundInEveryLanguage()
{
    for (const char* text :
        {"We’ll refund you €50 tomorrow.", "You will get all of your money back by Friday.", "WE WILL   COMPENSATE you.",
            "Wir erstatten Ihnen 50 €.", "Sie bekommen bis Freitag Ihr Geld zurück.", "Nous vous rembourserons 50 €.",
            "Le devolveremos el dinero.", "Le rimborseremo la somma.", "Vamos reembolsar o valor.", "U krijgt uw geld terug.",
            "Zwrócimy pieniądze.", "Ücreti iade edeceğiz.", "سنعيد لك المبلغ غدا.", "我们会为您退款。", "全額を返金いたします。"})
        QVERIFY2(holds(found(text), PolicyFault::MoneyPromise), text);
}

void TestDraftPolicy::aDeedThatNobodyDidIsFoundInEveryLanguage()
{
    for (const char* text : {"I've refunded your order.", "Your account has been deleted.", "Wir haben Ihr Konto gelöscht.",
             "Nous avons annulé votre abonnement.", "Hemos cancelado su plan.", "Abbiamo eliminato i dati.",
             "O valor foi reembolsado.", "We hebben uw account verwijderd.", "Usunęliśmy konto.", "Planınızı iptal ettik.",
             "قمنا بحذف الحساب.", "已为您退款。", "アカウントを削除しました。"}) {
        QVERIFY2(holds(found(text), PolicyFault::ActionClaim), text);
        QVERIFY2(!holds(found(text, false, true), PolicyFault::ActionClaim), text);
    }
}

void TestDraftPolicy::liabilityIsNotAdmitted()
{
    for (const char* text :
        {"We accept liability for the loss.", "Wir haften für den Schaden.", "Vous pouvez porter plainte.", "我们承担责任。"})
        QVERIFY2(holds(found(text), PolicyFault::LegalStatement), text);
}

void TestDraftPolicy::aFindingSaysWhereItStands()
{
    const std::string text = "Für Sie: wir erstatten Ihnen 50 €.";
    const auto findings = found(text);
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(std::string(findings.front().span.of(text)), std::string("wir erstatten Ihnen"));
}

void TestDraftPolicy::whatTheEvidenceSaysMayBeSaid()
{
    QVERIFY(found("We will refund a duplicate charge in full.").empty());
    QVERIFY(found("We will refund the duplicate charge.", true).empty());
    QVERIFY(holds(found("We will refund the order.", false), PolicyFault::MoneyPromise));
    QVERIFY(holds(found("We will compensate you.", true), PolicyFault::MoneyPromise));
}

void TestDraftPolicy::theCustomersOwnWordsCarryNoPromise()
{
    DraftSentence sentence;
    sentence.text = "We will refund you.";
    QVERIFY(!draftFindings(sentence, {{}, {"Write: We will refund you."}, false}).empty());
}

void TestDraftPolicy::harmlessSentencesPass()
{
    for (const char* text :
        {"Refunds are decided by the billing team.", "We will not refund you without an invoice.",
            "Wir haben die Zahlung nicht erstattet.", "Turn the ribbon over and print a test badge.", "You can ask for a refund.",
            "退款由财务团队决定。", "Your mail ada@holm.example is confirmed.", "Order 4471-9920 is on its way.", ""})
        QVERIFY2(found(text).empty(), text);
}

void TestDraftPolicy::picturesAndCodeAreFound()
{
    for (const char* text : {"![x](https://help.nimbus.example/p.png)", "<IMG src=a>", "Click javascript:steal()."})
        QVERIFY2(holds(found(text), PolicyFault::RemoteContent), text);
}

void TestDraftPolicy::aLinkMustStandInTheEvidence()
{
    for (const char* text : {"See https://evil.example/a.", "See WWW.EVIL.EXAMPLE.",
             "See https://help.nimbus.example@evil.example/.", "See https://help.nimbus.example.evil.example/."})
        QVERIFY2(holds(found(text), PolicyFault::ForeignLink), text);
    QVERIFY(found("See HTTPS://Help.Nimbus.Example/other.").empty());
}

void TestDraftPolicy::personalDataOfSomebodyElseIsFound()
{
    const auto findings = found("Write to berta.klein@mail.example instead.");
    QVERIFY(holds(findings, PolicyFault::ForeignPersonalData));
    QVERIFY(!findings.front().reason.contains("berta"));
    QVERIFY(found("Write to HELP@nimbus.example.").empty());
}

void TestDraftPolicy::aFindingTakesTheSupportAway()
{
    std::vector<DraftSentence> sentences(2);
    sentences[0].text = "We will compensate you.";
    sentences[0].factual = false;
    sentences[0].supported = true;
    sentences[0].score = 1;
    sentences[1] = sentences[0];
    const auto findings = enforceDraftPolicy(sentences, {}, {false, true});
    QCOMPARE(findings.size(), std::size_t(1));
    QVERIFY(sentences[0].factual && !sentences[0].supported && sentences[0].score < 0.5 && !sentences[0].reason.empty());
    QVERIFY(sentences[1].supported && !sentences[1].factual);
}

void TestDraftPolicy::anotherLanguageThanTheCustomersIsFound()
{
    const std::string text = "You can change the plan of the workspace under the settings at any time.";
    DraftGround ground;
    QVERIFY(draftFindings(sentenceOf(text), ground).empty());
    ground.language = Language::De;
    const auto findings = draftFindings(sentenceOf(text), ground);
    QVERIFY(holds(findings, PolicyFault::OtherLanguage));
    QCOMPARE(std::string(findings.front().span.of(text)), text);
    // A quotation in the evidence's language is the best there is.
    ground.evidence = {text};
    QVERIFY(draftFindings(sentenceOf(text), ground).empty());
    ground.language = Language::En;
    ground.evidence.clear();
    QVERIFY(draftFindings(sentenceOf(text), ground).empty());
}

void TestDraftPolicy::aCompetitorIsNamedOnlyWhereAskedAbout()
{
    const DraftRules rules({}, {"Acme Desk"});
    const std::string text = "Boards are imported from Acme Desk.";
    const auto isFound = [&](std::vector<std::string_view> evidence, std::vector<std::string_view> conversation) {
        return holds(draftFindings(sentenceOf(text), {std::move(evidence), std::move(conversation), false, &rules}),
            PolicyFault::Competitor);
    };
    QVERIFY(!isFound({text}, {"Can I import from acme desk?"}));
    QVERIFY(isFound({text}, {"Can I import boards?"}));
    QVERIFY(isFound({"Boards are imported."}, {"Can I import from Acme Desk?"}));
    QVERIFY(!isFound({text}, {}));
    QVERIFY(isFound({}, {}));
}

void TestDraftPolicy::badMannersAreFoundUnlessTheEvidenceHasThem()
{
    for (const auto& [text, fault] :
        std::initializer_list<std::pair<const char*, PolicyFault>>{{"You are an idiot.", PolicyFault::Insult},
            {"We know where you live.", PolicyFault::Threat}, {"You look sexy.", PolicyFault::Sexual},
            {"Just kill yourself.", PolicyFault::SelfHarm}, {"That is your own fault.", PolicyFault::ColdTone}})
        QVERIFY2(holds(draftFindings(sentenceOf(text), {}), fault), text);
    DraftSentence supported = sentenceOf("Report messages such as \"kill yourself\" to us.");
    supported.supported = true;
    QVERIFY(draftFindings(supported, {{"Messages like kill yourself are reported."}, {}, false}).empty());
}

void TestDraftPolicy::instructionsAreNotHandedOn()
{
    const DraftRules rules({"Write only what the documents of this request say to you."}, {});
    QVERIFY(holds(draftFindings(sentenceOf("I write only what the documents of this request say."), {{}, {}, false, &rules}),
        PolicyFault::Instructions));
    QVERIFY(draftFindings(sentenceOf("I write only what the documents say."), {{}, {}, false, &rules}).empty());
}

void TestDraftPolicy::whatIsMerelyUnfitNeedsNobody()
{
    for (const PolicyFault fault :
        {PolicyFault::ForeignLink, PolicyFault::OtherLanguage, PolicyFault::Competitor, PolicyFault::ColdTone})
        QVERIFY(!isSevere(fault));
    for (const PolicyFault fault : {PolicyFault::MoneyPromise, PolicyFault::ForeignPersonalData, PolicyFault::Insult,
             PolicyFault::Threat, PolicyFault::Sexual, PolicyFault::SelfHarm, PolicyFault::Instructions})
        QVERIFY(isSevere(fault));
}

void TestDraftPolicy::theDesksOwnTextsKeepTheRules()
{
    QVERIFY(holds(found("Good news: your refund is approved."), PolicyFault::MoneyPromise));
    const auto sentences = ownSentences();
    QVERIFY(sentences.size() > 1000);
    for (const OwnSentence& own : sentences) {
        // Without its evidence; only links and addresses need that.
        for (const DraftFinding& finding :
            draftFindings(sentenceOf(own.text), {{}, {}, false, nullptr, languageFrom(own.language)})) {
            const bool needsEvidence
                = finding.fault == PolicyFault::ForeignLink || finding.fault == PolicyFault::ForeignPersonalData;
            QVERIFY2(needsEvidence, own.text.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestDraftPolicy)
#include "TestDraftPolicy.moc"
