#include "services/store/SqliteConnection.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QVariant>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t composedKept = 32; // a merge of ten ranges takes some tens of KiB

QString qtText(std::string_view text)
{
    // Never a null QString: that would be bound as NULL.
    return text.empty() ? QLatin1String("") : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant variantOf(const SqlValue& value)
{
    struct Visitor {
        QVariant operator()(std::monostate) const { return {}; }
        QVariant operator()(std::int64_t number) const { return {static_cast<qlonglong>(number)}; }
        QVariant operator()(double number) const { return number; }
        QVariant operator()(std::string_view text) const { return qtText(text); }
        QVariant operator()(Blob blob) const
        {
            const QByteArray bytes(blob.bytes.data(), static_cast<qsizetype>(blob.bytes.size()));
            return bytes.isNull() ? QByteArray("") : bytes;
        }
    };
    return std::visit(Visitor{}, value.get());
}

// SQLite's primary result codes (sqlite.org/rescode.html); extended codes carry them in the low byte.
enum class Code : std::uint8_t {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    Io = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

std::unexpected<Error> constraintFailure(const std::string& text)
{
    if (text.find("FOREIGN KEY") != std::string::npos)
        return failure(ErrorCode::NotFound, "What the new entry belongs to is not in the store.");
    if (text.find("UNIQUE") != std::string::npos)
        return failure(ErrorCode::Conflict, "An entry with this id exists already.");
    return failure(ErrorCode::Internal, "The store refused a value: " + text + ".");
}

// SQLite's messages name tables and columns and never quote values, so they may be shown.
std::unexpected<Error> failureOf(const QSqlError& error, ConnectionUse use)
{
    const std::string text = error.databaseText().toStdString();
    const int code = error.nativeErrorCode().toInt() & 0xff;
    switch (static_cast<Code>(code)) {
    case Code::Busy:
    case Code::Locked:
        return retryableFailure(ErrorCode::Unavailable, "The database is in use by another program; close it or try again.");
    case Code::ReadOnly:
        if (use == ConnectionUse::Read)
            return failure(ErrorCode::Internal, "Work given to read() tried to change something; it belongs into write().");
        return failure(ErrorCode::Io, "The database cannot be written to; check the permissions of its file and folder.");
    case Code::Io:
        return retryableFailure(
            ErrorCode::Io, "Reading or writing the database failed (" + text + "); check the disk and its free space.");
    case Code::Full: return retryableFailure(ErrorCode::Io, "The disk is full; nothing was changed, free some space.");
    case Code::CannotOpen:
        return failure(ErrorCode::Io, "The database file cannot be opened; check that its folder exists and is writable.");
    case Code::Corrupt:
        return failure(ErrorCode::Corrupt, "The database is damaged (" + text + "); restore the workspace from a backup.");
    case Code::NotADatabase:
        return failure(ErrorCode::Corrupt, "The file is not a database; move it away or restore the workspace from a backup.");
    case Code::Constraint: return constraintFailure(text);
    }
    return failure(ErrorCode::Internal,
        "The database reported an error (" + (text.empty() ? error.driverText().toStdString() : text) + ").");
}

std::unexpected<Error> withPlace(const Error& error, const std::filesystem::path& file)
{
    return std::unexpected(Error{error.code, file.string() + ": " + error.message, error.retryable});
}

// SQLite would make the file with the umask's rights; its -wal and -shm files copy those of the file.
Status makeFile(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure(
            ErrorCode::Io, "Cannot open the database " + file.string() + ": " + std::generic_category().message(errno) + ".");
    ::close(descriptor);
    return {};
}

} // namespace

SqliteRows::SqliteRows(SqliteRows&& other) noexcept
    : m_query(std::exchange(other.m_query, nullptr))
{
}

SqliteRows::~SqliteRows()
{
    if (m_query != nullptr)
        m_query->finish();
}

Result<bool> SqliteRows::next()
{
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        return failureOf(m_query->lastError(), ConnectionUse::Write); // a read-only breach shows before any row
    return false;
}

bool SqliteRows::isNull(int column) const
{
    return m_query->isNull(column);
}

std::int64_t SqliteRows::integer(int column) const
{
    return m_query->value(column).toLongLong();
}

double SqliteRows::real(int column) const
{
    return m_query->value(column).toDouble();
}

std::string SqliteRows::text(int column) const
{
    return m_query->value(column).toString().toStdString();
}

std::string SqliteRows::blob(int column) const
{
    return m_query->value(column).toByteArray().toStdString();
}

std::optional<TimePoint> SqliteRows::optionalTime(int column) const
{
    if (isNull(column))
        return std::nullopt;
    return time(column);
}

std::int64_t SqliteRows::changed() const
{
    return m_query->numRowsAffected();
}

std::int64_t SqliteRows::insertedRow() const
{
    return m_query->lastInsertId().toLongLong();
}

// Owns the entry in Qt's list of connections, which goes last: every QSqlQuery and QSqlDatabase copy must be gone by then.
struct SqliteConnection::Database {
    QString name;
    QSqlDatabase handle;

    Database()
    {
        static std::atomic<std::uint64_t> counter{0};
        name = QLatin1String("tandem-") + QString::number(++counter);
        handle = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database()
    {
        handle.close();
        handle = {};
        QSqlDatabase::removeDatabase(name);
    }
};

SqliteConnection::SqliteConnection(std::unique_ptr<Database> database, ConnectionUse use)
    : m_database(std::move(database))
    , m_use(use)
    , m_prepared(sqlCount)
{
}

SqliteConnection::~SqliteConnection()
{
    m_composed.clear();
    m_prepared.clear();
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file, ConnectionUse use)
{
    if (QCoreApplication::instance() == nullptr)
        return failure(ErrorCode::Internal, "The store needs a QCoreApplication; create one at the start of main.");
    if (use == ConnectionUse::Write)
        TRY(makeFile(file));
    auto database = std::make_unique<Database>();
    if (!database->handle.isValid())
        return failure(ErrorCode::Unavailable, "Qt's SQLite driver is missing; install the package libqt6sql6-sqlite.");
    database->handle.setDatabaseName(qtText(file.string()));
    database->handle.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
    if (!database->handle.open()) {
        const auto error = failureOf(database->handle.lastError(), use);
        return withPlace(error.error(), file);
    }
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(database), use));
    if (const Status configured = connection->configure(); !configured)
        return withPlace(configured.error(), file);
    return connection;
}

