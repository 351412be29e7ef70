#include "services/store/SqliteLabelStore.h"

#include "services/store/TicketColumns.h"
#include "services/store/VectorBlob.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int mostListed = 1000;
constexpr std::string_view vectorPlace = "category_label.vector";

Result<CategoryLabel> labelFrom(const SqliteRows& rows)
{
    CategoryLabel label;
    label.ticket = TicketId(rows.text(0));
    label.category = TRY(storedEnum(rows, 1, &categoryFrom, "category"));
    label.evidence = TRY(storedEnum(rows, 2, &labelEvidenceFrom, "label"));
    label.actor = ActorId(rows.text(3));
    label.at = rows.time(4);
    return label;
}

} // namespace

SqliteLabelStore::SqliteLabelStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Status SqliteLabelStore::put(const CategoryLabel& label)
{
    const Sql statement = label.evidence == LabelEvidence::Set ? Sql::PutLabel : Sql::ConfirmLabel;
    TRY(m_connection.change(
        statement, {label.ticket.value(), name(label.category), name(label.evidence), label.actor.value(), label.at}));
    return {};
}

Result<std::optional<CategoryLabel>> SqliteLabelStore::find(const TicketId& ticket)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindLabel, {ticket.value()}));
    if (!TRY(rows.next()))
        return std::optional<CategoryLabel>();
    return std::optional(TRY(labelFrom(rows)));
}

Result<std::vector<StoredLabel>> SqliteLabelStore::list(const TicketId& after, int limit)
{
    SqliteRows rows = TRY(m_connection.run(Sql::ListLabels, {after.value(), std::clamp(limit, 1, mostListed)}));
    std::vector<StoredLabel> labels;
    while (TRY(rows.next())) {
        StoredLabel& stored = labels.emplace_back();
        stored.label = TRY(labelFrom(rows));
        stored.modelId = rows.text(5);
        if (rows.isNull(6))
            continue;
        const std::string packed = TRY(m_seal.unseal(rows.blob(6), vectorPlace, stored.label.ticket.value()));
        stored.vector = TRY(blob::unpackVector(packed));
    }
    return labels;
}

Status SqliteLabelStore::keepVector(const CategoryLabel& label, const std::string& modelId, const std::vector<float>& vector)
{
    const std::string sealed = m_seal.seal(blob::packVector(vector), vectorPlace, label.ticket.value());
    TRY(m_connection.change(Sql::KeepLabelVector, {modelId, Blob{sealed}, label.ticket.value(), name(label.evidence), label.at}));
    return {};
}

Result<std::int64_t> SqliteLabelStore::count(LabelEvidence evidence)
{
    SqliteRows rows = TRY(m_connection.run(Sql::CountLabels, {name(evidence)}));
    const bool counted = TRY(rows.next());
    return counted ? rows.integer(0) : 0;
}

Status SqliteLabelStore::remove(const TicketId& ticket)
{
    TRY(m_connection.change(Sql::RemoveLabel, {ticket.value()}));
    return {};
}

Status SqliteLabelStore::setTag(const TicketId& ticket, const std::string& tag, Tagged tagged)
{
    TRY(m_connection.change(tagged == Tagged::Yes ? Sql::AddTag : Sql::RemoveTag, {ticket.value(), tag}));
    return {};
}

Result<std::vector<std::string>> SqliteLabelStore::tags(const TicketId& ticket)
{
    SqliteRows rows = TRY(m_connection.run(Sql::TagsOfTicket, {ticket.value()}));
    std::vector<std::string> tags;
    while (TRY(rows.next()))
        tags.push_back(rows.text(0));
    return tags;
}

} // namespace tandem
