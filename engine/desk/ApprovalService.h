#pragma once

#include "base/Clock.h"
#include "desk/Approvals.h"
#include "desk/DeskPhrases.h"
#include "operations/ApprovalExpiry.h"
#include "operations/WakeUp.h"
#include "pipeline/ActionRules.h"
#include "services/store/Store.h"

#include <mutex>
#include <optional>
#include <vector>

namespace tandem {

class ApprovalService final : public Approvals {
public:
    // `outbox` is notified of effects to carry out. All references outlive the service.
    ApprovalService(Store& store, const Clock& clock, ApprovalExpiry& expiry, WakeUp& outbox, const DeskPhrases& phrases,
        ActionRules rules = ActionRules::defaults());

    Result<std::vector<ApprovalCard>> waiting(const Actor& actor, int limit) override;
    Result<std::vector<ApprovalCard>> decided(const Actor& actor, int limit) override;
    Result<ApprovalCard> card(const Actor& actor, const ApprovalId& id) override;
    Result<ApprovalCard> propose(const Actor& actor, const TicketId& ticket, const ActionRequest& request) override;
    Status approve(const Actor& actor, const ApprovalId& id, const std::string& comment) override;
    Status reject(const Actor& actor, const ApprovalId& id, const std::string& comment) override;

private:
    Result<std::vector<ApprovalCard>> cards(const Actor& actor, std::optional<ApprovalState> state, int limit);
    Result<ApprovalCard> cardOf(Transaction& transaction, const Actor& actor, Approval approval, bool trailIntact) const;
    Result<bool> isTrailIntact();
    Status decide(const Actor& actor, const ApprovalId& id, ApprovalState state, const std::string& comment);
    Status turnKey(Transaction& transaction, const Actor& actor, Approval approval, const std::string& comment) const;
    Status turnDown(Transaction& transaction, const Actor& actor, Approval approval, const std::string& comment) const;
    Status write(Transaction& transaction, const Actor& actor, Approval approval) const;
    Status store(Transaction& transaction, const Actor& actor, Approval approval, Ticket ticket) const;
    Status tellCustomer(Transaction& transaction, const Approval& approval, const Ticket& ticket) const;
    Status audit(Transaction& transaction, const Actor& actor, const Approval& approval, const std::string& action,
        const std::string& rest = "") const;

    Store& m_store;
    const Clock& m_clock;
    ApprovalExpiry& m_expiry;
    WakeUp& m_outbox;
    const DeskPhrases& m_phrases;
    const ActionRules m_rules;
    std::mutex m_trailMutex; // of the two below
    bool m_isTrailIntact = false;
    std::optional<TimePoint> m_trailCheckedAt;
};

} // namespace tandem
