#pragma once

#include "Results.h"
#include "base/Clock.h"
#include "services/store/Store.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

// A store full of made-up tickets, for benchmarks of lists.
namespace tandem::bench {

inline constexpr int batch = 1000; // tickets are filled in by so many

inline ActorId agent(int number)
{
    return ActorId("act_" + std::to_string(number));
}

// Four in ten are open; half of these belong to one of 20 agents, all to one of 6 teams.
inline Ticket ticketOf(int number, TimePoint now)
{
    constexpr std::array open{
        TicketStatus::Escalated, TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval, TicketStatus::Pending};
    constexpr std::array<const char*, 6> teams{"billing", "care", "technical", "accounts", "legal", "sales"};
    std::uint64_t mixed = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15U;
    const auto draw = [&](std::uint64_t sides) {
        mixed = (mixed ^ mixed >> 29U) * 0xbf58476d1ce4e5b9U;
        return (mixed >> 33U) % sides;
    };
    const bool isOpen = draw(10) < 4;
    Ticket ticket;
    ticket.id = TicketId("tic_" + std::to_string(number));
    ticket.customer = CustomerId("cus_" + std::to_string(draw(5000)));
    ticket.correlation = CorrelationId("cor_" + std::to_string(number));
    constexpr std::array subjects{"The invoice of November was charged twice", "CSV export stops at 10,000 rows",
        "Passwort lässt sich nicht zurücksetzen", "Peut-on payer par virement ?", "請求書の宛名を変更したい"};
    ticket.subject = subjects.at(draw(subjects.size()));
    ticket.preview = std::string(150, 'x');
    ticket.status = isOpen ? open.at(draw(open.size())) : TicketStatus::Resolved;
    ticket.createdAt = now - std::chrono::seconds(draw(3000000));
    ticket.updatedAt = ticket.createdAt;
    ticket.classification.emplace();
    ticket.classification->language.language = allLanguages.at(draw(languageCount));
    ticket.route = Route{isOpen ? Queue::Human : Queue::Ai, teams.at(draw(teams.size())), {}};
    ticket.draft.emplace();
    ticket.draft->text = std::string(1500, 'y');
    if (draw(2) == 0 || !isOpen)
        ticket.assignee = agent(static_cast<int>(draw(20)));
    if (isOpen && ticket.status != TicketStatus::Pending) {
        ticket.waitingSince = ticket.createdAt;
        ticket.dueAt = ticket.createdAt + std::chrono::hours(8);
    }
    return ticket;
}

inline void fill(Store& store, int tickets, TimePoint now)
{
    for (int customer = 0; customer < 5000; customer += batch) {
        succeed(store.write([&](Transaction& transaction) -> Status {
            for (int i = customer; i < customer + batch; ++i)
                TRY(transaction.customers().put(
                    {CustomerId("cus_" + std::to_string(i)), std::to_string(i), "Anna Müller", "", Tier::Team, 10, 2}));
            return {};
        }));
    }
    for (int first = 0; first < tickets; first += batch) {
        succeed(store.write([&](Transaction& transaction) -> Status {
            for (int i = first; i < first + batch; ++i) {
                Ticket ticket = ticketOf(i, now);
                TRY(transaction.tickets().insert(ticket));
                Message message;
                message.id = MessageId("msg_" + std::to_string(i));
                message.ticket = ticket.id;
                message.text = std::string(400, 'x');
                message.at = ticket.createdAt;
                TRY(transaction.tickets().append(message));
            }
            return {};
        }));
    }
}

} // namespace tandem::bench