Status SqliteConnection::configure()
{
    if (m_use == ConnectionUse::Read)
        TRY(execute("PRAGMA query_only = ON"));
    TRY(execute(m_use == ConnectionUse::Write ? "PRAGMA cache_size = -16000" : "PRAGMA cache_size = -4000")); // KiB
    TRY(execute("PRAGMA temp_store = MEMORY")); // savepoints would keep their undo pages in a file
    return execute("PRAGMA foreign_keys = ON");
}

Status SqliteConnection::makeDurable()
{
    const std::string mode = TRY(scalar("PRAGMA journal_mode = WAL"));
    if (mode != "wal")
        return failure(ErrorCode::Io, "The database cannot keep a write-ahead log here; use a local disk.");
    TRY(execute("PRAGMA synchronous = FULL"));
    // 16 MiB of log between checkpoints: each costs two more syncs, which would show in every 40th batch otherwise.
    TRY(execute("PRAGMA wal_autocheckpoint = 4000"));
    return execute("PRAGMA journal_size_limit = 67108864");
}

Result<std::unique_ptr<QSqlQuery>> SqliteConnection::prepared(std::string_view sql)
{
    auto query = std::make_unique<QSqlQuery>(m_database->handle);
    query->setForwardOnly(true);
    if (!query->prepare(qtText(sql)))
        return failureOf(query->lastError(), m_use);
    return query;
}

Result<SqliteRows> SqliteConnection::execute(QSqlQuery& query, std::span<const SqlValue> values)
{
    int position = 0;
    for (const SqlValue& value : values)
        query.bindValue(position++, variantOf(value));
    if (!query.exec()) {
        const auto error = failureOf(query.lastError(), m_use);
        query.finish();
        return error;
    }
    return SqliteRows(query);
}

Result<SqliteRows> SqliteConnection::run(Sql statement, std::span<const SqlValue> values)
{
    auto& query = m_prepared[static_cast<std::size_t>(statement)];
    if (!query)
        query = TRY(prepared(sqlText(statement)));
    return execute(*query, values);
}

Result<SqliteRows> SqliteConnection::run(const std::string& composed, std::span<const SqlValue> values)
{
    auto found = m_composed.find(composed);
    if (found == m_composed.end()) {
        if (m_composed.size() >= composedKept)
            m_composed.clear(); // rare: a desk lists in a handful of ways
        auto query = TRY(prepared(composed));
        found = m_composed.emplace(composed, std::move(query)).first;
    }
    return execute(*found->second, values);
}

Result<std::int64_t> SqliteConnection::change(Sql statement, std::initializer_list<SqlValue> values)
{
    return TRY(run(statement, values)).changed();
}

Status SqliteConnection::execute(std::string_view sql)
{
    QSqlQuery query(m_database->handle);
    if (!query.exec(qtText(sql)))
        return failureOf(query.lastError(), m_use);
    return {};
}

Result<std::string> SqliteConnection::scalar(std::string_view sql)
{
    QSqlQuery query(m_database->handle);
    query.setForwardOnly(true);
    if (!query.exec(qtText(sql)))
        return failureOf(query.lastError(), m_use);
    return query.next() ? query.value(0).toString().toStdString() : std::string();
}

Result<std::vector<std::string>> SqliteConnection::rows(std::string_view sql)
{
    QSqlQuery query(m_database->handle);
    query.setForwardOnly(true);
    if (!query.exec(qtText(sql)))
        return failureOf(query.lastError(), m_use);
    std::vector<std::string> found;
    const int columns = query.record().count();
    SqliteRows rows(query);
    while (TRY(rows.next())) {
        std::string& row = found.emplace_back();
        for (int column = 0; column < columns; ++column)
            row += (column == 0 ? "" : " | ") + rows.text(column);
    }
    return found;
}

} // namespace tandem
