#include "operations/EgressRetention.h"

#include "base/Log.h"

namespace tandem {

namespace {

constexpr int batch = 500;
constexpr Milliseconds pause = std::chrono::hours(1);

} // namespace

EgressRetention::EgressRetention(Store& store, const Clock& clock, Milliseconds bodyTime)
    : m_store(store)
    , m_clock(clock)
    , m_bodyTime(bodyTime)
{
}

void EgressRetention::start()
{
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (const auto forgotten = forgetOld(); !forgotten)
                log::error("sent_texts_not_forgotten", {log::Field::reason(forgotten.error().message)});
            m_never.wait(m_never.seen(), pause, stop);
        }
    });
}

void EgressRetention::stop()
{
    m_thread = std::jthread(); // asks the old one to stop and joins it
}

Result<int> EgressRetention::forgetOld()
{
    const TimePoint before = m_clock.now() - m_bodyTime;
    int all = 0;
    for (int some = batch; some == batch; all += some)
        some = TRY(
            writeResult(m_store, [&](Transaction& transaction) { return transaction.egress().forgetBodies(before, batch); }));
    return all;
}

} // namespace tandem
