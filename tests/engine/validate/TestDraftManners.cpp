// links: tandem_pipeline
#include "pipeline/validate/DraftManners.h"

#include "support/OwnTexts.h"

using namespace tandem;

class TestDraftManners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void insultsAreFoundInEveryLanguage();
    void threatsAreFoundInEveryLanguage();
    void sexualContentIsFoundInEveryLanguage();
    void encouragementToSelfHarmIsFoundInEveryLanguage();
    void coldWordsAreFoundInEveryLanguage();
    void ordinarySupportIsNoOffence();
    void theDesksOwnTextsAreNoOffence();
};

namespace {

void expectAll(BadManner kind, std::initializer_list<const char*> texts)
{
    for (const char* text : texts)
        QVERIFY2(badManner(kind, PhraseText(text)), text);
}

constexpr std::array kinds{BadManner::Insult, BadManner::Threat, BadManner::Sexual, BadManner::SelfHarm, BadManner::Cold};

} // namespace

void TestDraftManners::insultsAreFoundInEveryLanguage()
{
    expectAll(BadManner::Insult,
        {"Honestly, YOU ARE   an idiot.", "Sie sind ein Idiot!", "Vous êtes stupide.", "Usted es un idiota.", "Lei è stupido.",
            "Você é burro mesmo.", "U bent dom.", "Jesteś głupi.", "Sen aptalsın.", "أنت غبي جدا.", "你真蠢，你是白痴。",
            "あなたは馬鹿ですか。"});
}

void TestDraftManners::threatsAreFoundInEveryLanguage()
{
    expectAll(BadManner::Threat,
        {"We know where you live.", "Das werden Sie bereuen.", "Vous allez le regretter.", "Se va a arrepentir de esto.",
            "Se ne pentirà.", "Você vai se arrepender.", "Hier krijgt u spijt van.", "Pożałujesz tego.", "Pişman olacaksın.",
            "ستندم على ذلك.", "你会后悔的。", "後悔させてやる。"});
}

void TestDraftManners::sexualContentIsFoundInEveryLanguage()
{
    expectAll(BadManner::Sexual,
        {"You look sexy today.", "Du bist sexy.", "Envoyez des photos nues.", "Quiero tener sexo.", "Vuoi fare sesso?",
            "Quer fazer sexo?", "Stuur een naaktfoto.", "Jesteś seksowna.", "Çıplak fotoğraf gönder.", "أرسل صور عارية.",
            "发裸照给我。", "ヌード写真を送って。"});
}

void TestDraftManners::encouragementToSelfHarmIsFoundInEveryLanguage()
{
    expectAll(BadManner::SelfHarm,
        {"Just kill yourself.", "Bring dich um.", "Tuez-vous donc.", "Mátate ya.", "Ucciditi.", "Mate-se.", "Pleeg zelfmoord.",
            "Zabij się.", "Kendini öldür.", "اقتل نفسك.", "你去死吧。", "自殺しろ。"});
}

void TestDraftManners::coldWordsAreFoundInEveryLanguage()
{
    expectAll(BadManner::Cold,
        {"That’s your own fault.", "Da sind Sie selbst schuld.", "C’est votre faute.", "Es culpa suya.", "È colpa sua.",
            "A culpa é sua.", "Dat is uw eigen schuld.", "To pana wina.", "Bu sizin suçunuz.", "هذا خطؤك.", "这是您的错。",
            "それはお客様のせいです。"});
}

void TestDraftManners::ordinarySupportIsNoOffence()
{
    for (const char* text : {"The server kills the process after 60 seconds.", "You can see how many times the automation ran.",
             "We will find you a free seat.", "Du bist zu diesem Arbeitsbereich eingeladen.",
             "Maak jezelf eigenaar van het bord.", "It is not your fault.", "Save the board, or else you lose the change.",
             "The app will stop asking for the code.", "Fraudsters pretend to be us; never give them a code.",
             "Die Domain ist falsch eingetragen.", "If this is your problem, sign in again.",
             "Si este es su problema, inicie sesión de nuevo.", "抱歉给您带来不便。", ""}) {
        for (const BadManner kind : kinds)
            QVERIFY2(!badManner(kind, PhraseText(text)), text);
    }
}

void TestDraftManners::theDesksOwnTextsAreNoOffence()
{
    const auto sentences = ownSentences();
    QVERIFY(sentences.size() > 1000);
    for (const OwnSentence& sentence : sentences) {
        for (const BadManner kind : kinds)
            QVERIFY2(!badManner(kind, PhraseText(sentence.text)), sentence.text.c_str());
    }
}

QTEST_GUILESS_MAIN(TestDraftManners)
#include "TestDraftManners.moc"
