#pragma once

#include "base/Clock.h"
#include "desk/Conversations.h"

#include <QString>

#include <string>
#include <vector>

namespace tandem::ui {

enum class ThreadItemKind : std::uint8_t { Day, Message, Note, Event };

// One thing in a thread, in words, from the top down.
struct ThreadItem {
    ThreadItemKind kind = ThreadItemKind::Event;
    QString heading; // who wrote it; the words of a day or an event
    QString meta; // channel and time
    QString icon; // of an event
    bool byEngine = false; // written by the engine: labelled as such
    MessageId message; // "" for days and events
    std::string text; // of the message, as it came; personal
};

// What a ticket's messages, events and decisions come to. `me` is called "you". Pure but for the locale.
std::vector<ThreadItem> threadItems(const TicketView& view, const ActorId& me, TimePoint now);

// Who an actor is: "you", a name, or plain words for the engine and unknown people.
QString actorName(const TicketView& view, const ActorId& actor, const ActorId& me);
// The customer's name as far as it is known.
QString customerName(const TicketView& view);

} // namespace tandem::ui
