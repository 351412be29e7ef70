// The table of everything that can be configured. Names of environment variables are public and fixed.
#include "base/Config.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <deque>

namespace tandem {

namespace {

using enum SettingKind;

constexpr auto table = std::to_array<Setting>({
    {"app.environment", "APP_ENV", Choice, "production", "Where this runs", 0, 0, "production|staging|development|test"},
    {"log.level", "LOG_LEVEL", Choice, "info", "Least severe level that is logged", 0, 0, "debug|info|warning|error"},
    {"workers", "WORKERS", Integer, "2", "Tickets processed at once", 1, 256},
    {"server.max_concurrent_requests", "MAX_CONCURRENT_REQUESTS", Integer, "100", "Requests handled at once; more wait", 1,
        10000},
    {"server.prometheus_port", "PROMETHEUS_PORT", Integer, "0", "Extra port for /metrics, 0 = the server's own", 0, 65535},
    {"server.max_connections", "", Integer, "20000", "Open connections; more are refused", 16, 1000000},
    {"models.directory", "TANDEM_MODELS", Text, "", "Where local models lie; empty = the user's cache"},
    {"embedding.workers", "", Integer, "2", "Threads that embed, one model context each", 1, 64},
    {"llm.provider", "LLM_PROVIDER", Choice, "composer", "Who writes drafts; the composer, on this machine, when nobody else can",
        0, 0, "composer|anthropic|openai|local"},
    {"llm.model", "LLM_MODEL", Text, "", "Model of llm.provider; empty = the provider's own setting"},
    {"llm.fallback", "", Text, "", "Providers that are asked in turn when the first one fails: anthropic, openai, local"},
    {"llm.drafts_at_once", "", Integer, "100", "Tickets that may wait for a provider at once", 1, 1000},
    {"llm.cache_minutes", "", Integer, "10",
        "Minutes that an answer of a chat model is kept in memory for an equal request; 0 = each one is asked", 0, 1440},
    {"llm.batch", "", Flag, "false",
        "Whether tandemctl translate sends its lines as one batch of the provider: half the price, but it may take a day"},
    {"llm.temperature", "LLM_TEMPERATURE", Number, "0.3", "Sampling temperature", 0, 2},
    {"llm.max_tokens", "MAX_TOKENS", Integer, "2000", "Longest draft in tokens", 16, 128000},
    {"llm.anthropic.api_key", "ANTHROPIC_API_KEY", Secret, "", "Anthropic key"},
    {"llm.anthropic.base_url", "ANTHROPIC_BASE_URL", Text, "https://api.anthropic.com", "Anthropic endpoint"},
    {"llm.anthropic.model", "", Text, "claude-sonnet-5-5", "Model at Anthropic"},
    {"llm.openai.api_key", "OPENAI_API_KEY", Secret, "", "OpenAI or compatible key"},
    {"llm.openai.base_url", "OPENAI_BASE_URL", Text, "https://api.openai.com/v1", "OpenAI-compatible endpoint"},
    {"llm.openai.model", "", Text, "gpt-6-luna", "Model at OpenAI or the compatible server"},
    {"llm.openai.api", "", Choice, "auto",
        "What the endpoint speaks; compatible = Ollama, llama-server, vLLM and others; auto = that anywhere but at OpenAI", 0, 0,
        "auto|responses|chat|compatible"},
    {"llm.local.model", "", Text, "",
        "A chat model on this machine, a GGUF file; empty = the small one that ./dev models fetches"},
    {"llm.local.context", "", Integer, "4096", "Tokens that it reads and writes for a draft, together", 1024, 1048576},
    {"company.name", "", Text, "", "The company as its customers know it; chat models write in its name"},
    {"company.product_names", "", Text, "", "Names that no translation touches, separated by commas"},
    {"vectors.pinecone.api_key", "PINECONE_API_KEY", Secret, "", "Pinecone key"},
    {"vectors.pinecone.environment", "PINECONE_ENVIRONMENT", Text, "", "Pinecone environment"},
    {"vectors.pinecone.index_name", "PINECONE_INDEX_NAME", Text, "", "Pinecone index"},
    {"vectors.pinecone.index_host", "PINECONE_INDEX_HOST", Text, "", "Pinecone index host"},
    {"store.url", "DATABASE_URL", Secret, "", "PostgreSQL URL; empty = SQLite in the workspace"},
    {"cache.redis_url", "REDIS_URL", Secret, "", "Redis URL; empty = in memory"},
    {"queue.rabbitmq_url", "RABBITMQ_URL", Secret, "", "RabbitMQ URL; empty = the store's own queue"},
    {"objects.s3_endpoint", "S3_ENDPOINT", Text, "", "S3 endpoint; empty = a folder in the workspace"},
    {"objects.s3_bucket", "S3_BUCKET", Text, "", "S3 bucket"},
    {"telemetry.otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", Text, "", "OTLP/HTTP collector; empty = no traces leave"},
    {"telemetry.grafana_url", "GRAFANA_URL", Text, "", "Linked from the console"},
    {"telemetry.pagerduty_key", "PAGERDUTY_API_KEY", Secret, "", "PagerDuty key; empty = no pages"},
    {"mail.imap_url", "IMAP_URL", Secret, "", "Mailbox to read; empty = a Maildir folder"},
    {"mail.smtp_url", "SMTP_URL", Secret, "", "Server to send through"},
    {"egress.allowed", "TANDEM_EGRESS", Flag, "true",
        "Whether anything may be sent to other machines; false = each try is refused and written down"},
    {"egress.body_days", "", Integer, "30",
        "Days that the text of what was sent is kept, sealed; 0 = none. Its size and hash stay", 0, 3650},
    {"budget.daily_usd", "", Number, "0", "Most US dollars a day (UTC) for language models; 0 = no limit", 0, 1000000},
    {"budget.monthly_usd", "", Number, "0", "Most US dollars a month (UTC) for language models; 0 = no limit", 0, 1000000},
    {"policy.confidence_threshold", "", Number, "0.75", "Drafts below it are not sent without a person", 0, 1},
    {"policy.sentiment_floor", "", Number, "-0.5", "Conversation sentiment below it goes to a person", -1, 1},
    {"policy.angry_below", "", Number, "-0.3", "Conversation sentiment below which a threat to leave is anger", -1, 1},
    {"policy.long_conversation", "", Integer, "9", "The customer message at which a conversation is long", 2, 1000},
    {"policy.injection_threshold", "", Number, "0.5", "Injection score from which a person looks", 0, 1},
    {"policy.evidence_floor", "", Number, "0.5", "Evidence score below which there is no draft", 0, 1},
    {"policy.auto_send", "", Choice, "proven",
        "proven = answers of a category go out by themselves once the desk's own reviews prove them; off = never", 0, 0,
        "proven|off"},
    {"policy.auto_send_confidence", "", Number, "0.75", "Confidence of a draft that may go out by itself, at least", 0.5, 1},
    {"policy.auto_send_bound", "", Number, "0.97", "Lower 95 % bound of the share of right drafts that unlocks a category", 0.9,
        1},
    {"policy.auto_send_sample", "", Integer, "20", "One ticket in so many is reviewed all the same; 0 = none", 0, 1000},
    {"policy.approval_hours", "", Integer, "72", "Hours until an unanswered approval expires", 1, 8760},
    {"policy.response_minutes", "", Text, "critical=30 high=120 medium=480 low=1440",
        "Minutes until an answer is due, by urgency; enterprise customers wait half as long"},
    {"policy.teams", "", Text,
        "technical_support=technical,bug_report=technical,feature_request=product,billing_inquiry=billing,account_management="
        "accounts,"
        "general_inquiry=front-desk",
        "Team by category"},
    {"policy.critical_team", "", Text, "", "Team for critical urgency; empty = the category's"},
    {"policy.competitors", "", Text, "", "Names that no draft brings up unless the customer and the evidence do, by commas"},
    {"groups.hours", "", Integer, "72", "Hours in which a ticket is compared with those that come in", 1, 720},
    {"groups.tickets", "", Integer, "20000", "Most tickets that a new one is compared with; 0 = none", 0, 200000},
    {"groups.similarity", "", Number, "0.7", "How probably two tickets tell of the same to be shown together", 0.01, 0.999},
    {"incidents.similarity", "", Number, "0.1", "How probably a ticket is the same report to count for an incident", 0.01, 0.999},
    {"incidents.customers", "", Integer, "5", "Different customers that make a possible incident", 2, 10000},
    {"incidents.minutes", "", Integer, "30", "Minutes within which they write", 1, 1440},
    {"incidents.factor", "", Number, "4", "Times the usual number of such reports that they must reach", 1, 1000},
    {"pipeline.stage_seconds", "", Integer, "30", "Deadline of one stage", 1, 600},
    {"pipeline.attempts", "", Integer, "5", "Tries before a ticket goes to a person as stage_failed", 1, 50},
    {"knowledge.keyword_weight", "", Number, "0.35", "Share of keyword search in the fusion", 0, 1},
    {"knowledge.upkeep_hour", "", Integer, "3",
        "Hour of the day, UTC, in which articles are compared with one another; -1 = never", -1, 23},
    {"limits.messages_per_ticket_hour", "", Integer, "30",
        "More of the customer's in an hour of one ticket go to a person as customer_rate_limited, and no provider is asked", 1,
        100000},
    {"hooks.timeout_seconds", "", Integer, "10", "Longest that a hook may take to answer", 1, 120},
    {"hooks.attempts", "", Integer, "8", "Tries of a hook, each after twice the time, before a person is told to do it", 1, 30},
    {"limits.tickets_per_customer_hour", "", Integer, "60", "More in an hour go to a person as customer_rate_limited", 1, 100000},
});

// What can be set for each action: `actions.<kind>.<rest>`.
struct ActionSetting {
    std::string_view kinds; // "" = all
    Setting setting; // its key is the rest
};

constexpr std::string_view actionKinds
    = "refund account_closure data_deletion plan_downgrade_credit plan_change credit contact_update email reset_link tag hook";
constexpr std::string_view riskyKinds
    = "refund account_closure data_deletion plan_downgrade_credit plan_change credit contact_update hook";
constexpr std::string_view harmlessKinds = "email reset_link tag";
constexpr std::string_view paidKinds = "refund plan_downgrade_credit credit";
constexpr std::string_view outsideKinds
    = "refund account_closure data_deletion plan_downgrade_credit plan_change credit email reset_link";

constexpr auto actionTable = std::to_array<ActionSetting>({
    {"", {"enabled", "", Flag, "true", "Whether this action may be proposed"}},
    {"", {"proposer", "", Choice, "agent", "The least role that may propose it", 0, 0, "agent|supervisor|admin"}},
    {riskyKinds, {"approver", "", Choice, "supervisor", "The least role that may approve it", 0, 0, "agent|supervisor|admin"}},
    {harmlessKinds,
        {"approver", "", Choice, "nobody",
            "The least role that may approve it; nobody = it is done at once, on the proposer's word", 0, 0,
            "nobody|agent|supervisor|admin"}},
    {riskyKinds, {"keys", "", Integer, "1", "How many different people approve it", 1, 2}},
    {paidKinds,
        {"limit", "", Text, "",
            "Most that can be approved, by currency: 500 EUR, 450.50 GBP; others are refused then; empty = any"}},
    {paidKinds,
        {"two_keys_above", "", Text, "",
            "Above it two people approve, by currency: 250 EUR, 200 GBP; other or unknown amounts too then; empty = never"}},
    {"", {"expiry_hours", "", Integer, "0", "Hours until it expires undecided; 0 = policy.approval_hours", 0, 8760}},
    {"", {"reversible_hours", "", Integer, "0", "Hours in which it can be taken back once it is done; 0 = not", 0, 8760}},
    {outsideKinds, {"hook", "", Text, "", "The hook that carries it out once approved; empty = a person does"}},
    {"hook", {"names", "", Text, "", "Hooks that people may propose to call, separated by commas; empty = none"}},
});

bool isAmong(std::string_view kinds, std::string_view kind)
{
    const auto names = text::split(kinds, ' ');
    return kinds.empty() || std::ranges::find(names, kind) != names.end();
}

// The keys of `allSettings()` lie here.
std::deque<std::string>& madeKeys()
{
    static std::deque<std::string> keys;
    return keys;
}

std::vector<Setting> allSettings()
{
    std::vector<Setting> settings(table.begin(), table.end());
    for (const std::string_view kind : text::split(actionKinds, ' ')) {
        for (const ActionSetting& row : actionTable) {
            if (!isAmong(row.kinds, kind))
                continue;
            Setting& setting = settings.emplace_back(row.setting);
            setting.key = madeKeys().emplace_back("actions." + std::string(kind) + "." + std::string(row.setting.key));
        }
    }
    return settings;
}

constexpr auto hookTable = std::to_array<Setting>({
    {"url", "", Text, "", "Where the hook is called; https, or http on this machine"},
    {"secret", "", Secret, "", "What its calls are signed with: whsec_ and 24 to 64 bytes in base64"},
});

} // namespace

std::span<const Setting> Config::settings()
{
    static const std::vector<Setting> settings = allSettings();
    return settings;
}

std::span<const Setting> Config::hookSettings()
{
    return hookTable;
}

} // namespace tandem
