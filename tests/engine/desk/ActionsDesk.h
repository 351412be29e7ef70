#pragma once

#include "desk/ApprovalService.h"
#include "support/DeskFixture.h"

#include <QTest>

namespace tandem {

// A desk with rules of its own, where people propose and approve.
struct ActionsDesk : DeskFixture {
    using Flags = std::vector<std::pair<std::string, std::string>>;

    explicit ActionsDesk(const Flags& flags = {})
        : config(configOf(flags))
        , approvals(*store, clock, expiry, outboxWork, phrases, valueOf(ActionRules::from(config)))
    {
    }

    static Config configOf(const Flags& flags)
    {
        Config::Sources sources;
        sources.flags = flags;
        return valueOf(Config::load(sources));
    }

    static ActionRequest refund(std::int64_t minor = 38400, const std::string& key = "key-1")
    {
        ActionRequest request;
        request.kind = ActionKind::Refund;
        request.parameters.amount = Money{minor, "EUR"};
        request.reason = "Captured twice.";
        request.idempotencyKey = key;
        return request;
    }
    static ActionRequest tag(const std::string& tag, const std::string& key = "key-1", bool remove = false)
    {
        ActionRequest request;
        request.kind = ActionKind::Tag;
        request.parameters.tag = tag;
        request.parameters.remove = remove;
        request.idempotencyKey = key;
        return request;
    }

    ApprovalCard proposed(const Actor& actor, const TicketId& ticket, const ActionRequest& request)
    {
        return valueOf(approvals.propose(actor, ticket, request));
    }
    Approval approval(const ApprovalId& id) { return valueOf(approvals.card(people.simone, id)).approval; }
    // Entries about proposals and what became of them: "action.proposed refund t-1-refund keys 1".
    std::vector<std::string> trail(const TicketId& id)
    {
        std::vector<std::string> trail;
        for (const AuditEntry& entry : view(id).events) {
            if (entry.action.starts_with("action.") || entry.action.starts_with("approval."))
                trail.push_back(entry.action + " " + entry.detail);
        }
        return trail;
    }
    std::vector<std::string> notes(const TicketId& id)
    {
        std::vector<std::string> notes;
        for (const Message& message : view(id).messages) {
            if (message.visibility == Visibility::Internal)
                notes.push_back(message.text);
        }
        return notes;
    }
    std::vector<Effect> effects(const TicketId& id)
    {
        return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.outbox().ofTicket(id); }));
    }

    Config config;
    ApprovalService approvals;
};

} // namespace tandem
