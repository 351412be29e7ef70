#include "services/store/SqliteStore.h"

#include "services/store/PlainCopies.h"
#include "services/store/SqliteMigrations.h"
#include "services/store/SqliteQueue.h"
#include "services/store/SqliteReaders.h"
#include "services/store/SqliteWriter.h"

namespace tandem {

namespace {

constexpr std::size_t readerCount = 4;
constexpr std::string_view keyCheckPlace = "workspace.key_check";
constexpr std::string_view keyCheckText = "tandem";

Error withPlace(Error error, const std::filesystem::path& file)
{
    if (error.message.find(file.string()) == std::string::npos)
        error.message = file.string() + ": " + error.message;
    return error;
}

} // namespace

SqliteStore::SqliteStore(Seal seal, const Clock& clock)
    : m_seal(std::move(seal))
    , m_clock(clock)
{
}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file, Seal seal, const Clock& clock)
{
    std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(seal), clock));
    if (Status started = store->start(file); !started)
        return std::unexpected(withPlace(std::move(started).error(), file));
    return store;
}

Status SqliteStore::start(const std::filesystem::path& file)
{
    using Session = Result<std::unique_ptr<SqliteSession>>;
    m_writer = TRY(SqliteWriter::start([&]() -> Session {
        auto connection = TRY(SqliteConnection::open(file, ConnectionUse::Write));
        TRY(migrate(*connection, embeddedMigrations()));
        auto session = std::make_unique<SqliteSession>(std::move(connection), m_seal, m_clock);
        TRY(proveKey(*session));
        TRY(fillPlainCopies(*session));
        return session;
    }));
    m_readers = TRY(SqliteReaders::start(
        [&]() -> Session {
            auto connection = TRY(SqliteConnection::open(file, ConnectionUse::Read));
            return std::make_unique<SqliteSession>(std::move(connection), m_seal, m_clock);
        },
        readerCount));
    m_queue = std::make_unique<SqliteQueue>(*m_writer, *m_readers, m_clock);
    return {};
}

// With another key everything would look damaged, and new entries would be sealed so that the right key cannot open them.
Status SqliteStore::proveKey(SqliteSession& session) const
{
    {
        SqliteRows rows = TRY(session.connection->run(Sql::KeyCheck));
        TRY(rows.next());
        if (!rows.isNull(0)) {
            if (m_seal.unseal(rows.blob(0), keyCheckPlace, "1"))
                return {};
            return failure(ErrorCode::Corrupt,
                "The database was sealed with another key; put the key file that belongs to it back in its place.");
        }
    }
    const std::string proof = m_seal.seal(keyCheckText, keyCheckPlace, "1");
    TRY(session.connection->change(Sql::SetKeyCheck, {Blob{proof}}));
    return {};
}

Status SqliteStore::write(const std::function<Status(Transaction&)>& work)
{
    return m_writer->run([&](SqliteSession& session) { return work(session.transaction); });
}

Status SqliteStore::read(const std::function<Status(Transaction&)>& work)
{
    return m_readers->run([&](SqliteSession& session) { return work(session.transaction); });
}

WorkQueue& SqliteStore::queue()
{
    return *m_queue;
}

void SqliteStore::onCommit(std::function<void(const CommittedChanges&)> listener)
{
    m_writer->onCommit(std::move(listener));
}

Result<std::optional<std::string>> SqliteStore::check()
{
    std::vector<std::string> found;
    const Status checked = m_readers->run([&](SqliteSession& session) -> Status {
        found = TRY(session.connection->rows("PRAGMA quick_check(10)"));
        return {};
    });
    if (!checked && checked.error().code == ErrorCode::Corrupt)
        return std::optional(checked.error().message);
    TRY(Status(checked));
    if (found.size() == 1 && found.front() == "ok")
        return std::optional<std::string>();
    std::string text = "The database is damaged; restore the workspace from a backup:";
    for (const std::string& line : found)
        text += " " + line + ";";
    text.back() = '.';
    return std::optional(std::move(text));
}

} // namespace tandem
