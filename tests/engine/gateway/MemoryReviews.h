#pragma once

#include "desk/Reviews.h"

#include <mutex>
#include <string>
#include <vector>

namespace tandem {

// Knows the draft "d-1" alone, and remembers its rejection.
class MemoryReviews final : public Reviews {
public:
    Status reject(const Actor&, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault) override
    {
        if (draft.value() != "d-1")
            return failure(ErrorCode::Conflict, "The ticket has another draft by now; read it anew");
        const std::lock_guard lock(m_mutex);
        m_rejected = ticket.value() + " " + (fault ? std::string(name(*fault)) : "-");
        return {};
    }
    // Supports nothing but the word "True.".
    Result<ReplyCheck> check(const Actor&, const TicketId& ticket, const std::string& text, std::stop_token) override
    {
        if (ticket.value() != "t1")
            return failure(ErrorCode::NotFound, "There is no such ticket");
        DraftSentence sentence;
        sentence.text = text;
        sentence.supported = text == "True.";
        sentence.score = sentence.supported ? 0.75 : 0.125;
        sentence.reason = sentence.supported ? "" : "€38 is not in the evidence; nearest is €32";
        sentence.citations.push_back({ArticleId("a-1"), PassageId("p-1"), "Größe"});
        return ReplyCheck{{sentence}};
    }
    Result<std::vector<AutoSendState>> autoSend(const Actor&) override
    {
        AutoSendState state;
        state.category = Category::BillingInquiry;
        state.provider = "composer";
        state.figures = {37, 1};
        state.missing = 160;
        return std::vector{state};
    }
    [[nodiscard]] std::string rejected() const
    {
        const std::lock_guard lock(m_mutex);
        return m_rejected;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_rejected;
};

} // namespace tandem
