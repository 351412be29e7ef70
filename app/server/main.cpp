// tandemd: the engine with workers, behind HTTP.
#include "app/common/Setup.h"
#include "app/server/CommandLine.h"
#include "app/server/OpenFiles.h"
#include "app/server/StopSignals.h"
#include "base/Log.h"
#include "gateway/Server.h"

#include <QCoreApplication>

#include <iostream>

namespace tandem::app {

namespace {

constexpr std::chrono::seconds requestGrace{10};
constexpr std::chrono::seconds ticketGrace{20};

Status serve(const ServerOptions& options, StopSignals& signals)
{
    const SystemClock clock;
    const Config config = TRY(loadConfig(options.flags));
    setLogLevel(config);
    allowConnections(static_cast<std::size_t>(config.integer("server.max_connections")));
    const auto engine = TRY(openEngine(options.flags, config, WorkerMode::Run, clock));
    gateway::Settings settings;
    settings.host = options.host;
    settings.port = options.port;
    settings.tlsCertificate = options.tlsCertificate;
    settings.tlsKey = options.tlsKey;
    settings.concurrentRequests = static_cast<int>(config.integer("server.max_concurrent_requests"));
    settings.uploads = TRY(workspaceOf(options.flags)) / "uploads-in-progress";
    settings.limits.connections = static_cast<std::size_t>(config.integer("server.max_connections"));
    const auto metricsPort = static_cast<std::uint16_t>(config.integer("server.prometheus_port"));
    if (metricsPort != 0)
        settings.metricsPort = metricsPort;
    const gateway::Desk desk{engine->intake(), engine->conversations(), engine->administration(), engine->inbox(),
        engine->approvals(), engine->learning(), engine->library(), engine->feed(), engine->explainer(), engine->adaptation(),
        engine->egress(), engine->reviews(), engine->translations(), engine->drafts()};
    const auto server = TRY(gateway::Server::listen(settings, desk));
    const std::string host = options.host.contains(':') ? "[" + options.host + "]" : options.host;
    std::cout << "listening on " << (options.tlsKey.empty() ? "http://" : "https://") << host << ":" << server->port() << "\n"
              << std::flush;
    signals.wait();
    log::info("stopping");
    server->stop(requestGrace);
    engine->stop(ticketGrace);
    log::info("stopped");
    return {};
}

} // namespace

} // namespace tandem::app

int main(int argc, char** argv)
{
    using namespace tandem::app;
    StopSignals signals; // first: threads inherit what it sets
    const QCoreApplication application(argc, argv); // the store's database drivers need one
    keepNumbersPlain();
    const auto options = serverOptions(argc, argv);
    if (!options)
        return static_cast<int>(options.error());
    const auto served = tandem::app::serve(*options, signals);
    return static_cast<int>(served ? Exit::Success : refused(served.error()));
}
