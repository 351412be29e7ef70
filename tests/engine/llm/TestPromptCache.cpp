// links: tandem_llm
// Whether requests are built so that a provider's prompt cache can work: tickets replayed against a server that bills as
// Anthropic does.
#include "base/Json.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/PriceTable.h"
#include "services/llm/Prompt.h"
#include "services/llm/PromptMaterial.h"
#include "support/BillingServer.h"
#include "support/Strings.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <set>

using namespace tandem;

namespace {

const std::filesystem::path resources(TANDEM_RESOURCES);
constexpr std::size_t passages = 6; // of a ticket

std::string system()
{
    const Prompt prompt = valueOf(Prompt::load(resources / "prompts" / "answer.md"));
    return valueOf(prompt.filled({{"company", "Fernway"}}));
}

// The demo company's tickets in English, each with a few of its articles' sections: other ones for each.
std::vector<DraftRequest> tickets()
{
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(resources / "demo" / "articles")) {
        if (entry.path().extension() != ".md")
            continue;
        std::ifstream file(entry.path());
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    std::ranges::sort(texts);
    std::vector<DraftRequest> all;
    std::ifstream file(resources / "demo" / "tickets.jsonl");
    for (std::string line; std::getline(file, line);) {
        const Json ticket = valueOf(parseJson(line));
        if (ticket["language"] != "en")
            continue;
        DraftRequest request;
        request.question = ticket["subject"].get<std::string>() + "\n" + ticket["description"].get<std::string>();
        request.customerName = ticket["customer"]["name"];
        for (std::size_t i = 0; i < passages; ++i) {
            ScoredPassage scored;
            scored.passage.text = text::truncate(texts[(all.size() * passages + i) % texts.size()], 1200);
            scored.passage.title = "Section " + std::to_string(i);
            request.passages.push_back(std::move(scored));
        }
        all.push_back(std::move(request));
    }
    return all;
}

// Asks for each ticket in turn, some seconds apart.
struct Replay {
    Replay(PrefixBiller::Cache cache, std::int64_t leastPrefix)
        : server([](const Json&) { return Said{"Refunds take 5 days."}; }, clock, cache, leastPrefix)
    {
        AnthropicModel::Settings settings;
        settings.baseUrl = server.url();
        settings.key = "sk-test";
        settings.options.model = "claude-sonnet-5-5";
        model = valueOf(AnthropicModel::create(http, settings));
    }
    TokenUsage ask(DraftRequest request, Language language = Language::En)
    {
        request.language = language;
        const auto material = PromptMaterial::of(request, system(), templates, {});
        clock.advance(std::chrono::seconds(20));
        return valueOf(model->reply(material.request, {}, {})).usage;
    }
    // In millionths of a dollar.
    [[nodiscard]] std::int64_t cost(const TokenUsage& usage) const
    {
        return prices.microDollars("anthropic", "claude-sonnet-5-5", usage).value();
    }

    ManualClock clock;
    CurlClient http;
    BillingServer server;
    std::unique_ptr<ChatModel> model;
    const ReplyTemplates templates = valueOf(ReplyTemplates::load(resources / "templates" / "replies.json"));
    const PriceTable prices = valueOf(PriceTable::load(resources / "models" / "prices.json"));
};

} // namespace

class TestPromptCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTicketBeginsWithTheSameBytes();
    void fromTheSecondTicketOnThePromptIsRead();
    void theCacheSavesMoneyOnAReplay();
    void aPromptBelowTheLeastPrefixIsNeverKept();
    void whatIsNotAskedForFiveMinutesIsWrittenAgain();
    void aFollowUpReadsTheConversationToo();
};

