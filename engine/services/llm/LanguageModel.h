#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "model/Conversation.h"
#include "model/Draft.h"
#include "model/Knowledge.h"
#include "model/Ticket.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

// What was wrong with a draft that is to be written anew.
struct DraftRevision {
    std::string draft; // its text
    std::vector<std::pair<std::string, std::string>> refused; // its sentences, and why each was
};

struct DraftRequest {
    std::string question; // the newest customer message, as far as its sentences are compared with others
    std::string message{}; // all of it, with its subject; "" = `question` is
    std::vector<Message> history; // before it, oldest first
    Language language = Language::En; // of the answer
    std::string customerName; // "" = unknown
    std::vector<ScoredPassage> passages; // best first; the only evidence that may be used
    double evidence = 0; // SearchResult::evidence
    std::optional<Tier> tier{}; // the customer's; nothing = nobody told
    std::vector<EarlierTicket> earlierTickets{}; // of the customer, newest first
    Sentiment mood = Sentiment::Neutral; // of the newest message
    TicketId ticket{}; // for the egress ledger; empty = no ticket's
    std::optional<DraftRevision> revision{}; // nothing = it is written for the first time
    // Hears the answer as it is written, on the thread that called draft(); together the pieces are Draft::text. May be empty: a
    // writer that writes at once need not call it.
    std::function<void(std::string_view text)> onText{};
    std::function<void()> startsOver{}; // what came so far is void: another begins anew, or draft() fails
};

// Writes an answer from evidence. Thread-safe. Says itself which passage each sentence rests on; pipeline/validate checks that
// afterwards whoever wrote it.
class LanguageModel {
public:
    LanguageModel() = default;
    LanguageModel(const LanguageModel&) = delete;
    LanguageModel& operator=(const LanguageModel&) = delete;
    virtual ~LanguageModel() = default;

    // "composer", "anthropic"…; goes into Draft::usage.
    [[nodiscard]] virtual std::string provider() const = 0;
    // Without enough evidence the draft is an abstention, not an error.
    virtual Result<Draft> draft(const DraftRequest& request, std::stop_token stop) = 0;
};

} // namespace tandem
