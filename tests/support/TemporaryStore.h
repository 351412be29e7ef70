#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <memory>

namespace tandem {

// A real store in a directory that goes with it.
class TemporaryStore {
public:
    explicit TemporaryStore(const Clock& clock)
        : m_store(valueOf(SqliteStore::open(
              path(m_directory) / "tandem.db", valueOf(Seal::open(path(m_directory) / "workspace.key")), clock)))
    {
    }

    Store& operator*() { return *m_store; }
    Store* operator->() { return m_store.get(); }
    [[nodiscard]] std::filesystem::path file() const { return path(m_directory) / "tandem.db"; }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Store> m_store;
};

} // namespace tandem
