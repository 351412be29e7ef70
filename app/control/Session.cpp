#include "app/control/Session.h"

#include "base/Log.h"

namespace tandem::app {

Session::Session()
    : m_actor{ActorId("local-admin"), Role::Admin, "tandemctl", {}}
{
}

Result<Config> Session::config()
{
    if (!m_config) {
        m_config = TRY(loadConfig(m_flags));
        if (m_config->origin("log.level") == Origin::Default)
            log::setLevel(log::Level::Warning);
        else
            setLogLevel(*m_config);
    }
    return *m_config;
}

Result<Engine*> Session::engine()
{
    if (!m_engine) {
        const Config config = TRY(this->config());
        m_engine = TRY(openEngine(m_flags, config, WorkerMode::None, m_clock));
    }
    return m_engine.get();
}

} // namespace tandem::app
