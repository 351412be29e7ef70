// links: tandem_test_support tandem_knowledge tandem_llm tandem_cache tandem_telemetry
// bench grouped: what is saved of a chat model's price and time, as ratios of on to off in one run, on the 118 tickets of
// resources/demo with the passages that a search by words finds for them. Tokens are bytes by 3.5 (prompt_tokens) or by four (the
// billing, tests/support/BillingServer.h), money is prices.json's for claude-sonnet-5-5, answers are 250 tokens: exact figures of
// a model of the bill, no bill. Answer times are made up (log-normal about 6 ms on loopback) and only their ratio means
// something; nobody's mail gives the share of repeats that answer_cache_p95 needs, so it is shown for several, named in each
// line, beside the shares that were counted: repeats_demo and, of BANKING77's customers, repeats_banking77. The threads of
// prompt_tokens_quoting_thread are made: demo tickets as twelve mails, each with all that was said before it quoted below.
#include "Results.h"
#include "RetrievalSets.h"
#include "SearchedLibrary.h"
#include "services/cache/MemoryCache.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/CachedModel.h"
#include "services/llm/PriceTable.h"
#include "services/llm/Prompt.h"
#include "services/llm/PromptMaterial.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/BillingServer.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <thread>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr int rounds = 9;
constexpr std::int64_t answerTokens = 250;
constexpr std::string_view pricedModel = "claude-sonnet-5-5";
const std::filesystem::path resources(TANDEM_RESOURCES);

void print(const std::string& name, double value, const std::string& unit, const std::string& peer, double peerValue,
    std::size_t n, const Json& more = Json::object())
{
    Json line = {{"bench", "grouped"}, {"name", name}, {"value", value}, {"unit", unit}, {"n", n}};
    if (!peer.empty()) {
        line["peer"] = peer;
        line["peer_value"] = peerValue;
        line["ratio"] = value / peerValue;
    }
    line.update(more);
    std::cout << toText(line) << '\n' << std::flush;
}

// A ticket of the demo as a writer gets it.
struct ReplayedTicket {
    DraftRequest request;
    int minutesAgo = 0;
};

std::vector<ReplayedTicket> tickets(const KnowledgeBase& knowledge)
{
    std::vector<ReplayedTicket> all;
    for (const Json& row : jsonLines(resources / "demo" / "tickets.jsonl")) {
        ReplayedTicket ticket;
        DraftRequest& request = ticket.request;
        request.language = languageFrom(row["language"].get<std::string>()).value_or(Language::En);
        request.question = row["subject"].get<std::string>() + "\n" + row["description"].get<std::string>();
        request.customerName = row["customer"].value("name", "");
        request.evidence = 1;
        for (const Json& said : row.value("thread", Json::array())) {
            if (said["author"] == "note")
                continue;
            Message message;
            message.author = said["author"] == "customer" ? Author::Customer : Author::Agent;
            message.text = said["text"];
            request.history.push_back(std::move(message));
        }
        SearchQuery query;
        query.text = request.question;
        query.queryLanguage = request.language;
        query.now = SystemClock().now();
        request.passages = valueOf(knowledge.search(query, {})).passages;
        ticket.minutesAgo = row["received_minutes_ago"];
        all.push_back(std::move(ticket));
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &ReplayedTicket::minutesAgo);
    return all;
}

std::vector<ChatRequest> requestsOf(const std::vector<ReplayedTicket>& all)
{
    const Prompt prompt = valueOf(Prompt::load(resources / "prompts" / "answer.md"));
    const ReplyTemplates templates = valueOf(ReplyTemplates::load(resources / "templates" / "replies.json"));
    std::vector<ChatRequest> requests;
    for (const ReplayedTicket& ticket : all) {
        const std::string system = valueOf(prompt.filled({{"company", "Fernway"}}));
        requests.push_back(PromptMaterial::of(ticket.request, system, templates, {}).request);
    }
    return requests;
}

// --- what a prompt holds

std::size_t bytesOf(const ChatRequest& request)
{
    std::size_t bytes = request.system.size();
    for (const ChatDocument& document : request.documents) {
        bytes += document.title.text().size();
        for (const Redacted& sentence : document.sentences)
            bytes += sentence.text().size() + 1;
    }
    for (const ChatMessage& message : request.messages)
        bytes += message.text.text().size();
    return bytes;
}

