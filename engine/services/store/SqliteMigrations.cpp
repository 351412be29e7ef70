#include "services/store/SqliteMigrations.h"

#include "base/Text.h"
#include "services/store/SqliteConnection.h"

#include <cstdlib>
#include <string>

namespace tandem {

namespace {

constexpr int applicationId = 0x546e646d; // "Tndm" in the file's header tells our databases from others

// Statements end with a semicolon at the end of a line; lines that start with -- are comments. Triggers are not used.
std::vector<std::string> statementsOf(std::string_view sql)
{
    std::vector<std::string> statements;
    std::string current;
    for (const std::string_view line : text::lines(sql)) {
        const std::string_view trimmed = text::trim(line);
        if (trimmed.empty() || trimmed.starts_with("--"))
            continue;
        current += line;
        current += '\n';
        if (trimmed.ends_with(';')) {
            statements.push_back(std::move(current));
            current.clear();
        }
    }
    if (!current.empty())
        statements.push_back(std::move(current));
    return statements;
}

Result<std::size_t> number(SqliteConnection& connection, std::string_view sql)
{
    const std::string text = TRY(connection.scalar(sql));
    return static_cast<std::size_t>(std::strtoull(text.c_str(), nullptr, 10));
}

Status applyStatements(SqliteConnection& connection, const Migration& migration, std::size_t version)
{
    for (const std::string& statement : statementsOf(migration.sql))
        TRY(connection.execute(statement));
    TRY(connection.execute("PRAGMA application_id = " + std::to_string(applicationId)));
    TRY(connection.execute("PRAGMA user_version = " + std::to_string(version)));
    TRY(connection.change(Sql::Commit));
    return {};
}

Status apply(SqliteConnection& connection, const Migration& migration, std::size_t version)
{
    TRY(connection.change(Sql::BeginImmediate));
    Status applied = applyStatements(connection, migration, version);
    if (applied)
        return {};
    (void)connection.change(Sql::Rollback); // SQLite may have rolled back already
    return std::unexpected(Error{applied.error().code,
        "Updating the database (" + std::string(migration.name) + ") failed: " + applied.error().message,
        applied.error().retryable});
}

} // namespace

Status migrate(SqliteConnection& connection, std::span<const Migration> migrations)
{
    const std::size_t owner = TRY(number(connection, "PRAGMA application_id"));
    const std::size_t version = TRY(number(connection, "PRAGMA user_version"));
    const std::size_t entries = TRY(number(connection, "SELECT count(*) FROM sqlite_master"));
    const bool fresh = owner == 0 && version == 0 && entries == 0;
    if (owner != applicationId && !fresh)
        return failure(
            ErrorCode::Corrupt, "The file is a database of another program; move it away or choose another workspace.");
    if (version > migrations.size())
        return failure(ErrorCode::Conflict,
            "The database is of version " + std::to_string(version) + " and this program knows up to "
                + std::to_string(migrations.size()) + "; update Tandem.");
    TRY(connection.makeDurable());
    for (std::size_t next = version; next < migrations.size(); ++next)
        TRY(apply(connection, migrations[next], next + 1));
    return {};
}

} // namespace tandem
