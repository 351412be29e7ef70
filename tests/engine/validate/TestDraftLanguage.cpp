// links: tandem_pipeline
#include "pipeline/validate/DraftLanguage.h"

#include "support/OwnTexts.h"

#include <cstdio>

using namespace tandem;

class TestDraftLanguage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherLanguageIsTold();
    void theRightLanguagePasses();
    void littleTextIsNoEvidence();
    void theDesksOwnTextsAreInTheirLanguage();
};

namespace {

struct Row {
    const char* text;
    Language language;
};
constexpr std::array rows{Row{"You can change the plan of the workspace under the settings at any time.", Language::En},
    Row{"Sie können den Tarif des Arbeitsbereichs jederzeit in den Einstellungen ändern.", Language::De},
    Row{"Vous pouvez changer le forfait de votre espace dans les paramètres à tout moment.", Language::Fr},
    Row{"Usted puede cambiar el plan de su espacio en los ajustes en todo momento.", Language::Es},
    Row{"Può cambiare il piano del suo spazio nelle impostazioni in qualsiasi momento.", Language::It},
    Row{"Você pode mudar o plano do seu espaço nas configurações a qualquer momento.", Language::Pt},
    Row{"U kunt het abonnement van de werkruimte op elk moment in de instellingen wijzigen.", Language::Nl},
    Row{"Możesz w każdej chwili zmienić plan swojego obszaru w ustawieniach i na tej stronie.", Language::Pl},
    Row{"Çalışma alanının planını her zaman ayarlar bölümünde ve bu sayfada çok kolay değiştirebilirsiniz.", Language::Tr},
    Row{"يمكنك تغيير خطة مساحة العمل من الإعدادات في أي وقت.", Language::Ar},
    Row{"您可以随时在设置中更改工作区的套餐。", Language::Zh},
    Row{"ワークスペースのプランは設定からいつでも変更できます。", Language::Ja}};

} // namespace

void TestDraftLanguage::anotherLanguageIsTold()
{
    int told = 0;
    int asked = 0;
    for (const Row& row : rows) {
        for (const Row& other : rows) {
            if (other.language == row.language)
                continue;
            const auto found = otherLanguage(row.text, other.language);
            QVERIFY2(!found || *found == row.language, row.text);
            told += found ? 1 : 0;
            ++asked;
        }
    }
    QVERIFY2(told * 10 >= asked * 9, std::to_string(told).c_str());
    QCOMPARE(otherLanguage(rows[0].text, Language::De), std::optional(Language::En));
    QCOMPARE(otherLanguage(rows[10].text, Language::En), std::optional(Language::Zh));
}

void TestDraftLanguage::theRightLanguagePasses()
{
    for (const Row& row : rows)
        QVERIFY2(!otherLanguage(row.text, row.language), row.text);
}

void TestDraftLanguage::littleTextIsNoEvidence()
{
    for (const char* text : {"Settings › Billing › Invoices", "Fernway Business Plan", "Error AUTH-403", "Thank you very much!",
             "Klicken Sie auf \"Where do you want to save this and for how long\".", "Rufen Sie `is the user in the group` auf.",
             "https://help.fernway.example/what-is-the-plan", ""})
        QVERIFY2(!otherLanguage(text, Language::De), text);
    QVERIFY(!otherLanguage("请打开 Settings › Billing › Invoices。", Language::Zh));
}

void TestDraftLanguage::theDesksOwnTextsAreInTheirLanguage()
{
    const auto sentences = ownSentences();
    QVERIFY(sentences.size() > 1000);
    std::size_t wrong = 0;
    for (const OwnSentence& sentence : sentences) {
        const auto language = languageFrom(sentence.language);
        QVERIFY2(language, sentence.language.c_str());
        if (const auto other = otherLanguage(sentence.text, *language)) {
            ++wrong;
            qInfo("%s: %s", std::string(name(*other)).c_str(), sentence.text.c_str());
        }
    }
    QCOMPARE(wrong, std::size_t{0});
}

QTEST_GUILESS_MAIN(TestDraftLanguage)
#include "TestDraftLanguage.moc"
