// links: tandem_ui
#include "ui/shell/SignIn.h"
#include "ui/shell/SignInDialog.h"
#include "ui/support/Doorkeeper.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace tandem;
using namespace tandem::ui;

namespace {

SignInDialog* shownDialog()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        auto* dialog = qobject_cast<SignInDialog*>(widget);
        if (dialog != nullptr && dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

QLineEdit* field(const SignInDialog& dialog, const QString& name)
{
    for (QLineEdit* edit : dialog.findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == name)
            return edit;
    }
    return nullptr;
}

QString problem(const SignInDialog& dialog)
{
    const auto* banner = dialog.findChild<Banner*>();
    return banner->isVisible() ? banner->accessibleName() : QString();
}

} // namespace

class TestSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look = std::make_unique<Look>(); }
    void init() { m_look->reset(); }
    void cleanupTestCase() { m_look.reset(); }

    void enterSignsInAndWhatIsWrongIsSaid()
    {
        Doorkeeper door;
        QStringList said;
        // The dialog runs its own loop; this plays the person, step by step.
        auto* step = new QTimer(this);
        connect(step, &QTimer::timeout, this, [&, tries = 0]() mutable {
            SignInDialog* dialog = shownDialog();
            QLineEdit* token = dialog == nullptr ? nullptr : field(*dialog, QStringLiteral("Token"));
            if (token == nullptr || !token->isEnabled())
                return;
            if (tries > 0 && problem(*dialog).isEmpty())
                return;
            said << problem(*dialog);
            if (tries > 3)
                dialog->reject();
            token->setText(tries++ == 0 ? QStringLiteral("tdm_wrong") : QStringLiteral("  tdm_right\n"));
            QTest::keyClick(token, Qt::Key_Return);
        });
        step->start(20);
        const auto connector = signIn(door.url().toString(), QString());
        delete step;
        QVERIFY(connector != nullptr);
        QCOMPARE(connector->state(), ConnectionState::Online);
        QCOMPARE(connector->actor().displayName, std::string("Ada Owner"));
        QCOMPARE(said.size(), 2);
        QVERIFY2(said[1].contains(QStringLiteral("does not take this token")), qPrintable(said[1]));
        QVERIFY(!said[1].contains(QStringLiteral("tdm_wrong")));
    }

    void aWrongAddressIsSaidInPlainWords_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("words");
        QTest::newRow("not encrypted") << QStringLiteral("http://desk.example") << QStringLiteral("https");
        QTest::newRow("nobody there") << QStringLiteral("http://127.0.0.1:1") << QStringLiteral("cannot be reached");
        QTest::newRow("no address") << QStringLiteral("ftp://desk.example") << QStringLiteral("https://desk.example");
    }
    void aWrongAddressIsSaidInPlainWords()
    {
        QFETCH(QString, address);
        QFETCH(QString, words);
        QString said;
        auto* step = new QTimer(this);
        connect(step, &QTimer::timeout, this, [&, tried = false]() mutable {
            SignInDialog* dialog = shownDialog();
            if (dialog == nullptr || !field(*dialog, QStringLiteral("Token"))->isEnabled())
                return;
            if (!std::exchange(tried, true)) {
                field(*dialog, QStringLiteral("Address"))->setText(address);
                field(*dialog, QStringLiteral("Token"))->setText(QStringLiteral("tdm_x"));
                QTest::keyClick(field(*dialog, QStringLiteral("Token")), Qt::Key_Return);
            } else if (said = problem(*dialog); !said.isEmpty()) {
                QTest::keyClick(dialog, Qt::Key_Escape);
            }
        });
        step->start(20);
        QVERIFY(signIn(QString(), QString()) == nullptr);
        delete step;
        QVERIFY2(said.contains(words), qPrintable(said));
    }

    void aTokenRevokedAtWorkIsAskedForAnew()
    {
        Doorkeeper door;
        auto opened = RemoteConnector::open(door.url(), "tdm_right");
        QVERIFY(opened.has_value());
        RemoteConnector& connector = **opened;
        QTRY_COMPARE(connector.state(), ConnectionState::Online);
        QWidget window;
        window.show();
        SignIn signIn(connector, window);
        door.token = "tdm_new";
        connector.ask(this, [](Desk& desk) { return desk.inbox.counts({}).has_value(); }, [](bool) {});
        QTRY_COMPARE(connector.state(), ConnectionState::Refused);
        QTest::qWait(0);
        QVERIFY(shownDialog() == nullptr); // nothing opens under the person's fingers
        signIn.ask();
        QVERIFY(shownDialog() != nullptr);
        SignInDialog* dialog = shownDialog();
        QVERIFY(field(*dialog, QStringLiteral("Address"))->isReadOnly());
        QTRY_VERIFY(!problem(*dialog).isEmpty());
        QSignalSpy again(&connector, &Connector::resynchronised);
        QLineEdit* token = field(*dialog, QStringLiteral("Token"));
        token->setText(QStringLiteral("tdm_new"));
        QTest::keyClick(token, Qt::Key_Return);
        QTRY_COMPARE(connector.state(), ConnectionState::Online);
        QTRY_VERIFY(shownDialog() == nullptr);
        QCOMPARE(again.size(), 1);
    }

    void theTokenIsNotShownAndTheButtonWaitsForBoth()
    {
        SignInDialog dialog(QString(), SignInDialog::Address::Free);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QVERIFY(field(dialog, QStringLiteral("Address"))->hasFocus());
        QLineEdit* token = field(dialog, QStringLiteral("Token"));
        QCOMPARE(token->echoMode(), QLineEdit::Password);
        QSignalSpy wanted(&dialog, &SignInDialog::signInRequested);
        token->setText(QStringLiteral("tdm_x"));
        QTest::keyClick(token, Qt::Key_Return);
        QVERIFY(wanted.isEmpty());
        QTest::keyClicks(field(dialog, QStringLiteral("Address")), QStringLiteral("desk.example"));
        QTest::keyClick(token, Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toUrl(), QUrl(QStringLiteral("https://desk.example")));
    }

    void picturesOfIt()
    {
        SignInDialog dialog(QStringLiteral("https://desk.fernway.example"), SignInDialog::Address::Free);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        keepPicture(dialog, QStringLiteral("sign-in-light"));
        field(dialog, QStringLiteral("Token"))->setText(QStringLiteral("tdm_0123456789"));
        dialog.fail(
            QStringLiteral("desk.fernway.example does not take this token. Copy it anew, or ask the desk's operator for one."));
        keepPicture(dialog, QStringLiteral("sign-in-refused-light"));
        m_look->theme().setAppearance(Appearance::Dark);
        QApplication::processEvents();
        keepPicture(dialog, QStringLiteral("sign-in-refused-dark"));
    }

private:
    std::unique_ptr<Look> m_look;
};

QTEST_MAIN(TestSignIn)
#include "TestSignIn.moc"
