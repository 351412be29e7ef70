#include "operations/BudgetGuard.h"

#include "base/Log.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

namespace tandem {

namespace {

Spend bookedAt(TimePoint at, const ChatSpend& spend)
{
    const TokenUsage& usage = spend.usage;
    const SpendFigures figures{1, spend.microDollars ? 0 : 1, usage.input, usage.cacheRead, usage.cacheWrite,
        usage.cacheWriteHour, usage.output, spend.microDollars.value_or(0)};
    return {at, spend.ticket, spend.provider, spend.model, figures};
}

void count(Metrics& metrics, const ChatSpend& spend)
{
    const std::string& provider = spend.provider;
    const TokenUsage& usage = spend.usage;
    metrics.count("tandem_llm_calls_total", {{"provider", provider}, {"price", spend.microDollars ? "known" : "unknown"}}, 1);
    metrics.count("tandem_llm_cost_usd_total", {{"provider", provider}},
        static_cast<double>(spend.microDollars.value_or(0)) / static_cast<double>(microDollarsPerDollar));
    if (usage.estimated)
        metrics.count("tandem_llm_estimated_calls_total", {{"provider", provider}}, 1);
    const std::array<std::pair<std::string_view, std::int64_t>, 5> kinds{{{"input", usage.input}, {"cache_read", usage.cacheRead},
        {"cache_write", usage.cacheWrite}, {"cache_write_hour", usage.cacheWriteHour}, {"output", usage.output}}};
    for (const auto& [kind, tokens] : kinds)
        metrics.count("tandem_llm_tokens_total", {{"provider", provider}, {"kind", kind}}, static_cast<double>(tokens));
}

} // namespace

BudgetGuard::BudgetGuard(Store& store, Metrics& metrics, const Clock& clock, const Budget& budget)
    : m_store(store)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_budget(budget)
{
}

Status BudgetGuard::admit(const std::string& model, PriceKnowledge price)
{
    TRY(room(model, price));
    return {};
}

Result<std::int64_t> BudgetGuard::room(const std::string& model, PriceKnowledge price)
{
    std::int64_t room = std::numeric_limits<std::int64_t>::max();
    const bool hasBudget = m_budget.dailyMicroDollars > 0 || m_budget.monthlyMicroDollars > 0;
    if (!hasBudget)
        return room;
    if (price == PriceKnowledge::Unknown)
        return failure(ErrorCode::Forbidden,
            "What the model '" + model
                + "' costs is not in resources/models/prices.json, so no budget can hold for it: add its price, or set no "
                  "budget.");
    TRY(writeBooks());
    const std::vector<Standing> now = TRY(standings());
    for (const Standing& standing : now) {
        if (standing.spent < standing.period.limit) {
            room = std::min(room, standing.period.limit - standing.spent);
            continue;
        }
        tell(now); // a budget that was lowered below what is spent has told nobody yet
        return failure(ErrorCode::RateLimited, exhaustedText(standing.period));
    }
    return room;
}

void BudgetGuard::spent(const ChatSpend& spend)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_unwritten.push_back({m_clock.now(), spend});
    }
    if (const Status written = writeBooks(); !written) {
        log::error("spend_not_written", {log::Field::reason(written.error().message)});
        return;
    }
    if (const auto now = standings())
        tell(*now);
    else
        log::error("budget_not_read", {log::Field::reason(now.error().message)});
}

Status BudgetGuard::writeBooks()
{
    std::vector<Entry> taken;
    {
        const std::scoped_lock lock(m_mutex);
        taken.swap(m_unwritten);
    }
    if (taken.empty())
        return {};
    std::vector<const ChatSpend*> booked;
    Status written = m_store.write([&](Transaction& transaction) -> Status {
        booked.clear();
        for (const Entry& one : taken) {
            const Spend spend = bookedAt(one.at, one.spend);
            bool isNew = true;
            if (one.spend.once.empty())
                TRY(transaction.spend().add(spend));
            else
                isNew = TRY(transaction.spend().addOnce(one.spend.once, spend));
            if (isNew)
                booked.push_back(&one.spend);
        }
        return {};
    });
    if (!written) {
        const std::scoped_lock lock(m_mutex);
        m_unwritten.insert(m_unwritten.begin(), std::make_move_iterator(taken.begin()), std::make_move_iterator(taken.end()));
        return written;
    }
    for (const ChatSpend* const spend : booked)
        count(m_metrics, *spend);
    return {};
}

Result<std::vector<BudgetGuard::Standing>> BudgetGuard::standings()
{
    std::vector<Standing> all;
    for (const BudgetPeriod& period : periodsOf(m_budget, m_clock.now()))
        all.push_back({period, 0});
    if (all.empty())
        return all;
    TRY(m_store.read([&](Transaction& transaction) -> Status {
        for (Standing& one : all)
            one.spent = TRY(transaction.spend().total(one.period.from, one.period.until)).microDollars;
        return {};
    }));
    return all;
}

void BudgetGuard::tell(const std::vector<Standing>& standings)
{
    for (const Standing& one : standings) {
        m_metrics.set("tandem_budget_used_ratio", {{"period", name(one.period.span)}},
            static_cast<double>(one.spent) / static_cast<double>(one.period.limit));
        const int level = levelOf(one.spent, one.period.limit);
        if (level == 0)
            continue;
        if (const Status raised = raise(one, level); !raised)
            log::error("budget_alert_not_raised", {log::Field::reason(raised.error().message)});
    }
}

// Only the highest level: who is told of 100 % need not be told of 80 % in the same breath.
Status BudgetGuard::raise(const Standing& standing, int level)
{
    const std::string alert = alertName(standing.period, level);
    {
        const std::scoped_lock lock(m_mutex);
        if (m_told.contains(alert))
            return {};
    }
    // Units of work run one after another, so that only one of several finds nothing.
    const bool isNew = TRY(writeResult(m_store, [&](Transaction& transaction) -> Result<bool> {
        if (!TRY(transaction.audit().ofSubject(alert)).empty())
            return false;
        TRY(transaction.audit().append(
            {0, m_clock.now(), ActorId("engine"), "budget.alert", alert, dollars(standing.spent) + " USD spent", ""}));
        return true;
    }));
    {
        const std::scoped_lock lock(m_mutex);
        m_told.insert(alert);
    }
    if (!isNew)
        return {};
    const std::string percent = std::to_string(level);
    m_metrics.count("tandem_budget_alerts_total", {{"period", name(standing.period.span)}, {"percent", percent}}, 1);
    log::warning("budget_alert", {{"period", log::Word::ofEnum(name(standing.period.span))}, {"percent", level}});
    return {};
}

} // namespace tandem
