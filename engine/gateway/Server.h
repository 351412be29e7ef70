#pragma once

#include "base/Error.h"
#include "desk/Adaptation.h"
#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Conversations.h"
#include "desk/DraftFeed.h"
#include "desk/EgressBook.h"
#include "desk/Explainer.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/Intake.h"
#include "desk/Learning.h"
#include "desk/Library.h"
#include "desk/Reviews.h"
#include "desk/Translations.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tandem::gateway {

struct Limits {
    std::size_t headerBytes = 16U << 10U;
    std::size_t bodyBytes = 2U << 20U;
    std::size_t drainBytes = 16U << 20U; // read and thrown away of a refused body, so that the sender sees the answer
    std::size_t bodiesBytes = 256U << 20U; // of all bodies held at one time; more is 503
    std::chrono::seconds headerTime{5};
    std::chrono::seconds bodyTime{30};
    std::chrono::seconds idleTime{60};
    std::size_t connections = 20000;
    std::chrono::milliseconds pingTime{20000}; // a stream's peer is asked this often, and has as long to answer
    std::chrono::milliseconds tokenTime{500}; // a stream's token is looked at this often
    std::size_t waitingChanges = 1000; // for a stream's peer that reads slowly; more become one resync
};

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8000; // 0 = any free one
    std::optional<std::uint16_t> metricsPort; // a second one for /metrics alone, on the same host; 0 = any free one
    std::string tlsCertificate; // PEM files; both or none
    std::string tlsKey;
    int threads = 2; // for sockets
    int concurrentRequests = 64; // desk calls at one time, each on a thread of its own that mostly waits for the disk
    std::size_t waitingRequests = 1024; // for such a thread; more is 503
    std::filesystem::path uploads; // files of imports lie in it; emptied at the start. "" = the system's temporary folder
    Limits limits;
};

// What the gateway may ask of the engine.
struct Desk {
    Intake& intake;
    Conversations& conversations;
    Administration& administration;
    Inbox& inbox;
    Approvals& approvals;
    Learning& learning;
    Library& library;
    Feed& feed;
    Explainer& explainer;
    Adaptation& adaptation;
    EgressBook& egress;
    Reviews& reviews;
    Translations& translations;
    DraftFeed& drafts;
};

// The HTTP edge: one io_context a thread. run() in its own threads; all methods thread-safe.
class Server {
public:
    // Binds and listens; InvalidArgument or Io with address and reason.
    static Result<std::unique_ptr<Server>> listen(const Settings& settings, Desk desk);
    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual std::uint16_t metricsPort() const = 0; // 0 = there is none
    // Accepts no more, finishes running requests within `grace`, then closes. Returns when all threads ended.
    virtual void stop(std::chrono::milliseconds grace) = 0;
};

} // namespace tandem::gateway
