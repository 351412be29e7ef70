// links: tandem_privacy
#include "privacy/PersonalDataVocabulary.h"
#include "privacy/Redaction.h"
#include "support/Slowdown.h"

#include <QTest>

#include <algorithm>
#include <ctime>

using namespace tandem;

// Every scanner is linear in the text's length: twice the text takes about twice the time.
class TestPersonalDataSpeed final : public QObject {
    Q_OBJECT

private:
    static double processorSeconds()
    {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    }

    static double secondsFor(const std::string& piece, std::size_t size)
    {
        std::string text;
        while (text.size() < size)
            text += piece;
        const double begin = processorSeconds();
        findPersonalData(text);
        return processorSeconds() - begin;
    }

    // A quadratic scanner takes four times as long for twice the text. What is too quick to be timed is quick enough.
    static bool isLinear(const std::string& piece)
    {
        constexpr std::size_t half = 50'000;
        constexpr double quick = 0.03;
        for (int attempt = 0; attempt < 3; ++attempt) {
            const double whole = secondsFor(piece, 2 * half);
            if (whole < quick * slowdown || whole < 3 * secondsFor(piece, half))
                return whole < 0.2 * slowdown;
        }
        return false;
    }

private Q_SLOTS:
    void everyWordThatIsLookedForCanBeRepeatedForEver_data()
    {
        QTest::addColumn<QByteArray>("word");
        for (const std::string_view word : pii::scannedWords())
            QTest::addRow("%s", std::string(word).c_str()) << QByteArray(word.data(), static_cast<qsizetype>(word.size()));
    }
    void everyWordThatIsLookedForCanBeRepeatedForEver()
    {
        QFETCH(QByteArray, word);
        for (const char* end : {"", " ", ":", " is "}) {
            const std::string piece = word.toStdString() + end;
            QVERIFY2(isLinear(piece), piece.c_str());
        }
    }

    void longTextsAreScannedInLinearTime_data()
    {
        QTest::addColumn<QByteArray>("piece");
        for (const std::string_view piece : {"1", "1 ", "a@", "-", "12-", "eyJ", "A", "Rua A ", "sk-", "SG.", "SG.SG.a", "order ",
                 "://", "1:", "路", "dear A ", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "password:", "address: ", "A mah. ",
                 "Anna ", "anna smith ", "王伟", "田中", "東京都", "大阪市1-", "محمد ", "شارع ", "[EMAIL_1] ", "\u200B4", "\xFF",
                 "\xE2\x80", "  \n", "a.b@c.de ", "a@ü", "4111 1111 1111 1111 ", "4111  1111  ", "DE89 3704 0044 ", "DE89.",
                 "::", "Mr. ", "a@b.co ", "1111exp", "password for ", "verification code "})
            QTest::addRow("%d", static_cast<int>(qHash(QByteArray(piece.data(), static_cast<qsizetype>(piece.size())))))
                << QByteArray(piece.data(), static_cast<qsizetype>(piece.size()));
    }
    void longTextsAreScannedInLinearTime()
    {
        QFETCH(QByteArray, piece);
        QVERIFY2(isLinear(piece.toStdString()), piece.constData());
    }

    // Long runs that every candidate looks across.
    void longRunsCostNoMoreThanTheirLength()
    {
        const std::string spaces(600'000, ' '); // with the numbers a megabyte
        std::string numbers;
        while (numbers.size() < 400'000)
            numbers += "415 555 0132 ";
        for (const std::string& text : {spaces + numbers, numbers + spaces, std::string(100'000, 'x'),
                 "my name is " + std::string(100'000, 'A'), std::string(100'000, 'a') + "@" + std::string(100'000, 'b') + ".com",
                 "address: " + spaces + numbers, std::string(200'000, '['), "password: " + std::string(300'000, '!')}) {
            const double begin = processorSeconds();
            redact(text);
            QVERIFY2(processorSeconds() - begin < 4 * slowdown, std::string(text.substr(0, 20)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestPersonalDataSpeed)
#include "TestPersonalDataSpeed.moc"
