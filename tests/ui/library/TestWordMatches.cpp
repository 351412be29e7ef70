// links: tandem_ui
#include "ui/library/WordMatches.h"

#include <QTest>

using namespace tandem::ui;

class TestWordMatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsOfTheQueryAreFoundInAnyForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char* text, const char* query, const char* found) {
            const QString words = QString::fromUtf8(found);
            QTest::newRow(query) << QString::fromUtf8(text) << QString::fromUtf8(query)
                                 << (words.isEmpty() ? QStringList() : words.split(u'|'));
        };
        row("If two charges are captured, one is refunded.", "charged twice, refund", "charges|refunded");
        row("The contract is signed.", "contradict", "");
        row("Error FILE-507 means the file is too large.", "what is file-507", "FILE-507");
        row("Error FILE-508 means the file is broken.", "FILE-507", "");
        row("Die Rechnungen kommen monatlich.", "Rechnung monatliche", "Rechnungen|monatlich");
        row("Vous êtes remboursée sous 14 jours.", "rembourser", "remboursée");
        row("Puede cambiar el método de pago.", "métodos de pagos", "método|pago");
        row("管理者を変更する方法です。", "管理者の変更", "管理者|変更");
        row("如何更改发票的语言", "发票语言", "发票|语言");
        row("It takes five days.", "is it the", ""); // words that any text has
        row("", "refund", "");
        row("Refunds", "", "");
    }
    void wordsOfTheQueryAreFoundInAnyForm()
    {
        QFETCH(QString, text);
        QFETCH(QString, query);
        QFETCH(QStringList, found);
        QStringList result;
        for (const Stretch& stretch : wordMatches(text.toStdString(), query.toStdString()))
            result << text.mid(stretch.begin, stretch.length);
        QCOMPARE(result, found);
    }

    void placesAreThoseOfTheStringWhateverStandsBefore()
    {
        const QString text = QStringLiteral("😀 é 日本 refund");
        const auto found = wordMatches(text.toStdString(), "refunds");
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(text.mid(found.front().begin, found.front().length), QStringLiteral("refund"));
    }
};

QTEST_MAIN(TestWordMatches)
#include "TestWordMatches.moc"