// Everything that was found and said, whole, under the same prompt.
std::size_t wholeBytes(const ReplayedTicket& ticket, const ChatRequest& request)
{
    std::size_t bytes = request.system.size() + ticket.request.question.size();
    for (const Message& message : ticket.request.history)
        bytes += message.text.size();
    for (const ScoredPassage& scored : ticket.request.passages)
        bytes += scored.passage.title.size() + scored.passage.heading.size() + scored.passage.text.size();
    return bytes;
}

// Each ticket as the newest of twelve mails, whose own words are those of the tickets before it; each but the newest has all that
// was said before it below, as mail programs quote it.
std::vector<ReplayedTicket> quotingThreads(const std::vector<ReplayedTicket>& all)
{
    constexpr std::size_t turns = 12;
    std::vector<ReplayedTicket> threads;
    for (std::size_t i = turns; i < all.size(); ++i) {
        ReplayedTicket thread = all[i];
        thread.request.history.clear();
        std::string before;
        for (std::size_t turn = i - turns + 1; turn < i; ++turn) {
            Message message;
            message.author = turn % 2 == 0 ? Author::Customer : Author::Agent;
            message.text = all[turn].request.question + "\n\n" + before;
            before.clear();
            for (const std::string_view line : text::lines(message.text))
                before += "> " + std::string(line) + "\n";
            thread.request.history.push_back(std::move(message));
        }
        threads.push_back(std::move(thread));
    }
    return threads;
}

void compression(const std::string& name, const std::vector<ReplayedTicket>& all, const std::vector<ChatRequest>& requests)
{
    double with = 0;
    double without = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        with += estimatedTokens(bytesOf(requests[i]));
        without += estimatedTokens(wholeBytes(all[i], requests[i]));
    }
    const auto n = static_cast<double>(all.size());
    print(name, with / n, "tokens per ticket", "all that was found and said, whole", without / n, all.size());
}

// --- what the provider's cache and batches save

enum class Breakpoints : std::uint8_t { AsSent, DocumentsToo };

struct Bill {
    std::int64_t microDollars = 0;
    std::int64_t batched = 0;
    std::int64_t cacheRead = 0;
    std::int64_t input = 0;
};

Bill billOf(const std::vector<ReplayedTicket>& all, const std::vector<ChatRequest>& requests, PrefixBiller::Cache cache,
    std::int64_t leastPrefix, Breakpoints breakpoints, bool dense)
{
    static const PriceTable prices = valueOf(PriceTable::load(resources / "models" / "prices.json"));
    ManualClock clock;
    PrefixBiller biller(clock, cache, leastPrefix);
    Bill bill;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0)
            clock.advance(dense ? Milliseconds(10'000) : std::chrono::minutes(all[i - 1].minutesAgo - all[i].minutesAgo));
        Json body = valueOf(parseJson(valueOf(anthropicRequest(requests[i], {.model = std::string(pricedModel), .effort = {}}))));
        Json& content = body["messages"].back()["content"];
        if (breakpoints == Breakpoints::DocumentsToo && content.size() > 1)
            content[content.size() - 2]["cache_control"] = {{"type", "ephemeral"}};
        const BilledTokens billed = biller.input(body);
        const TokenUsage usage{
            .input = billed.input, .cacheRead = billed.cacheRead, .cacheWrite = billed.cacheWrite, .output = answerTokens};
        bill.microDollars += prices.microDollars("anthropic", pricedModel, usage).value_or(0);
        bill.batched += prices.microDollars("anthropic", pricedModel, usage, Tariff::Batch).value_or(0);
        bill.cacheRead += billed.cacheRead;
        bill.input += billed.totalInput();
    }
    return bill;
}

void promptCache(const std::vector<ReplayedTicket>& all, const std::vector<ChatRequest>& requests)
{
    for (const bool dense : {false, true}) {
        for (const std::int64_t leastPrefix : {512, 1024, 4096}) {
            const Bill off = billOf(all, requests, PrefixBiller::Cache::Off, leastPrefix, Breakpoints::AsSent, dense);
            const auto show = [&](const char* variant, Breakpoints breakpoints) {
                const Bill on = billOf(all, requests, PrefixBiller::Cache::On, leastPrefix, breakpoints, dense);
                const Json more = {{"variant", variant}, {"least_prefix", leastPrefix},
                    {"arrivals", dense ? "one each 10 s" : "as in the demo"}};
                print("cache_read_share", static_cast<double>(on.cacheRead) / static_cast<double>(on.input), "share of input", "",
                    0, all.size(), more);
                print("cost_prompt_cache", static_cast<double>(on.microDollars) / 1e6, "USD", "no cache",
                    static_cast<double>(off.microDollars) / 1e6, all.size(), more);
                print("cost_prompt_cache_and_batch", static_cast<double>(on.batched) / 1e6, "USD", "no cache, one by one",
                    static_cast<double>(off.microDollars) / 1e6, all.size(), more);
            };
            show("as sent", Breakpoints::AsSent);
            show("a breakpoint after the documents too", Breakpoints::DocumentsToo);
        }
    }
}

