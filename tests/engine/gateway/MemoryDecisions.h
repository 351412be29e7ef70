#pragma once

#include "desk/Approvals.h"
#include "desk/Learning.h"
#include "desk/Roles.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

// One refund that waits, and one resolution that is proposed.
class MemoryDecisions final : public Approvals, public Learning {
public:
    Result<std::vector<ApprovalCard>> waiting(const Actor&, int limit) override { return some(ApprovalState::Waiting, limit); }
    Result<std::vector<ApprovalCard>> decided(const Actor&, int limit) override { return some(ApprovalState::Approved, limit); }
    Result<ApprovalCard> card(const Actor&, const ApprovalId& id) override
    {
        if (id.value() != "a1")
            return failure(ErrorCode::NotFound, "There is no such approval");
        const std::lock_guard lock(m_mutex);
        ApprovalCard card;
        card.approval.id = id;
        card.approval.action = "refund";
        card.approval.state = m_state;
        card.approval.comment = m_comment;
        return card;
    }
    Result<ApprovalCard> propose(const Actor& actor, const TicketId& ticket, const ActionRequest& request) override
    {
        if (!isDeskPerson(actor.role))
            return failure(ErrorCode::Forbidden, "Actions are proposed by agents, supervisors and admins");
        ApprovalCard made;
        made.approval.id = ApprovalId("proposed-" + request.idempotencyKey);
        made.approval.ticket = ticket;
        made.approval.action = name(request.kind);
        made.approval.proposal.kind = request.kind;
        made.approval.proposal.parameters = request.parameters;
        made.approval.proposal.proposedBy = actor.id;
        return made;
    }
    Status approve(const Actor& actor, const ApprovalId& id, const std::string& comment) override
    {
        return decide(actor, id, comment, ApprovalState::Approved);
    }
    Status reject(const Actor& actor, const ApprovalId& id, const std::string& comment) override
    {
        if (comment.empty())
            return failure(ErrorCode::InvalidArgument, "'comment' is empty: say why");
        return decide(actor, id, comment, ApprovalState::Rejected);
    }

    Result<std::vector<LearningCandidate>> candidates(const Actor&, std::optional<CandidateState> state, int) override
    {
        const std::lock_guard lock(m_mutex);
        if (state && *state != m_candidate.state)
            return std::vector<LearningCandidate>();
        return std::vector{m_candidate};
    }
    Status accept(const Actor&, const CandidateId& id, const std::optional<std::string>& resolution) override
    {
        const Status moved = move(id, CandidateState::Proposed, CandidateState::Accepted);
        if (moved && resolution)
            m_candidate.resolution = *resolution;
        return moved;
    }
    Status discard(const Actor&, const CandidateId& id) override
    {
        return move(id, CandidateState::Proposed, CandidateState::Discarded);
    }
    Status undo(const Actor&, const CandidateId& id) override
    {
        return move(id, CandidateState::Accepted, CandidateState::Undone);
    }

private:
    Result<std::vector<ApprovalCard>> some(ApprovalState state, int limit)
    {
        std::vector<ApprovalCard> cards;
        const auto only = card({}, ApprovalId("a1"));
        if (only->approval.state == state && limit > 0)
            cards.push_back(*only);
        return cards;
    }
    Status decide(const Actor& actor, const ApprovalId& id, const std::string& comment, ApprovalState state)
    {
        if (id.value() != "a1")
            return failure(ErrorCode::NotFound, "There is no such approval");
        if (!isDecider(actor.role))
            return failure(ErrorCode::Forbidden, "Supervisors and admins decide it");
        const std::lock_guard lock(m_mutex);
        if (m_state != ApprovalState::Waiting && m_state != state)
            return failure(ErrorCode::Conflict, "It was decided otherwise already");
        m_state = state;
        m_comment = comment;
        return {};
    }
    Status move(const CandidateId& id, CandidateState from, CandidateState to)
    {
        const std::lock_guard lock(m_mutex);
        if (id != m_candidate.id)
            return failure(ErrorCode::NotFound, "There is no such candidate");
        if (m_candidate.state != from)
            return failure(ErrorCode::Conflict, "The candidate is " + std::string(name(m_candidate.state)) + " already");
        m_candidate.state = to;
        return {};
    }

    std::mutex m_mutex;
    ApprovalState m_state = ApprovalState::Waiting;
    std::string m_comment;
    LearningCandidate m_candidate{CandidateId("c1"), TicketId("t1"), "Charged twice", "Why?", "One goes back.", "billing_inquiry",
        Language::En, CandidateState::Proposed, {}, {}, {}, {}, {}};
};

} // namespace tandem
