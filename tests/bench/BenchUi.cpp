// links: tandem_embedded
#include "ManyTickets.h"
#include "base/Json.h"
#include "services/store/SqliteStore.h"
#include "ui/connector/EmbeddedConnector.h"
#include "ui/inbox/TicketListView.h"
#include "ui/shell/LatencyMeter.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/TandemStyle.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QListView>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// The console over many tickets (100,000, or as many as the first argument says), engine inside, painted offscreen. Times are
// what a person waits for: until the event loop is back after the paint. With --cold WORKSPACE the program is one cold start.
using namespace tandem;
using namespace tandem::ui;

namespace {

constexpr int listRounds = 9;
constexpr int keyRounds = 400;
constexpr int patience = 30000; // ms

void report(const char* name, const char* unit, double value, std::size_t count, const char* peer = nullptr, double peerValue = 0)
{
    Json line{{"bench", "ui"}, {"name", name}, {"unit", unit}, {"value", value}, {"n", count}, {"peer", nullptr},
        {"peer_value", nullptr}, {"ratio", nullptr}};
    if (peer != nullptr) {
        line["peer"] = peer;
        line["peer_value"] = peerValue;
        line["ratio"] = peerValue / value;
    }
    std::printf("%s\n", toText(line).c_str());
    std::fflush(stdout);
}

double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').at(1).toDouble() / 1024;
    }
    return 0;
}

struct OpenConsole {
    explicit OpenConsole(const std::filesystem::path& workspace)
        : theme(QStringLiteral(TANDEM_RESOURCES "/icons"))
    {
        QApplication::setStyle(new TandemStyle(theme));
        EmbeddedConnector::Settings settings;
        settings.workspace = workspace;
        settings.resources = TANDEM_RESOURCES;
        settings.config = bench::valueOf(Config::load({}));
        settings.owner = Actor{ActorId("owner"), Role::Admin, "Owner", {}};
        connector = bench::valueOf(EmbeddedConnector::open(std::move(settings), clock));
        window = std::make_unique<MainWindow>(*connector, theme, QString::fromStdString(workspace / "waiting.json"));
        window->show();
        window->activateWindow();
        list = window->findChild<TicketListView*>();
    }

    // Until the list shows the first page of what it was asked for.
    void waitForList() const
    {
        const auto isHere = [this] { return !list->model().isWaiting(); };
        QEventLoop loop;
        QObject::connect(&list->model(), &TicketListModel::changed, &loop, [&] {
            if (isHere())
                loop.quit();
        });
        QTimer::singleShot(patience, &loop, [] {
            std::fprintf(stderr, "the list did not come\n");
            std::exit(1);
        });
        if (!isHere())
            loop.exec();
        list->viewport()->repaint();
    }

    SystemClock clock;
    Theme theme;
    std::unique_ptr<EmbeddedConnector> connector;
    std::unique_ptr<MainWindow> window;
    TicketListView* list = nullptr;
};

