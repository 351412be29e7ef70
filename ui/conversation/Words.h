#pragma once

#include "base/Clock.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace tandem::ui {

// The desk's enums and times in the words of the user's language.
QString categoryWord(Category category);
QString statusWord(TicketStatus status);
QString tierWord(std::optional<Tier> tier);
// A name for the row of a reason: "Low confidence", "High-stakes action: refund".
QString reasonWords(EscalationCode code, HighStakesAction action);
// A noun for a proposed action as stored ("refund"): "Refund"; in the middle of a sentence: "refund".
QString actionNoun(const std::string& type);
QString actionInSentence(const std::string& type);
// "Approve refund, €384.00"; `amount` may be empty.
QString approveWords(const std::string& type, const QString& amount);
QString rejectWords(const std::string& type);
// "Approve refund, €384.00"; where two people are needed, which key it is: "Turn the first key, €384.00".
QString keyWords(const Approval& approval, const QString& amount);
// Whether a person proposed it, rather than the engine on a customer's wish.
bool isFromPerson(const Approval& approval);

QDateTime localTime(TimePoint time);
QString clockTime(TimePoint time); // "13:08"
// "Today", "Yesterday" or a date.
QString dayWord(TimePoint time, TimePoint now);
// "13:08" today, else with the day.
QString momentWord(TimePoint time, TimePoint now);
// A figure with two decimals as the locale writes it, with a true minus sign: "0.68", "−0,56".
QString scoreText(double value);

} // namespace tandem::ui
