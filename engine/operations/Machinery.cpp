#include "operations/Machinery.h"

namespace tandem {

MachineryLoader::MachineryLoader(Load load)
    : m_load(std::move(load))
{
}

void MachineryLoader::start(std::function<void()> then)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_begun)
            return;
        m_begun = true;
    }
    m_thread = std::jthread([this, then = std::move(then)] {
        load();
        if (then && m_loaded->has_value())
            then();
    });
}

Result<Machinery*> MachineryLoader::get()
{
    std::unique_lock lock(m_mutex);
    if (!m_begun) {
        m_begun = true;
        lock.unlock();
        load();
        lock.lock();
    }
    m_changed.wait(lock, [this] { return m_loaded.has_value(); });
    if (!m_loaded->has_value())
        return std::unexpected(m_loaded->error());
    return (**m_loaded).get();
}

Result<Machinery*> MachineryLoader::now()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_loaded)
            return retryableFailure(ErrorCode::Unavailable, "Models and indexes are still loading; try again in a moment");
    }
    return get();
}

Result<Machinery*> MachineryLoader::ready()
{
    const bool begun = [this] {
        const std::lock_guard lock(m_mutex);
        return m_begun;
    }();
    return begun ? now() : get();
}

void MachineryLoader::load()
{
    auto loaded = m_load();
    {
        const std::lock_guard lock(m_mutex);
        m_loaded = std::move(loaded);
    }
    m_changed.notify_all();
}

} // namespace tandem
