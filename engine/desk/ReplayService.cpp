#include "desk/ReplayService.h"

#include "desk/Roles.h"
#include "pipeline/Decisions.h"
#include "pipeline/PolicyText.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace tandem {

namespace {

constexpr int pageSize = 200;
constexpr const char* whoReplays = "Policies are tried out by supervisors and admins";
// What they set is measured before a decision is made, or only times follow from it.
constexpr std::string_view notReplayed[] = {"policy.response_minutes", "policy.approval_hours", "policy.competitors"};

bool isReplayed(std::string_view key)
{
    const bool isMeasured = key.starts_with("groups.") || key.starts_with("incidents.");
    return !isMeasured && std::ranges::find(notReplayed, key) == std::end(notReplayed);
}

void dropSentences(DecisionOutcome& outcome)
{
    for (EscalationReason& reason : outcome.reasons)
        reason.detail.clear();
}

// What a ticket's decisions come to so far.
struct TicketTally {
    bool before = false; // with a person
    bool after = false;
    std::bitset<ReplayReport::codes> codesBefore;
    std::bitset<ReplayReport::codes> codesAfter;
};

void count(bool before, bool after, ReplayShift& shift)
{
    shift.more += !before && after ? 1 : 0;
    shift.fewer += before && !after ? 1 : 0;
}

class Replaying {
public:
    Replaying(const Policy& policy, const PolicyReplay::Visit& changed)
        : m_policy(policy)
        , m_settings(settingsOf(policy))
        , m_changed(changed)
    {
    }

    Status take(const DecisionRecord& record)
    {
        if (record.ticket != m_ticket) {
            close();
            m_ticket = record.ticket;
        }
        const Policy* then = TRY(policyOf(record.basis.policy));
        ++m_report.decisions;
        m_report.otherProgram += isSameDecision(decide(record.inputs, *then), record.outcome) ? 0 : 1;
        const bool isAbstention = record.inputs.draft && record.inputs.draft->abstained;
        m_report.withheld += isAbstention && m_policy.evidenceFloor < then->evidenceFloor ? 1 : 0;
        DecisionOutcome after = decide(record.inputs, m_policy);
        tally(record.outcome, after);
        if (isSameDecision(record.outcome, after))
            return {};
        ++m_report.changed;
        dropSentences(after);
        return m_changed({record.ticket, record.sequence, record.at, record.outcome, std::move(after)});
    }

    ReplayReport report()
    {
        close();
        m_report.notReplayed.assign(m_differing.begin(), m_differing.end());
        return std::move(m_report);
    }

private:
    // Decisions of one basis come in long runs, and bases are few.
    Result<const Policy*> policyOf(const std::string& text)
    {
        const auto known = m_policies.find(text);
        if (known != m_policies.end())
            return &known->second;
        Policy policy = TRY(policyFrom(text));
        for (const auto& [key, value] : settingsOf(policy)) {
            if (!isReplayed(key) && m_settings[key] != value)
                m_differing.insert(key);
        }
        return &m_policies.emplace(text, std::move(policy)).first->second;
    }

    void tally(const DecisionOutcome& before, const DecisionOutcome& after)
    {
        m_tally.before = m_tally.before || before.queue == Queue::Human;
        m_tally.after = m_tally.after || after.queue == Queue::Human;
        for (const EscalationReason& reason : before.reasons)
            m_tally.codesBefore.set(std::to_underlying(reason.code));
        for (const EscalationReason& reason : after.reasons)
            m_tally.codesAfter.set(std::to_underlying(reason.code));
    }

    void close()
    {
        if (m_ticket.empty())
            return;
        ++m_report.tickets;
        count(m_tally.before, m_tally.after, m_report.toPerson);
        for (std::size_t code = 0; code < ReplayReport::codes; ++code)
            count(m_tally.codesBefore.test(code), m_tally.codesAfter.test(code), m_report.byCode[code]);
        m_tally = {};
    }

    const Policy& m_policy;
    std::map<std::string, std::string> m_settings; // of m_policy
    const PolicyReplay::Visit& m_changed;
    std::map<std::string, Policy, std::less<>> m_policies; // by their text
    std::set<std::string> m_differing;
    TicketId m_ticket; // whose decisions are being taken
    TicketTally m_tally;
    ReplayReport m_report;
};

} // namespace

ReplayService::ReplayService(Store& store)
    : m_store(store)
{
}

Result<ReplayReport> ReplayService::replay(
    const Actor& actor, const Config& config, std::optional<TimePoint> since, const Visit& changed, std::stop_token stop)
{
    TRY(requireDecider(actor, whoReplays));
    const Policy policy = TRY(Policy::from(config));
    Replaying replaying(policy, changed);
    DecisionPlace place;
    while (true) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "The replay was stopped");
        const auto page = TRY(readResult(m_store, [&](Transaction& transaction) {
            return transaction.decisionLog().list(place, since.value_or(TimePoint{}), pageSize);
        }));
        for (const DecisionRecord& record : page)
            TRY(replaying.take(record));
        if (page.size() < static_cast<std::size_t>(pageSize))
            return replaying.report();
        place = {page.back().ticket, page.back().sequence};
    }
}

} // namespace tandem
