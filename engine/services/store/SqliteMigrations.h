#pragma once

#include "base/Error.h"

#include <span>
#include <string_view>

namespace tandem {

class SqliteConnection;

struct Migration {
    std::string_view name; // file name; its place in the list + 1 is the schema version it leads to
    std::string_view sql;
};

// The files of resources/sql/sqlite in order, compiled in.
std::span<const Migration> embeddedMigrations();

// Brings the database to the newest version, each migration in a transaction of its own. Refuses a database of another program
// (Corrupt) and one that a newer version of this program wrote (Conflict); neither is changed.
Status migrate(SqliteConnection& connection, std::span<const Migration> migrations);

} // namespace tandem
