#pragma once

#include "base/Clock.h"
#include "privacy/Seal.h"
#include "services/store/Store.h"

#include <filesystem>
#include <memory>

namespace tandem {

class SqliteQueue;
class SqliteReaders;
class SqliteWriter;
struct SqliteSession;

// The embedded store: one SQLite file with a write-ahead log, one writer thread (see SqliteWriter) and a few reader threads (see
// SqliteReaders). Thread-safe. A QCoreApplication must exist from open() until the store is gone. One process a file: see
// WorkspaceLock.
class SqliteStore final : public Store {
public:
    // Makes the file (mode 0600) when it is missing and brings it to the newest version. Corrupt: damaged, of another program or
    // sealed with another key; Conflict: written by a newer version; Io: the folder is missing or not writable. `clock` outlives
    // the store.
    static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file, Seal seal, const Clock& clock);
    ~SqliteStore() override; // all calls have returned

    Status write(const std::function<Status(Transaction&)>& work) override;
    Status read(const std::function<Status(Transaction&)>& work) override;
    WorkQueue& queue() override;
    void onCommit(std::function<void(const CommittedChanges&)> listener) override;
    Result<std::optional<std::string>> check() override;

private:
    SqliteStore(Seal seal, const Clock& clock);
    Status start(const std::filesystem::path& file);
    [[nodiscard]] Status proveKey(SqliteSession& session) const;

    const Seal m_seal;
    const Clock& m_clock;
    // The readers go first: the last connection to close folds the log into the file, and a reader may not write.
    std::unique_ptr<SqliteWriter> m_writer;
    std::unique_ptr<SqliteReaders> m_readers;
    std::unique_ptr<SqliteQueue> m_queue;
};

} // namespace tandem