void TestPromptCache::everyTicketBeginsWithTheSameBytes()
{
    Replay replay(PrefixBiller::Cache::On, 512);
    std::set<std::string> systems;
    std::size_t asked = 0;
    for (const DraftRequest& request : tickets())
        replay.ask(request, allLanguages[asked++ % allLanguages.size()]);
    for (const Json& body : replay.server.bodies()) {
        systems.insert(toText(body["system"]));
        // Nothing of the ticket stands before the messages, and the prompt ends in a breakpoint.
        QVERIFY(body["system"].back().contains("cache_control"));
        QVERIFY(!body.contains("tools"));
    }
    QCOMPARE(systems.size(), std::size_t(1));
}

void TestPromptCache::fromTheSecondTicketOnThePromptIsRead()
{
    Replay replay(PrefixBiller::Cache::On, 512);
    const auto all = tickets();
    const TokenUsage first = replay.ask(all[0]);
    QVERIFY(first.cacheWrite > 512 && first.cacheRead == 0);
    for (std::size_t i = 1; i < all.size(); ++i) {
        const TokenUsage usage = replay.ask(all[i]);
        QCOMPARE(usage.cacheRead, first.cacheWrite);
        QCOMPARE(usage.cacheWrite, std::int64_t(0));
    }
}

void TestPromptCache::theCacheSavesMoneyOnAReplay()
{
    std::int64_t costs[2] = {0, 0};
    TokenUsage on;
    for (const auto cache : {PrefixBiller::Cache::Off, PrefixBiller::Cache::On}) {
        Replay replay(cache, 512);
        for (const DraftRequest& request : tickets()) {
            const TokenUsage usage = replay.ask(request);
            costs[cache == PrefixBiller::Cache::On ? 1 : 0] += replay.cost(usage);
            if (cache == PrefixBiller::Cache::On) {
                on.cacheRead += usage.cacheRead;
                on.input += usage.totalInput() - usage.cacheRead;
            }
        }
    }
    const double share = static_cast<double>(on.cacheRead) / static_cast<double>(on.totalInput());
    const double ratio = static_cast<double>(costs[1]) / static_cast<double>(costs[0]);
    qInfo("cache-read share of input %.3f, cost with and without the cache %.3f", share, ratio);
    QVERIFY(share > 0.2);
    QVERIFY(ratio < 0.9);
}

void TestPromptCache::aPromptBelowTheLeastPrefixIsNeverKept()
{
    Replay replay(PrefixBiller::Cache::On, 4096);
    const auto all = tickets();
    for (std::size_t i = 0; i < 3; ++i) {
        const TokenUsage usage = replay.ask(all[i]);
        QVERIFY(usage.cacheRead == 0 && usage.cacheWrite == 0);
    }
}

void TestPromptCache::whatIsNotAskedForFiveMinutesIsWrittenAgain()
{
    Replay replay(PrefixBiller::Cache::On, 512);
    const auto all = tickets();
    replay.ask(all[0]);
    replay.clock.advance(std::chrono::minutes(6));
    QVERIFY(replay.ask(all[1]).cacheWrite > 0);
    // Another language is the same prompt.
    QVERIFY(replay.ask(all[2], Language::De).cacheRead > 0);
}

void TestPromptCache::aFollowUpReadsTheConversationToo()
{
    Replay replay(PrefixBiller::Cache::On, 512);
    DraftRequest request = tickets()[0];
    const TokenUsage first = replay.ask(request);
    const auto say = [&](Author author, const std::string& text) {
        Message message;
        message.author = author;
        message.text = text;
        request.history.push_back(message);
    };
    say(Author::Customer, request.question);
    say(Author::Agent, "You can have it back within 14 days. " + std::string(2000, 'a') + ".");
    request.question = "And how long does it take?";
    const TokenUsage second = replay.ask(request);
    QVERIFY(second.cacheRead >= first.cacheWrite && second.cacheWrite > 0);
    say(Author::Customer, request.question);
    say(Author::Agent, "Five days.");
    request.question = "Thank you. And to which card?";
    const TokenUsage third = replay.ask(request);
    QVERIFY2(third.cacheRead > first.cacheWrite, std::to_string(third.cacheRead).c_str());
}

QTEST_GUILESS_MAIN(TestPromptCache)
#include "TestPromptCache.moc"
