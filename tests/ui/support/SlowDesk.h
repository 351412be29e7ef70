#pragma once

#include "ui/conversation/SampleTicket.h"
#include "ui/support/MemoryConnector.h"
#include "ui/support/Tickets.h"

#include <vector>

namespace tandem::ui {

// A desk whose tickets come when, and in the order in which, a test wants. Everything else is there at once.
class SlowDesk : public Connector {
public:
    [[nodiscard]] Actor actor() const override { return {ActorId("ivo"), Role::Agent, "Ivo Kern", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }

    void put(TicketView view)
    {
        TicketSummary row = picturedTickets(sampleNow()).front();
        row.id = view.ticket.id;
        row.subject = view.ticket.subject;
        inbox.tickets.push_back(std::move(row));
        conversations.views.push_back(std::move(view));
    }

    void tellOfChange(const TicketId& ticket) { Q_EMIT changed(Change{++m_sequence, ChangeKind::Ticket, ticket}); }
    // What is asked from now on waits for answer().
    void hold() { m_held = true; }
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    // Answers one of what waits.
    void answer(std::size_t place)
    {
        const auto work = std::move(m_waiting[place]);
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(place));
        work(m_desk);
    }
    void release()
    {
        m_held = false;
        while (!m_waiting.empty())
            answer(0);
    }

    class Views : public AbsentConversations {
    public:
        Result<TicketView> ticket(const Actor&, const TicketId& id) override
        {
            const auto found = std::ranges::find_if(views, [&](const TicketView& view) { return view.ticket.id == id; });
            if (broken || found == views.end())
                return retryableFailure(ErrorCode::Unavailable, "The server does not answer; try again.");
            return *found;
        }
        Status assign(const Actor&, const TicketId& id, const std::optional<ActorId>&) override
        {
            touched.push_back(id);
            return {};
        }
        Result<CandidateId> resolve(const Actor&, const TicketId& id, Learn) override
        {
            touched.push_back(id);
            return CandidateId();
        }
        Result<Message> reply(const Actor&, const TicketId& id, const Reply& reply) override
        {
            replies.emplace_back(id, reply.text);
            return Message();
        }

        std::vector<TicketView> views;
        std::vector<TicketId> touched;
        std::vector<std::pair<TicketId, std::string>> replies;
        bool broken = false;
    };

    class Shelf : public AbsentLibrary {
    public:
        Result<Document> document(const Actor&, const ArticleId&) override { return article; }
        Document article;
    };

    MemoryInbox inbox;
    Views conversations;
    Shelf library;

protected:
    void run(std::function<void(Desk&)> work) override
    {
        if (m_held)
            m_waiting.push_back(std::move(work));
        else
            work(m_desk);
    }

private:
    PartialDesk m_desk{{.inbox = &inbox, .conversations = &conversations, .library = &library}};
    std::vector<std::function<void(Desk&)>> m_waiting;
    std::uint64_t m_sequence = 0;
    bool m_held = false;
};

} // namespace tandem::ui
