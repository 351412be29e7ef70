#include "services/store/SqliteOutbox.h"

namespace tandem {

namespace {

std::string_view kindName(EffectKind kind)
{
    switch (kind) {
    case EffectKind::SendMessage: return "send_message";
    case EffectKind::ExecuteAction: return "execute_action";
    case EffectKind::CallHook: break;
    }
    return "call_hook"; // SQL asks for it by this name
}

std::optional<EffectKind> kindFrom(std::string_view text)
{
    for (const EffectKind kind : {EffectKind::SendMessage, EffectKind::ExecuteAction, EffectKind::CallHook}) {
        if (kindName(kind) == text)
            return kind;
    }
    return std::nullopt;
}

} // namespace

SqliteOutbox::SqliteOutbox(SqliteConnection& connection, const Seal& seal, const Clock& clock)
    : m_connection(connection)
    , m_seal(seal)
    , m_clock(clock)
{
}

Status SqliteOutbox::add(const Effect& effect)
{
    const std::string payload = m_seal.seal(effect.payload, "effect.payload", effect.id.value());
    TRY(m_connection.change(Sql::AddEffect,
        {effect.id.value(), effect.ticket.value(), kindName(effect.kind), effect.idempotencyKey, Blob{payload}, effect.attempts,
            m_clock.now()}));
    return {};
}

Result<std::vector<Effect>> SqliteOutbox::effectsFrom(SqliteRows rows) const
{
    std::vector<Effect> effects;
    while (TRY(rows.next())) {
        Effect& effect = effects.emplace_back();
        effect.id = EffectId(rows.text(0));
        effect.ticket = TicketId(rows.text(1));
        const auto kind = kindFrom(rows.text(2));
        if (!kind)
            return failure(ErrorCode::Corrupt, "A stored effect is of a kind that this version does not know; update Tandem.");
        effect.kind = *kind;
        effect.idempotencyKey = rows.text(3);
        effect.payload = TRY(m_seal.unseal(rows.blob(4), "effect.payload", effect.id.value()));
        effect.attempts = static_cast<int>(rows.integer(5));
    }
    return effects;
}

Result<std::vector<Effect>> SqliteOutbox::due(TimePoint now, int limit)
{
    return effectsFrom(TRY(m_connection.run(Sql::DueEffects, {now, limit})));
}

Result<std::vector<Effect>> SqliteOutbox::hooksDue(TimePoint now, int limit)
{
    return effectsFrom(TRY(m_connection.run(Sql::DueHooks, {now, limit})));
}

Status SqliteOutbox::done(const EffectId& id, TimePoint now)
{
    const std::int64_t changed = TRY(m_connection.change(Sql::FinishEffect, {now, id.value()}));
    if (changed == 0)
        return failure(ErrorCode::NotFound, "There is no effect " + id.value() + ".");
    return {};
}

Status SqliteOutbox::failed(const EffectId& id, TimePoint retryAt, const std::string& reason)
{
    const std::int64_t changed = TRY(m_connection.change(Sql::FailEffect, {retryAt, reason, id.value()}));
    if (changed == 1)
        return {};
    SqliteRows stored = TRY(m_connection.run(Sql::EffectExists, {id.value()}));
    if (!TRY(stored.next()))
        return failure(ErrorCode::NotFound, "There is no effect " + id.value() + ".");
    return failure(ErrorCode::Conflict, "Effect " + id.value() + " is done already.");
}

Result<std::vector<Effect>> SqliteOutbox::ofTicket(const TicketId& id)
{
    return effectsFrom(TRY(m_connection.run(Sql::EffectsOfTicket, {id.value()})));
}

Status SqliteOutbox::enqueue(const JobId& id, const TicketId& ticket, TimePoint now)
{
    TRY(m_connection.change(Sql::Enqueue, {id.value(), ticket.value(), now}));
    return {};
}

} // namespace tandem
