#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "model/Draft.h"
#include "model/Ticket.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// How the parts of a ticket that are read and written as one are stored. Private to the store; enums by their public names, so
// that stored values outlive a reordering. Reading is Corrupt when the text is not what the writer makes; members that a newer
// version added are ignored, missing ones keep their defaults.
namespace tandem::ticket_json {

std::string write(const Classification& classification);
std::string write(const Route& route);
std::string write(const std::vector<EscalationReason>& reasons);
std::string write(const Draft& draft);
std::string write(const std::map<std::string, double>& timings);
std::string write(const std::vector<ArticleId>& articles);
std::string write(const std::vector<TicketId>& tickets);

Result<Classification> readClassification(std::string_view text);
Result<Route> readRoute(std::string_view text);
Result<std::vector<EscalationReason>> readReasons(std::string_view text);
Result<Draft> readDraft(std::string_view text);
Result<std::map<std::string, double>> readTimings(std::string_view text);
Result<std::vector<ArticleId>> readArticles(std::string_view text);

} // namespace tandem::ticket_json
