#pragma once

#include "model/Ticket.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// Another ticket of the same customer, as far as whoever answers the present one should know of it.
struct EarlierTicket {
    TimePoint at{}; // when it came
    std::string subject; // personal
    std::optional<Category> category;
    TicketStatus status = TicketStatus::Received;
    std::string answer; // the desk's last one to the customer; "" = none, or not looked up; personal
};

// A conversation as it is judged: the newest customer message and what came before it.
struct Conversation {
    TicketId ticket; // empty when it is no stored one
    std::string subject;
    std::string text; // newest customer message, NFKC
    MessageId message; // of `text`; empty when it is no stored one
    std::vector<Message> history; // oldest first, without the newest
    Channel channel = Channel::Api;
    Customer customer;
    std::optional<Urgency> priority;
    std::optional<Category> category; // as a person set it; it stands
    // What was read of earlier messages when they were the newest and holds for the whole conversation.
    std::vector<Signal> earlierSignals;
    InjectionFinding earlierInjection;
    std::optional<int> ticketsInHour; // see DecisionInputs
    int messagesInHour = 1;
    std::vector<EarlierTicket> earlierTickets; // newest first, a few
};

} // namespace tandem