double timed(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

// What Qt's own list costs: all rows as items, laid out and painted once.
double peerList(int tickets)
{
    return timed([tickets] {
        QStandardItemModel model;
        for (int i = 0; i < tickets; ++i)
            model.appendRow(new QStandardItem(QStringLiteral("The invoice of November was charged twice %1").arg(i)));
        QListView view;
        view.setUniformItemSizes(true);
        view.setModel(&model);
        view.resize(332, 800);
        view.show();
        QApplication::processEvents();
        view.viewport()->repaint();
    });
}

void measureLists(OpenConsole& console, int tickets)
{
    std::vector<double> ours;
    std::vector<double> peers;
    constexpr std::array views{InboxView::All, InboxView::AllOpen, InboxView::Unassigned};
    for (int round = 0; round < listRounds; ++round) {
        peers.push_back(peerList(tickets));
        InboxQuery query;
        query.view = views.at(static_cast<std::size_t>(round) % views.size());
        ours.push_back(timed([&] {
            console.list->setQuery(query);
            console.waitForList();
        }));
    }
    report("first_list_ms", "ms", quantile(ours, 0.5), ours.size(), "QStandardItemModel in QListView", quantile(peers, 0.5));
    std::vector<double> filters;
    constexpr std::array words{"invoice", "export", "müller", "passwort", "virement", "twice november", "4711", "csv rows"};
    for (int round = 0; round < 80; ++round) {
        InboxQuery query;
        query.view = InboxView::All;
        query.text = words.at(static_cast<std::size_t>(round) % words.size());
        filters.push_back(timed([&] {
            console.list->setQuery(query);
            console.waitForList();
        }));
    }
    report("filter_p99_ms", "ms", quantile(filters, 0.99), filters.size());
    report("filter_p50_ms", "ms", quantile(filters, 0.5), filters.size());
}

void measureKeys(OpenConsole& console)
{
    InboxQuery query;
    query.view = InboxView::All;
    console.list->setQuery(query);
    console.waitForList();
    console.window->activateWindow(); // the peer's window had it
    console.list->setFocus();
    if (!QTest::qWaitForWindowActive(console.window.get()))
        std::exit(1);
    const auto* meter = console.window->findChild<LatencyMeter*>();
    const std::size_t before = meter->times().size();
    for (int key = 0; key < keyRounds; ++key) {
        QTest::keyClick(console.window->windowHandle(), key % 5 == 4 ? Qt::Key_K : Qt::Key_J);
        QTest::qWait(5); // a person does not press faster; answers of the desk come in between
    }
    const std::vector<double> times(meter->times().begin() + static_cast<std::ptrdiff_t>(before), meter->times().end());
    if (times.size() < static_cast<std::size_t>(keyRounds) / 2) {
        std::fprintf(stderr, "only %zu of %d keys were painted\n", times.size(), keyRounds);
        std::exit(1);
    }
    report("key_to_paint_p99_ms", "ms", quantile(times, 0.99), times.size());
    report("key_to_paint_p50_ms", "ms", quantile(times, 0.5), times.size());
}

// From the start of another process until it has painted its first list.
void measureColdStart(const QString& workspace)
{
    std::vector<double> times;
    for (int round = 0; round < 7; ++round) {
        times.push_back(timed([&] {
            QProcess process;
            process.setStandardErrorFile(QProcess::nullDevice());
            process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--cold"), workspace});
            if (!process.waitForReadyRead(patience))
                std::exit(1);
            process.kill();
            process.waitForFinished();
        }));
    }
    report("cold_start_ms", "ms", quantile(times, 0.5), times.size());
}

// The resident memory of another process that shows the queue, has read what it reads in the background, and was used a little.
double residentOf(const QString& workspace, const QProcessEnvironment& environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--resident"), workspace});
    if (!process.waitForFinished(2 * patience))
        std::exit(1);
    return process.readAllStandardOutput().trimmed().toDouble();
}

void measureMemory(const QString& workspace)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    report("rss_100k_with_model_mb", "MB", residentOf(workspace, environment), 1);
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), workspace + QStringLiteral("/no-models"));
    report("rss_100k_mb", "MB", residentOf(workspace, environment), 1);
}

int showResident(const QString& workspace)
{
    const OpenConsole console(workspace.toStdString());
    console.waitForList();
    QTest::qWait(5000); // models and the table that is searched are read in the background
    console.list->setFocus();
    for (int key = 0; key < 40; ++key) {
        QTest::keyClick(console.window->windowHandle(), Qt::Key_J);
        QTest::qWait(20);
    }
    std::printf("%.1f\n", residentMegabytes());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QStringLiteral("--cold")) {
        const OpenConsole console(arguments[2].toStdString());
        console.waitForList();
        std::printf("painted\n");
        std::fflush(stdout);
        return QApplication::exec();
    }
    if (arguments.size() == 3 && arguments[1] == QStringLiteral("--resident"))
        return showResident(arguments[2]);
    const int tickets = arguments.size() > 1 ? arguments[1].toInt() : 100000;
    const QTemporaryDir directory;
    const std::filesystem::path workspace = directory.path().toStdString();
    {
        const SystemClock clock;
        const auto seal = bench::valueOf(Seal::open(workspace / "workspace.key"));
        const auto store = bench::valueOf(SqliteStore::open(workspace / "tandem.db", seal, clock));
        bench::fill(*store, tickets, clock.now());
    }
    measureColdStart(directory.path());
    measureMemory(directory.path());
    OpenConsole console(workspace);
    console.waitForList();
    QTest::qWait(5000); // models and the table that is searched are read in the background
    measureLists(console, tickets);
    measureKeys(console);
    return 0;
}