// --- what the cache of answers saves

std::string asAsked(std::string_view text)
{
    return text::fold(text::collapseWhitespace(redact(text).text()));
}

void repeats(const std::string& name, const std::vector<std::string>& texts)
{
    std::set<std::string> seen;
    double repeated = 0;
    for (const std::string& each : texts)
        repeated += seen.insert(asAsked(each)).second ? 0 : 1;
    print(name, texts.empty() ? 0 : repeated / static_cast<double>(texts.size()), "share of texts asked before", "", 0,
        texts.size());
}

std::vector<std::string> bankingTexts()
{
    std::vector<std::string> texts;
    std::ifstream file(sharedFile("banking77/banking_data/train.csv"));
    csvRow(file); // the names of the columns
    for (auto row = csvRow(file); row.size() >= 2; row = csvRow(file))
        texts.push_back(row[0]);
    return texts;
}

double percentile95(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() * 95 / 100];
}

// The 95th percentile of the times of a stream of questions, of which a share was asked before.
double answerTime(ChatModel& model, const std::vector<ChatRequest>& requests, double repeatShare, unsigned seed)
{
    constexpr std::size_t asked = 120;
    std::mt19937 random(seed);
    std::vector<double> times;
    std::size_t fresh = 0;
    for (std::size_t i = 0; i < asked; ++i) {
        const bool repeat = fresh > 0 && std::uniform_real_distribution<>(0, 1)(random) < repeatShare;
        const std::size_t which = repeat ? std::uniform_int_distribution<std::size_t>(0, fresh - 1)(random) : fresh++;
        const auto start = std::chrono::steady_clock::now();
        valueOf(model.reply(requests[which % requests.size()], {}, {}));
        times.push_back(secondsSince(start) * 1000);
    }
    return percentile95(std::move(times));
}

void answerCache(const std::vector<ChatRequest>& requests)
{
    const SystemClock clock;
    std::mutex mutex;
    std::mt19937 random(7);
    std::lognormal_distribution<> milliseconds(std::log(6.0), 0.5);
    const BillingServer server(
        [&](const Json&) {
            double wait = 0;
            {
                const std::scoped_lock lock(mutex);
                wait = milliseconds(random);
            }
            std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(wait));
            return Said{"Refunds take 5 days."};
        },
        clock);
    CurlClient http;
    AnthropicModel::Settings settings;
    settings.baseUrl = server.url();
    settings.key = "sk-bench";
    settings.options.model = pricedModel;
    const auto model = valueOf(AnthropicModel::create(http, settings));
    for (const double share : {0.0, 0.05, 0.25, 0.5, 0.96}) {
        std::vector<double> with;
        std::vector<double> without;
        std::vector<double> ratios;
        for (unsigned round = 0; round < rounds; ++round) {
            MetricsRegistry metrics;
            MemoryCache cache({}, clock);
            CachedModel cached(*model, cache, metrics, clock, {.models = std::string(pricedModel)});
            with.push_back(answerTime(cached, requests, share, round));
            without.push_back(answerTime(*model, requests, share, round));
            ratios.push_back(with.back() / without.back());
        }
        print("answer_cache_p95", median(with), "ms", "no cache", median(without), rounds,
            {{"repeat_share", share}, {"repeats_are", "assumed"}, {"ratio", median(ratios)}});
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv); // the store needs one
    const RetrievalSet demo = demoRetrieval();
    const SearchedLibrary library({"demo", "all", demo.documents, {}}, nullptr);
    const auto knowledge = library.open(nullptr, KnowledgeBase::Settings().keywordWeight, KnowledgeBase::Reranking::Off);
    const std::vector<ReplayedTicket> all = tickets(*knowledge);
    const std::vector<ChatRequest> requests = requestsOf(all);
    compression("prompt_tokens", all, requests);
    const std::vector<ReplayedTicket> threads = quotingThreads(all);
    compression("prompt_tokens_quoting_thread", threads, requestsOf(threads));
    promptCache(all, requests);
    std::vector<std::string> questions;
    for (const ReplayedTicket& ticket : all)
        questions.push_back(ticket.request.question);
    repeats("repeats_demo", questions);
    repeats("repeats_banking77", bankingTexts());
    answerCache(requests);
    return 0;
}
