// links: tandem_pipeline
#include "pipeline/ingest/Ingest.h"
#include "support/Strings.h"

using namespace tandem;

namespace {

IncomingMessage message(std::string text)
{
    IncomingMessage incoming;
    incoming.customerId = "c-1";
    incoming.subject = "Hello";
    incoming.text = std::move(text);
    return incoming;
}

} // namespace

class TestIngest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compatibilityFormsAreComposed()
    {
        QCOMPARE(valueOf(normalised(message("ﬁle ｆｕｌｌ e\u0301"))).text, std::string("file full é"));
    }

    void controlCharactersAndOrderOverridesGoLineEndsStay()
    {
        QCOMPARE(valueOf(normalised(message("a\r\nb\x07\tc\u202E d"))).text, std::string("a\nb\tc d"));
    }

    void aSubjectBecomesOneLine()
    {
        IncomingMessage incoming = message("text");
        incoming.subject = " two\nlines ";
        QCOMPARE(valueOf(normalised(incoming)).subject, std::string("two lines"));
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<QByteArray>("customer");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        QTest::newRow("no customer") << QByteArray(" ") << QByteArray("text") << qt("customer_id");
        QTest::newRow("no text") << QByteArray("c") << QByteArray(" \n ") << qt("description");
        QTest::newRow("only control characters") << QByteArray("c") << QByteArray("\x01\x02") << qt("description");
        QTest::newRow("broken encoding") << QByteArray("c") << QByteArray("a\xFFz") << qt("description");
        QTest::newRow("NUL") << QByteArray("c") << QByteArray("a\0b", 3) << qt("description");
        QTest::newRow("too long") << QByteArray("c") << QByteArray(2 << 20, 'a') << qt("description");
    }

    void whatIsMissingIsNamed()
    {
        QFETCH(QByteArray, customer);
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        IncomingMessage incoming = message(text.toStdString());
        incoming.customerId = customer.toStdString();
        const auto result = normalised(incoming);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(qt(result.error().message).contains(named), result.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestIngest)
#include "TestIngest.moc"
