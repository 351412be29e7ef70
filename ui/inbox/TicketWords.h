#pragma once

#include "desk/Inbox.h"

#include <QString>
#include <QStringList>

namespace tandem::ui {

// Words of a list, translated.

// Icon of resources/icons for a channel.
QString channelIcon(Channel channel);
QString channelWord(Channel channel); // "Email"
QString urgencyWord(Urgency urgency); // "high urgency"
QString languageCode(Language language); // "EN"
QString languageWord(Language language); // "English", in the console's language
QString viewWord(InboxView view); // "Mine"
QString viewIcon(InboxView view);
QString orderWord(InboxOrder order); // "Waiting longest"
QString dueGroupWord(std::size_t group); // by InboxPage::due: "Later today"
// Short words for why a person is wanted, most serious first, none twice: "Refund", "Legal". Low confidence has one only where no
// meter shows it.
QStringList reasonWords(const TicketSummary& ticket);
// How many others tell of the same: "3 similar"; "" = none.
QString similarWord(const TicketSummary& ticket);
// Everything a row says, for a screen reader: "Unread, high urgency, Elena Marchetti, Charged twice…, English, confidence 0.68
// below 0.75, Refund, 46 minutes left".
QString spokenRow(const TicketSummary& ticket, TimePoint now);

} // namespace tandem::ui
