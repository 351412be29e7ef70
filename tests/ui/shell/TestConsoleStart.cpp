// links: tandem_ui
// The console's program when it cannot start: it says why on standard error and ends with a status of its own. (Where somebody
// sees it, a window says so as well; the platform of tests draws into nothing, and there nothing must wait for a click.)
#include "support/Programs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tandem;

class TestConsoleStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondOneOnTheSameWorkspaceSaysWhoHasIt()
    {
        QTemporaryDir directory;
        const QString workspace = directory.filePath(QStringLiteral("workspace"));
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("workspace")));
        ServerProcess first(workspace);
        QVERIFY2(first.listens(), first.log().c_str());
        const Finished second = start(directory, {QStringLiteral("--data"), workspace});
        QCOMPARE(second.status, 1);
        QVERIFY2(second.errors.find("is using the workspace") != std::string::npos, second.errors.c_str());
    }

    void aFolderThatCannotBeWrittenIsNamed()
    {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const Finished console = start(directory, {QStringLiteral("--data"), file.fileName() + QStringLiteral("/workspace")});
        QCOMPARE(console.status, 1);
        QVERIFY2(console.errors.find("/file/workspace") != std::string::npos, console.errors.c_str());
    }

    void aDamagedStoreIsNotOpened()
    {
        QTemporaryDir directory;
        const QString workspace = directory.filePath(QStringLiteral("workspace"));
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("workspace")));
        QCOMPARE(runControl(workspace,
                     {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role"), QStringLiteral("agent"),
                         QStringLiteral("--name"), QStringLiteral("x")})
                     .status,
            0);
        int damaged = 0;
        for (const QFileInfo& info : QDir(workspace).entryInfoList({QStringLiteral("*.db"), QStringLiteral("*.sqlite")})) {
            QFile store(info.filePath());
            QVERIFY(store.open(QIODevice::ReadWrite));
            store.write(QByteArray(4096, 'x'));
            ++damaged;
        }
        QVERIFY(damaged > 0);
        const Finished console = start(directory, {QStringLiteral("--data"), workspace});
        QCOMPARE(console.status, 1);
        QVERIFY(!console.errors.empty());
    }

    void aServerNeedsATokenAndTheTokenIsNotPrinted()
    {
        QTemporaryDir directory;
        const Finished without = start(directory, {QStringLiteral("--connect"), QStringLiteral("https://desk.example")});
        QCOMPARE(without.status, 1);
        QVERIFY2(without.errors.find("A token is needed") != std::string::npos, without.errors.c_str());
        const Finished with = start(directory, {QStringLiteral("--connect"), QStringLiteral("http://desk.example")},
            {{QStringLiteral("TANDEM_TOKEN"), QStringLiteral("tdm_secret")}});
        QCOMPARE(with.status, 1);
        QVERIFY2(with.errors.find("https") != std::string::npos, with.errors.c_str());
        QVERIFY(with.errors.find("tdm_secret") == std::string::npos);
    }

private:
    static Finished start(const QTemporaryDir& home, const QStringList& arguments, QMap<QString, QString> environment = {})
    {
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("HOME"), home.path());
        if (!environment.contains(QStringLiteral("TANDEM_TOKEN")))
            environment.insert(QStringLiteral("TANDEM_TOKEN"), QString());
        return runProgram(QStringLiteral("tandem"), arguments, {}, environment, 30000);
    }
};

QTEST_GUILESS_MAIN(TestConsoleStart)
#include "TestConsoleStart.moc"
