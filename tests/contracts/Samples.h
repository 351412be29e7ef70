#pragma once

#include "contracts/Backends.h"
#include "support/ManualClock.h"

#include <QTemporaryDir>

#include <string>
#include <utility>

// What the contract tests store.
namespace tandem {

// An empty store in a folder of its own, which can be closed and opened again.
class StoreFixture {
public:
    explicit StoreFixture(Backend backend)
        : m_backend(std::move(backend))
        , m_store(m_backend.open(path(m_directory), m_clock))
    {
    }

    [[nodiscard]] Store& store() { return *m_store; }
    [[nodiscard]] ManualClock& clock() { return m_clock; }
    [[nodiscard]] std::filesystem::path directory() const { return path(m_directory); }
    void close() { m_store.reset(); }
    void reopen()
    {
        m_store.reset();
        m_store = m_backend.open(path(m_directory), m_clock);
    }
    void write(const std::function<Status(Transaction&)>& work) { succeed(m_store->write(work)); }
    // The value that `work` yields against a snapshot.
    template <typename Work>
    auto read(const Work& work)
    {
        return valueOf(readResult(*m_store, work));
    }

private:
    QTemporaryDir m_directory;
    ManualClock m_clock;
    Backend m_backend;
    std::unique_ptr<Store> m_store;
};

inline Ticket sampleTicket(const std::string& id, TimePoint at)
{
    Ticket ticket;
    ticket.id = TicketId(id);
    ticket.customer = CustomerId("cus_1");
    ticket.correlation = CorrelationId("cor_" + id);
    ticket.subject = "Wasserschaden im Büro";
    ticket.metadataJson = R"({"order":"A-7"})";
    ticket.createdAt = at;
    ticket.updatedAt = at;
    return ticket;
}

inline Classification sampleClassification()
{
    Classification classification;
    classification.category = Category::BillingInquiry;
    classification.probabilities = {0.05, 0.7, 0.05, 0.1, 0.05, 0.05};
    classification.confidence = 0.7;
    classification.urgency = Urgency::High;
    classification.urgencyScore = 0.66;
    classification.urgencyReasons = {"deadline today"};
    classification.sentiment = Sentiment::Negative;
    classification.sentimentScore = -0.4;
    classification.language = {Language::De, 0.98, true};
    classification.highStakesAction = HighStakesAction::Refund;
    classification.signals = {{EscalationCode::HighStakesAction, HighStakesAction::Refund, "Geld zurück", 0.9}};
    classification.injection = {0.25, {"role_play"}};
    classification.pii = {{"email", 3, 20}};
    classification.subjectPii = {{"person", 0, 4}};
    classification.hasMorePii = true;
    classification.piiMessage = MessageId("msg_1");
    return classification;
}

inline Route sampleRoute()
{
    return {Queue::Human, "billing", {{EscalationCode::HighStakesAction, "asks for „Geld zurück“", 0.9, 0.5}}};
}

inline Draft sampleDraft()
{
    Draft draft;
    draft.id = DraftId("dra_1");
    draft.text = "Guten Tag! Erstattungen dauern 5 Tage.";
    draft.language = Language::De;
    draft.confidence = 0.81;
    draft.sentences = {{"Guten Tag!", false, false, 0, "", {}},
        {"Erstattungen dauern 5 Tage.", true, true, 0.93, "",
            {{ArticleId("refunds"), PassageId("refunds#0"), "Refunds take 5 days"}}}};
    draft.actions = {{"refund", ActionState::Proposed, "möchte 38 € zurück"}};
    draft.usage = {"composer", "none", 10, 20, 0.001, "answer 1 0123456789ab", "req_1"};
    return draft;
}

inline Message sampleMessage(const std::string& id, const std::string& ticket, const std::string& text, TimePoint at)
{
    Message message;
    message.id = MessageId(id);
    message.ticket = TicketId(ticket);
    message.text = text;
    message.at = at;
    return message;
}

inline Document sampleDocument(const std::string& id)
{
    Document document;
    document.id = ArticleId(id);
    document.kind = DocumentKind::Resolution;
    document.title = "Refunds";
    document.body = "# Refunds\nRefunds take 5 days.";
    document.question = "Where is my money?";
    document.language = Language::En;
    document.category = "billing_inquiry";
    document.audience = "public";
    document.plan = "team";
    document.supersedes = {ArticleId("old-1"), ArticleId("old-2")};
    document.restsOn = {ArticleId("limits")};
    document.validFrom = TimePoint(Milliseconds(1000));
    document.updatedAt = TimePoint(Milliseconds(2000));
    document.contentHash = "hash-" + id;
    return document;
}

inline StoredPassage samplePassage(const std::string& article, int ordinal)
{
    StoredPassage stored;
    stored.passage.id = PassageId(article + "#" + std::to_string(ordinal));
    stored.passage.article = ArticleId(article);
    stored.passage.kind = DocumentKind::Resolution;
    stored.passage.title = "Refunds";
    stored.passage.heading = "Refunds › Duration";
    stored.passage.text = "Refunds take 5 days. 返金は5日です。";
    stored.passage.sentences = {{0, 20}, {21, 42}};
    stored.passage.language = Language::En;
    stored.passage.updatedAt = TimePoint(Milliseconds(2000));
    stored.vector = {0.6F, -0.8F, 0.0F};
    stored.sentenceVectors = {{1.0F, -0.5F, 0.25F}, {0.0F, 0.0F, 0.0F}};
    return stored;
}

} // namespace tandem
