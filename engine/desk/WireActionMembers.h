#pragma once

// The members in JSON of what is proposed about a ticket; see WireForm.h. The names are public.
#include "desk/WireReader.h"
#include "desk/WireWriter.h"

namespace tandem::wire::form {

template <typename Archive>
void members(Archive& archive, Like<Citation> auto& citation)
{
    archive.id("article_id", citation.article);
    archive.id("passage_id", citation.passage);
    archive("quote", citation.quote);
}

template <typename Archive>
void members(Archive& archive, Like<Money> auto& money)
{
    archive("minor", money.minor);
    archive("currency", money.currency);
}

// Only those that are set are written: which there can be depends on the kind.
template <typename Archive>
void members(Archive& archive, Like<ActionParameters> auto& parameters)
{
    const auto text = [&archive](std::string_view key, auto& value) {
        if (!Archive::writes || !value.empty())
            archive.orElse(key, value);
    };
    if (!Archive::writes || parameters.amount)
        archive("amount", parameters.amount);
    text("reference", parameters.reference);
    text("plan", parameters.plan);
    if (!Archive::writes || parameters.field)
        archive("field", parameters.field);
    text("value", parameters.value);
    text("subject", parameters.subject);
    text("text", parameters.text);
    text("tag", parameters.tag);
    if (!Archive::writes || parameters.remove)
        archive.orElse("remove", parameters.remove);
    text("hook", parameters.hook);
    if (!Archive::writes || !parameters.dataJson.empty())
        archive("data", RawJson{parameters.dataJson});
    if constexpr (!Archive::writes) {
        if (parameters.dataJson == "{}")
            parameters.dataJson.clear();
    }
}

template <typename Archive>
void members(Archive& archive, Like<ActionChange> auto& change)
{
    archive("what", change.what);
    archive("before", change.before);
    archive("after", change.after);
}

template <typename Archive>
void members(Archive& archive, Like<ActionProposal> auto& proposal)
{
    archive("kind", proposal.kind);
    archive("risk", proposal.risk);
    archive("parameters", proposal.parameters);
    archive("reason", proposal.reason);
    archive("clause", proposal.clause);
    archive("evidence", proposal.evidence);
    archive("changes", proposal.changes);
    archive("reversible_hours", proposal.reversibleHours);
    archive("proposed_by", proposal.proposedBy);
}

template <typename Archive>
void members(Archive& archive, Like<ApprovalKey> auto& key)
{
    archive("actor", key.actor);
    archive("at", key.at);
    archive("comment", key.comment);
}

} // namespace tandem::wire::form
