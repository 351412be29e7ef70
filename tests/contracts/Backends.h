#pragma once

#include "base/Clock.h"
#include "services/store/SqliteStore.h"
#include "support/Strings.h"

#include <QCoreApplication>

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace tandem {

// Every implementation of Store and WorkQueue passes the same contract tests; a new one is a new line in backends().
struct Backend {
    std::string_view name;
    // Opens what was stored in `directory` before, or an empty store.
    std::function<std::unique_ptr<Store>(const std::filesystem::path& directory, const Clock& clock)> open;
};

inline std::unique_ptr<Store> openSqlite(const std::filesystem::path& directory, const Clock& clock)
{
    return valueOf(SqliteStore::open(directory / "tandem.db", valueOf(Seal::open(directory / "key")), clock));
}

inline std::vector<Backend> backends()
{
    return {
        {"sqlite", openSqlite},
    };
}

} // namespace tandem

// Runs the test class, which takes a Backend, once for each backend.
#define TANDEM_CONTRACT_MAIN(TestClass)                                                                                          \
    int main(int argc, char** argv)                                                                                              \
    {                                                                                                                            \
        const QCoreApplication application(argc, argv);                                                                          \
        int failed = 0;                                                                                                          \
        for (const tandem::Backend& backend : tandem::backends()) {                                                              \
            qInfo("Backend %s", std::string(backend.name).c_str());                                                              \
            TestClass test(backend);                                                                                             \
            failed += QTest::qExec(&test, argc, argv);                                                                           \
        }                                                                                                                        \
        return failed;                                                                                                           \
    }
