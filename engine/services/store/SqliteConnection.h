#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "services/store/SqlStatements.h"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

class QSqlQuery;

// The one place that touches Qt Sql.
namespace tandem {

struct Blob {
    std::string_view bytes;
};

// One value to bind. Holds views: the argument must live until run() returns.
class SqlValue {
public:
    SqlValue(std::nullopt_t) { }
    SqlValue(std::int64_t number)
        : m_value(number)
    {
    }
    SqlValue(int number)
        : m_value(std::int64_t{number})
    {
    }
    SqlValue(double number)
        : m_value(number)
    {
    }
    SqlValue(std::string_view text)
        : m_value(text)
    {
    }
    SqlValue(const std::string& text)
        : m_value(std::string_view(text))
    {
    }
    SqlValue(Blob blob)
        : m_value(blob)
    {
    }
    SqlValue(TimePoint time)
        : m_value(std::int64_t{time.time_since_epoch().count()})
    {
    }
    template <typename T>
    SqlValue(const std::optional<T>& value)
    {
        if (value)
            *this = SqlValue(*value);
    }

    [[nodiscard]] const auto& get() const { return m_value; }

private:
    std::variant<std::monostate, std::int64_t, double, std::string_view, Blob> m_value;
};

// What a statement yields; columns count from 0. Resets the statement when it goes, so that nothing holds the database open:
// let it go before the same statement runs again.
class SqliteRows {
public:
    explicit SqliteRows(QSqlQuery& query)
        : m_query(&query)
    {
    }
    SqliteRows(SqliteRows&& other) noexcept;
    SqliteRows(const SqliteRows&) = delete;
    SqliteRows& operator=(const SqliteRows&) = delete;
    SqliteRows& operator=(SqliteRows&&) = delete;
    ~SqliteRows();

    Result<bool> next(); // false: no more
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const; // 0 for NULL
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const; // "" for NULL
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] TimePoint time(int column) const { return TimePoint{Milliseconds(integer(column))}; }
    [[nodiscard]] std::optional<TimePoint> optionalTime(int column) const;
    [[nodiscard]] std::int64_t changed() const; // rows that an insert, update or delete touched
    [[nodiscard]] std::int64_t insertedRow() const; // row id of the last insert

private:
    QSqlQuery* m_query;
};

enum class ConnectionUse : std::uint8_t { Write, Read };

// A database connection with its prepared statements. Made, used and destroyed on one thread. A QCoreApplication must exist.
class SqliteConnection {
public:
    // Makes an empty database when the file is missing (Write only).
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file, ConnectionUse use);
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection();

    // Turns the write-ahead log on, with a sync at each commit. Only for Write, and only on a database that is ours: it changes
    // the file.
    Status makeDurable();
    // Runs a statement, prepared once. A breach of a UNIQUE column is Conflict, of a reference NotFound; a full disk or a busy
    // database is retryable; an attempt to write through a Read connection is Internal.
    Result<SqliteRows> run(Sql statement, std::span<const SqlValue> values);
    Result<SqliteRows> run(Sql statement, std::initializer_list<SqlValue> values = {})
    {
        return run(statement, std::span(values.begin(), values.size()));
    }
    // The same for a composed statement: fixed fragments with placeholders, never a value. Some stay prepared; the
    // rows of one must be gone before another is run.
    Result<SqliteRows> run(const std::string& composed, std::span<const SqlValue> values);
    // The same for a statement whose rows are of no interest; yields how many rows changed.
    Result<std::int64_t> change(Sql statement, std::initializer_list<SqlValue> values = {});
    // Any single statement, not cached: pragmas, migrations.
    Status execute(std::string_view sql);
    // The first column of the first row as text; "" when there is no row.
    Result<std::string> scalar(std::string_view sql);
    // Every row, its columns joined by " | ": integrity checks, query plans.
    Result<std::vector<std::string>> rows(std::string_view sql);

private:
    struct Database;
    SqliteConnection(std::unique_ptr<Database> database, ConnectionUse use);
    Status configure();
    Result<std::unique_ptr<QSqlQuery>> prepared(std::string_view sql);
    Result<SqliteRows> execute(QSqlQuery& query, std::span<const SqlValue> values);

    std::unique_ptr<Database> m_database;
    ConnectionUse m_use;
    std::vector<std::unique_ptr<QSqlQuery>> m_prepared; // by Sql
    std::map<std::string, std::unique_ptr<QSqlQuery>, std::less<>> m_composed; // by their text
};

} // namespace tandem
