#pragma once

#include "ui/connector/Connector.h"
#include "ui/support/AbsentDesk.h"

#include <algorithm>
#include <deque>

namespace tandem::ui {

// Tickets in memory, in the order in which they were put.
class MemoryInbox : public Inbox {
public:
    Result<tandem::InboxPage> page(const Actor& /*actor*/, const InboxQuery& query) override
    {
        ++pagesAsked;
        if (broken)
            return retryableFailure(ErrorCode::Unavailable, "The server does not answer; try again.");
        std::vector<const TicketSummary*> found;
        for (const TicketSummary& ticket : tickets)
            if ((query.text.empty() || ticket.subject.find(query.text) != std::string::npos)
                && (!query.group || (ticket.group && ticket.group->id == *query.group)))
                found.push_back(&ticket);
        tandem::InboxPage page;
        page.total = static_cast<std::int64_t>(found.size());
        for (const TicketSummary* ticket : found) {
            const auto left = ticket->dueAt ? *ticket->dueAt - now : Milliseconds::max();
            ++page.due[left <= std::chrono::hours(1) ? 0 : left <= std::chrono::hours(24) ? 1 : 2];
        }
        const auto begin = std::min<std::size_t>(found.size(), static_cast<std::size_t>(query.offset));
        const auto end = std::min(found.size(), begin + static_cast<std::size_t>(query.limit));
        for (std::size_t i = begin; i < end; ++i)
            page.tickets.push_back(*found[i]);
        return page;
    }

    Result<InboxCounts> counts(const Actor& /*actor*/) override { return inboxCounts; }

    Result<TicketSummary> summary(const Actor& /*actor*/, const TicketId& id) override
    {
        const auto found = std::ranges::find(tickets, id, &TicketSummary::id);
        return found == tickets.end() ? Result<TicketSummary>(failure(ErrorCode::NotFound, "There is no such ticket.")) : *found;
    }

    std::vector<TicketSummary> tickets;
    InboxCounts inboxCounts;
    TimePoint now{};
    bool broken = false;
    int pagesAsked = 0;
};

// A connector whose desk is in memory. Work runs at once, or when released while held; answers come through the event loop.
class MemoryConnector : public Connector {
public:
    [[nodiscard]] Actor actor() const override { return {ActorId("agent-1"), Role::Agent, "Dana Reyes", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }

    void tellOfChange(const TicketId& ticket) { Q_EMIT changed(Change{++m_sequence, ChangeKind::Ticket, ticket}); }
    void hold() { m_held = true; }
    void release()
    {
        m_held = false;
        for (; !m_waiting.empty(); m_waiting.pop_front())
            m_waiting.front()(m_desk);
    }

    MemoryInbox inbox;

protected:
    void run(std::function<void(Desk&)> work) override
    {
        if (m_held)
            m_waiting.push_back(std::move(work));
        else
            work(m_desk);
    }

private:
    PartialDesk m_desk{{.inbox = &inbox}};
    std::deque<std::function<void(Desk&)>> m_waiting;
    std::uint64_t m_sequence = 0;
    bool m_held = false;
};

} // namespace tandem::ui
