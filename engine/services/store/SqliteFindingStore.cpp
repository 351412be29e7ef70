#include "services/store/SqliteFindingStore.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int mostListed = 10'000;

std::unexpected<Error> unreadable()
{
    return failure(ErrorCode::Corrupt, "A stored finding about two articles cannot be read; update Tandem.");
}

Result<FindingSide> sideFrom(const SqliteRows& rows, int column)
{
    FindingSide side;
    side.article = ArticleId(rows.text(column));
    side.contentHash = rows.text(column + 1);
    side.passage = PassageId(rows.text(column + 2));
    side.sentence = rows.text(column + 3);
    side.value = rows.text(column + 4);
    side.title = rows.text(column + 5);
    const auto language = languageFrom(rows.text(column + 6));
    if (!language)
        return unreadable();
    side.language = *language;
    side.text = rows.text(column + 7);
    return side;
}

constexpr int sideColumns = 8;
constexpr int firstSide = 6;

} // namespace

SqliteFindingStore::SqliteFindingStore(SqliteConnection& connection)
    : m_connection(connection)
{
}

Result<std::map<ArticleId, std::string>> SqliteFindingStore::compared()
{
    SqliteRows rows = TRY(m_connection.run(Sql::ComparedDocuments));
    std::map<ArticleId, std::string> marks;
    while (TRY(rows.next()))
        marks.emplace(ArticleId(rows.text(0)), rows.text(1));
    return marks;
}

Status SqliteFindingStore::put(const ComparedDocument& compared, const std::vector<Finding>& findings)
{
    const std::string& id = compared.document.value();
    TRY(m_connection.change(Sql::DropFirstFindings, {id, compared.contentHash, compared.rules}));
    TRY(m_connection.change(Sql::DropSecondFindings, {id, compared.contentHash, compared.rules}));
    for (const Finding& finding : findings) {
        const FindingSide& first = finding.first;
        const FindingSide& second = finding.second;
        TRY(m_connection.change(Sql::PutFinding,
            {finding.id.value(), name(finding.kind), compared.rules, first.article.value(), first.contentHash,
                first.passage.value(), first.sentence, first.value, second.article.value(), second.contentHash,
                second.passage.value(), second.sentence, second.value, finding.score, finding.foundAt}));
    }
    TRY(m_connection.change(Sql::MarkCompared, {id, compared.mark}));
    return {};
}

Result<std::vector<Finding>> SqliteFindingStore::list(int limit)
{
    SqliteRows rows = TRY(m_connection.run(Sql::ListFindings, {std::clamp(limit, 1, mostListed)}));
    std::vector<Finding> findings;
    while (TRY(rows.next())) {
        Finding finding;
        finding.id = FindingId(rows.text(0));
        const auto kind = findingKindFrom(rows.text(1));
        if (!kind)
            return unreadable();
        finding.kind = *kind;
        finding.score = rows.real(2);
        finding.foundAt = rows.time(3);
        finding.dismissedBy = ActorId(rows.text(4));
        finding.dismissedAt = rows.optionalTime(5);
        finding.first = TRY(sideFrom(rows, firstSide));
        finding.second = TRY(sideFrom(rows, firstSide + sideColumns));
        findings.push_back(std::move(finding));
    }
    return findings;
}

Status SqliteFindingStore::dismiss(const FindingId& id, const ActorId& by, TimePoint at)
{
    const std::int64_t changed = TRY(m_connection.change(Sql::DismissFinding, {by.value(), at, id.value()}));
    if (changed == 0)
        return failure(ErrorCode::NotFound, "There is no such finding; one of its articles may have changed since.");
    return {};
}

} // namespace tandem
