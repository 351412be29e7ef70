// links: tandem_store
#include "services/store/WorkspaceLock.h"
#include "support/Strings.h"

#include <QProcess>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace tandem;

class TestWorkspaceLock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWorkspaceIsMadeForItsOwnerAlone();
    void theSecondHolderIsToldWhoTheFirstIs();
    void aFreedWorkspaceCanBeTakenAgain();
    void aMovedLockStaysLocked();
    void aKilledProcessLeavesNoLock();
    void aFileInPlaceOfTheFolderIsAnIoError();
};

void TestWorkspaceLock::aWorkspaceIsMadeForItsOwnerAlone()
{
    const QTemporaryDir directory;
    const auto workspace = path(directory) / "a" / "b";
    const auto lock = WorkspaceLock::acquire(workspace);
    QVERIFY(lock.has_value());
    struct stat about{};
    QCOMPARE(::stat(workspace.c_str(), &about), 0);
    QCOMPARE(static_cast<unsigned>(about.st_mode & 0777), 0700U);
}

void TestWorkspaceLock::theSecondHolderIsToldWhoTheFirstIs()
{
    const QTemporaryDir directory;
    const auto first = WorkspaceLock::acquire(path(directory));
    QVERIFY(first.has_value());
    const auto second = WorkspaceLock::acquire(path(directory));
    QVERIFY(!second && second.error().code == ErrorCode::Conflict);
    QVERIFY(second.error().message.starts_with("Process " + std::to_string(::getpid()) + " "));
    QVERIFY(second.error().message.find(path(directory).string()) != std::string::npos);
}

void TestWorkspaceLock::aFreedWorkspaceCanBeTakenAgain()
{
    const QTemporaryDir directory;
    QVERIFY(WorkspaceLock::acquire(path(directory)).has_value());
    QVERIFY(WorkspaceLock::acquire(path(directory)).has_value());
}

void TestWorkspaceLock::aMovedLockStaysLocked()
{
    const QTemporaryDir directory;
    WorkspaceLock outer = valueOf(WorkspaceLock::acquire(path(directory)));
    {
        const WorkspaceLock inner(std::move(outer));
        QVERIFY(!WorkspaceLock::acquire(path(directory)));
    }
    QVERIFY(WorkspaceLock::acquire(path(directory)).has_value());
}

void TestWorkspaceLock::aKilledProcessLeavesNoLock()
{
    const QTemporaryDir directory;
    QProcess holder; // this program again: see main
    holder.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hold"), directory.path()});
    QVERIFY(holder.waitForReadyRead());
    const auto refused = WorkspaceLock::acquire(path(directory));
    QVERIFY(!refused);
    QVERIFY(refused.error().message.starts_with("Process " + std::to_string(holder.processId()) + " "));
    holder.kill();
    QVERIFY(holder.waitForFinished());
    QVERIFY(WorkspaceLock::acquire(path(directory)).has_value());
}

void TestWorkspaceLock::aFileInPlaceOfTheFolderIsAnIoError()
{
    const auto lock = WorkspaceLock::acquire("/dev/null");
    QVERIFY(!lock && lock.error().code == ErrorCode::Io);
    const auto below = WorkspaceLock::acquire("/dev/null/workspace");
    QVERIFY(!below && below.error().code == ErrorCode::Io);
}

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--hold") {
        const auto lock = valueOf(WorkspaceLock::acquire(argv[2]));
        std::printf("held\n");
        std::fflush(stdout);
        ::pause(); // until it is killed
        return 0;
    }
    const QCoreApplication application(argc, argv);
    TestWorkspaceLock test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestWorkspaceLock.moc"
