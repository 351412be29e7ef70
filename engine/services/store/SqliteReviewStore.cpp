#include "services/store/SqliteReviewStore.h"

#include "services/store/TicketColumns.h"

namespace tandem {

SqliteReviewStore::SqliteReviewStore(SqliteConnection& connection)
    : m_connection(connection)
{
}

Status SqliteReviewStore::put(const DraftReview& review)
{
    const auto known = TRY(find(review.draft));
    if (known && known->verdict >= review.verdict)
        return {};
    const std::optional<std::string_view> fault = review.fault ? std::optional(name(*review.fault)) : std::nullopt;
    TRY(m_connection.change(Sql::PutReview,
        {review.draft.value(), review.ticket.value(), name(review.category), review.provider, name(review.language),
            review.confidence, review.isSendable ? 1 : 0, name(review.verdict), isRight(review.verdict) ? 0 : 1, review.changed,
            fault, review.actor.value(), review.at}));
    return {};
}

Result<std::optional<DraftReview>> SqliteReviewStore::find(const DraftId& draft)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindReview, {draft.value()}));
    if (!TRY(rows.next()))
        return std::nullopt;
    DraftReview review;
    review.draft = draft;
    review.ticket = TicketId(rows.text(0));
    review.category = TRY(storedEnum(rows, 1, &categoryFrom, "category"));
    review.provider = rows.text(2);
    review.language = TRY(storedEnum(rows, 3, &languageFrom, "language"));
    review.confidence = rows.real(4);
    review.isSendable = rows.integer(5) != 0;
    review.verdict = TRY(storedEnum(rows, 6, &draftVerdictFrom, "verdict"));
    review.changed = rows.real(7);
    if (!rows.isNull(8))
        review.fault = TRY(storedEnum(rows, 8, &draftFaultFrom, "fault"));
    review.actor = ActorId(rows.text(9));
    review.at = rows.time(10);
    return review;
}

Result<ReviewFigures> SqliteReviewStore::figures(const ReviewScope& scope, int newest)
{
    SqliteRows rows = TRY(m_connection.run(Sql::ReviewFigures, {name(scope.category), scope.provider, scope.confidence, newest}));
    ReviewFigures figures;
    while (TRY(rows.next())) {
        ++figures.reviewed;
        figures.wrong += static_cast<int>(rows.integer(0));
    }
    return figures;
}

} // namespace tandem
