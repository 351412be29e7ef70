#include "desk/LibraryService.h"

namespace tandem {

namespace {

Status requireSupervisor(const Actor& actor)
{
    if (actor.role == Role::Supervisor || actor.role == Role::Admin)
        return {};
    return failure(ErrorCode::Forbidden, "The knowledge base is changed by supervisors and admins");
}

} // namespace

LibraryService::LibraryService(Store& store, MachineryLoader& machinery, const Clock& clock)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
{
}

Result<ImportReport> LibraryService::importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
    const std::function<void(int, int)>& progress, std::stop_token stop)
{
    TRY(requireSupervisor(actor));
    Machinery* machinery = TRY(m_machinery.get());
    auto report = TRY(machinery->knowledge->importArticles(paths, m_clock.now(), progress, std::move(stop)));
    TRY(audit(actor, report));
    return report;
}

Result<ImportReport> LibraryService::importResolutions(
    const Actor& actor, const std::filesystem::path& file, const std::function<void(int, int)>& progress, std::stop_token stop)
{
    TRY(requireSupervisor(actor));
    Machinery* machinery = TRY(m_machinery.get());
    auto report = TRY(machinery->knowledge->importResolutions(file, m_clock.now(), progress, std::move(stop)));
    TRY(audit(actor, report));
    return report;
}

Result<std::vector<Document>> LibraryService::documents(const Actor& actor)
{
    if (actor.role == Role::Customer)
        return failure(ErrorCode::Forbidden, "The knowledge base is read by the desk's own people and services");
    return readResult(m_store, [](Transaction& transaction) { return transaction.knowledge().list(); });
}

Status LibraryService::audit(const Actor& actor, const ImportReport& report)
{
    return m_store.write([&](Transaction& transaction) {
        const std::string detail = std::to_string(report.added) + " added, " + std::to_string(report.changed) + " changed, "
            + std::to_string(report.refused.size()) + " refused";
        return transaction.audit().append({0, m_clock.now(), actor.id, "knowledge.imported", "", detail, ""});
    });
}

} // namespace tandem
