#pragma once

#include "ui/conversation/SampleTicket.h"
#include "ui/support/MemoryConnector.h"
#include "ui/support/Tickets.h"

#include <QThreadPool>

#include <vector>

namespace tandem::ui {

// A desk that hands out whatever it is given, from a thread of its own as every connector does.
class CarelessDesk : public Connector {
public:
    CarelessDesk() = default;
    CarelessDesk(const CarelessDesk&) = delete;
    CarelessDesk& operator=(const CarelessDesk&) = delete;
    ~CarelessDesk() override { m_pool.waitForDone(); }

    [[nodiscard]] Actor actor() const override { return {ActorId("ivo"), Role::Agent, "Ivo Kern", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }

    void put(TicketView view)
    {
        TicketSummary row = picturedTickets(sampleNow()).front();
        row.id = view.ticket.id;
        row.customerName = view.customer.displayName;
        row.subject = view.ticket.subject;
        row.preview = view.ticket.preview;
        inbox.tickets.push_back(std::move(row));
        m_conversations.views.push_back(std::move(view));
    }

    MemoryInbox inbox;

protected:
    void run(std::function<void(Desk&)> work) override
    {
        m_pool.start([this, work = std::move(work)] { work(m_desk); });
    }

private:
    class Views : public AbsentConversations {
    public:
        Result<TicketView> ticket(const Actor&, const TicketId& id) override
        {
            for (const TicketView& view : views) {
                if (view.ticket.id == id)
                    return view;
            }
            return failure(ErrorCode::NotFound, "There is no such ticket.");
        }
        std::vector<TicketView> views;
    };

    Views m_conversations;
    PartialDesk m_desk{{.inbox = &inbox, .conversations = &m_conversations}};
    QThreadPool m_pool;
};

// A ticket with one message; its subject, preview and the customer's name, e-mail and id are all `name`.
inline TicketView written(std::string id, std::string text, const std::string& name)
{
    TicketView view;
    view.ticket = sampleTicket();
    view.ticket.id = TicketId(std::move(id));
    view.ticket.draft.reset();
    view.ticket.subject = name;
    view.ticket.preview = name;
    view.customer.displayName = name;
    view.customer.email = name;
    view.customer.externalId = name;
    view.messages.push_back(sampleMessage("m-" + view.ticket.id.value(), Author::Customer, std::move(text), sampleDay(13, 0)));
    return view;
}

} // namespace tandem::ui
