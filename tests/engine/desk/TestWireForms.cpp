// links: tandem_wire
#include "WireFields.h"
#include "desk/Wire.h"
#include "privacy/Redaction.h"
#include "support/Strings.h"

#include <QTest>

#include <random>

using namespace tandem;

namespace {

// What a ticket is like when it holds everything: spans inside their texts, routed for reasons that it was escalated for.
TicketView fullView()
{
    auto view = fields::filled<TicketView>();
    Ticket& ticket = view.ticket;
    ticket.customer = view.customer.id;
    ticket.metadataJson = R"({"order":["a",7]})";
    ticket.classification->language.language = Language::Fr;
    ticket.route->reasons = {ticket.escalation.back()};
    ticket.escalation.back().code = EscalationCode::LegalRegulatory;
    ticket.route->reasons.front().code = EscalationCode::LegalRegulatory;
    ticket.draft->sentences.front().factual = true;
    view.messages.front().author = Author::Customer;
    view.messages.front().text = "Mijn naam is Zoë, zoe@example.com.";
    const std::string& text = view.messages.front().text;
    ticket.classification->piiMessage = view.messages.front().id;
    ticket.subject = "Ünd zoe@example.com";
    ticket.classification->subjectPii = {{"email", ticket.subject.find("zoe@"), ticket.subject.size()}};
    ticket.classification->pii = {{"person", text.find("Zoë"), text.find(", ")}, {"email", text.find("zoe@"), text.size() - 1}};
    for (Passage& passage : view.evidence) {
        passage.text = "Ünd? 日本。End";
        passage.sentences = {{0, passage.text.find(' ')}, {passage.text.find(' ') + 1, passage.text.size()}};
    }
    for (Ticket& earlier : view.earlier) {
        earlier.customer = view.customer.id;
        earlier.metadataJson = "{}";
        earlier.classification.reset();
        earlier.draft.reset();
        earlier.route->reasons = earlier.escalation = {earlier.escalation.front()};
    }
    view.names = {{view.messages.back().actor, "Ada"}, {view.events.front().actor, "Grace"}};
    return view;
}

SearchResult fullResult()
{
    auto result = fields::filled<SearchResult>();
    for (ScoredPassage& scored : result.passages) {
        scored.passage.text = "é. Two";
        scored.passage.sentences = {{0, 3}, {4, 7}};
    }
    return result;
}

Health fullHealth()
{
    auto health = fields::filled<Health>();
    health.checks = {{"embedder", false, "loads"}, {"store", true, ""}};
    return health;
}

template <typename T>
void comesBack(const T& value)
{
    const Json sent = valueOf(parseJson(toText(wire::toJson(value)), {.bytes = 1U << 24U}));
    const auto back = wire::fromJson<T>(sent);
    QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
    const std::string difference = fields::difference(value, *back);
    QVERIFY2(difference.empty(), ("field " + difference + " is another").c_str());
}

// One change somewhere in a JSON value: another type, a huge number, a member gone or strange, nesting.
void mutate(Json& json, std::mt19937& random)
{
    const auto below = [&random](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
    if (json.is_structured() && !json.empty() && below(4) != 0) {
        auto item = json.begin();
        std::advance(item, below(json.size()));
        if (below(10) == 0)
            json.erase(item);
        else
            mutate(*item, random);
        return;
    }
    Json deep = 1;
    for (int i = 0; i < 60; ++i)
        deep = Json::array({std::move(deep)});
    const std::vector<Json> strange{nullptr, true, -1, 18446744073709551615ULL, 1e308, -0.5, "", "x", "2026-11-22", Json::array(),
        Json::object(), Json::array({1, "a", nullptr}), Json{{"id", 7}}, deep, std::string(5000, 'y'), "\xEF\xBF\xBF",
        Json::array({Json::array({5, 1})}), Json::array({Json::array({0, 4000000000U})})};
    json = strange[below(strange.size())];
}

template <typename T>
void survivesGarbage(const T& value, std::mt19937& random, int rounds)
{
    const Json good = wire::toJson(value);
    int refused = 0;
    for (int i = 0; i < rounds; ++i) {
        Json bad = good;
        for (int changes = 0; changes < 1 + i % 3; ++changes)
            mutate(bad, random);
        const auto read = wire::fromJson<T>(bad);
        if (!read) {
            QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
            ++refused;
        } else {
            (void)toText(wire::toJson(*read));
        }
    }
    QVERIFY2(refused > rounds / 10, "hardly any garbage was noticed");
    for (const Json& other : {Json(), Json(7), Json("x"), Json::array(), Json::object()})
        QVERIFY(!wire::fromJson<T>(other).has_value());
}

} // namespace

class TestWireForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack()
    {
        comesBack(fullView());
        comesBack(fields::filled<TicketSummary>());
        comesBack(fields::filled<InboxPage>());
        comesBack(fields::filled<Finding>());
        comesBack(fields::filled<InboxCounts>());
        comesBack(fields::filled<Message>());
        comesBack(fields::filled<ApprovalCard>());
        comesBack(fields::filled<LearningCandidate>());
        comesBack(fields::filled<Person>());
        comesBack(fields::filled<Actor>());
        comesBack(fields::filled<Document>());
        comesBack(fullResult());
        comesBack(fullHealth());
    }

    void whatIsNotSetComesBackUnset()
    {
        TicketView view;
        view.ticket.id = TicketId("t");
        comesBack(view);
        TicketSummary summary;
        summary.id = TicketId("t");
        comesBack(summary);
        LearningCandidate candidate;
        candidate.id = CandidateId("c");
        comesBack(candidate);
        comesBack(InboxCounts{});
    }

    void aReplyComesBackAndMayLeaveMostOut()
    {
        auto reply = fields::filled<Reply>();
        reply.then = TicketStatus::Resolved;
        const auto back = valueOf(wire::reply(wire::toJson(reply)));
        QCOMPARE(fields::difference(reply, back), "");
        const auto least = valueOf(wire::reply(Json{{"text", "Hello"}}));
        QCOMPARE(least.then, TicketStatus::Pending);
        for (const Json& bad : {Json{{"text", 7}}, Json{{"text", "x"}, {"then", "closed"}}, Json{{"text", "x"}, {"cc", "y"}},
                 Json::array(), Json::object()})
            QCOMPARE(wire::reply(bad).error().code, ErrorCode::InvalidArgument);
    }

    void aDocumentIsPutUnderItsPath()
    {
        const auto whole = fields::filled<Document>();
        const auto back = valueOf(wire::document(wire::toJson(whole), whole.id));
        QCOMPARE(fields::difference(whole, back), "");
        QVERIFY(wire::document(Json{{"title", "T"}, {"body", "B"}}, ArticleId("a")).has_value());
        for (const Json& bad : {wire::toJson(whole), Json{{"title", "T"}}, Json{{"title", "T"}, {"body", "B"}, {"tittle", "x"}},
                 Json{{"title", "T"}, {"body", "B"}, {"language", "tlh"}}})
            QVERIFY(!wire::document(bad, ArticleId("a")).has_value());
    }

    void thePublishedTicketHasFactualSentencesAlone()
    {
        const Json json = wire::toJson(fullView());
        QVERIFY(json["draft"]["sentences"].size() == 1);
        QVERIFY(json["draft"]["parts"].size() == 2);
        QVERIFY(json["draft"]["provider"] == json["draft"]["usage"]["provider"]);
        QVERIFY(json["route"]["reasons"] == Json::array({"legal_regulatory"}));
        QVERIFY(json["language"] == "fr");
        QVERIFY(json["messages"][1]["author_name"] == "Ada");
        QVERIFY(json["messages"][0].contains("author_name") == false);
        QVERIFY(json["events"][0]["actor_name"] == "Grace");
        QVERIFY(json["classification"]["pii"][0]["start"] == 13); // code points of the newest customer message
        QVERIFY(json["classification"]["pii"][0]["end"] == 16);
        QVERIFY(json["evidence"][0]["sentences"] == Json::parse("[[0,4],[5,11]]"));
    }

    void personalDataIsShownInTheMessageThatItWasFoundIn()
    {
        TicketView view = fullView();
        Message followUp = view.messages.front();
        followUp.id = MessageId("msg_follow");
        followUp.text = "Nothing personal in here, thanks again.";
        view.messages.push_back(followUp);
        Json json = wire::toJson(view);
        QVERIFY(json["classification"]["pii_message"] == view.messages.front().id.value());
        QVERIFY(json["classification"]["pii"][0]["start"] == 13);
        QVERIFY(json["classification"]["subject_pii"] == Json::parse(R"([{"type":"email","start":4,"end":19}])"));
        comesBack(view);
        view.ticket.classification->piiMessage = MessageId("msg_gone");
        json = wire::toJson(view);
        QVERIFY(json["classification"]["pii"].empty() && json["classification"]["pii_message"].is_null());
        QVERIFY(valueOf(wire::fromJson<TicketView>(json)).ticket.classification->pii.empty());
    }

    void aTicketIsNotRefusedForItsSpans()
    {
        const TicketView view = fullView();
        Json json = wire::toJson(view);
        Json& pii = json["classification"]["pii"];
        for (const auto& [start, end] : {std::pair(5, 2), std::pair(0, 5000000), std::pair(3, 3)})
            pii.push_back({{"type", "email"}, {"start", start}, {"end", end}});
        QCOMPARE(valueOf(wire::fromJson<TicketView>(json)).ticket.classification->pii.size(), std::size_t(2));
        for (int i = 0; i < 150000; ++i)
            pii.push_back({{"type", "email"}, {"start", 0}, {"end", 3}});
        const auto read = valueOf(wire::fromJson<TicketView>(json));
        QCOMPARE(read.ticket.classification->pii.size(), keptSpans);
        QVERIFY(read.ticket.classification->hasMorePii);
    }

    void anOutsiderDoesNotSeeHowTheDeskWorks()
    {
        const std::string text = toText(wire::toJson(fullView(), wire::Audience::Outside));
        for (const char* word : {"events", "evidence", "earlier", "names", "assignee", "parts", "usage", "injection", "signals",
                 "\"pii\"", "_pii\"", "pii_message", "\"group\"", "comment", "decided_by"})
            QVERIFY2(text.find(word) == std::string::npos, word);
        for (const char* word : {"\"draft\"", "sentences", "\"messages\"", "\"classification\"", "probabilities"})
            QVERIFY2(text.find(word) != std::string::npos, word);
    }

    void aListQueryComesBackFromItsUrl()
    {
        auto query = fields::filled<InboxQuery>();
        query.limit = 77;
        const auto back = valueOf(wire::inboxQuery(decoded(wire::urlQuery(query))));
        QCOMPARE(fields::difference(query, back), "");
        query = InboxQuery{};
        query.assignee = ActorId();
        const auto unassigned = valueOf(wire::inboxQuery(decoded(wire::urlQuery(query))));
        QCOMPARE(fields::difference(query, unassigned), "");
        const auto nothing = valueOf(wire::inboxQuery({{"queue", ""}, {"q", ""}}));
        QCOMPARE(nothing.view, InboxView::All);
        QCOMPARE(nothing.order, InboxOrder::Newest);
        QVERIFY(!nothing.queue.has_value());
    }

    void aWrongParameterIsNamed()
    {
        const std::vector<std::pair<std::string, std::string>> wrong{{"view", "mines"}, {"queue", "robot"}, {"status", "open"},
            {"language", "tlh"}, {"sort", "size"}, {"offset", "-1"}, {"offset", "99999999999999999999"}, {"limit", "0"},
            {"limit", "501"}, {"limit", "1e2"}, {"limit", " 5"}, {"colour", "red"}};
        for (const auto& [parameter, value] : wrong) {
            const auto query = wire::inboxQuery({{parameter, value}});
            QVERIFY2(!query.has_value(), (parameter + "=" + value).c_str());
            QCOMPARE(query.error().code, ErrorCode::InvalidArgument);
            QVERIFY(query.error().message.find("'" + parameter + "'") != std::string::npos);
        }
    }

    void streamEventsComeBack()
    {
        using Kind = wire::StreamEvent::Kind;
        const Change change{12, ChangeKind::Approval, TicketId("t9")};
        for (const Kind kind : {Kind::Hello, Kind::Change, Kind::Resync}) {
            const auto back = valueOf(wire::fromJson<wire::StreamEvent>(wire::toJson(wire::StreamEvent{kind, change})));
            QCOMPARE(back.kind, kind);
            QCOMPARE(back.change.sequence, kind == Kind::Resync ? 0U : 12U);
            QCOMPARE(back.change.ticket.value(), kind == Kind::Change ? "t9" : "");
            QCOMPARE(back.change.kind, kind == Kind::Change ? ChangeKind::Approval : ChangeKind::Ticket);
        }
        for (const char* bad :
            {"{}", R"({"type":"hallo","sequence":1})", R"({"type":"hello"})", R"({"type":"hello","sequence":-1})",
                R"({"type":"change","sequence":1,"kind":"weather","ticket":"t"})", "[]", "null"})
            QVERIFY2(!wire::fromJson<wire::StreamEvent>(Json::parse(bad)).has_value(), bad);
    }

    void draftsComeBackAsTheyWereTold()
    {
        const DraftNews news{TicketId("t9"), 17, DraftStage::Checking, 4, "Grüße", Milliseconds(1900)};
        const auto back = valueOf(wire::fromJson<wire::StreamEvent>(
            wire::toJson(wire::StreamEvent{.kind = wire::StreamEvent::Kind::Draft, .draft = news})));
        QCOMPARE(back.kind, wire::StreamEvent::Kind::Draft);
        QCOMPARE(back.draft.ticket, news.ticket);
        QCOMPARE(back.draft.draft, news.draft);
        QCOMPARE(back.draft.stage, news.stage);
        QCOMPARE(back.draft.from, news.from);
        QCOMPARE(back.draft.text, news.text);
        QCOMPARE(back.draft.age, news.age);
        const auto refused = valueOf(wire::fromJson<wire::StreamEvent>(
            wire::toJson(wire::StreamEvent{.kind = wire::StreamEvent::Kind::Refused, .detail = "No."})));
        QCOMPARE(refused.detail, "No.");
        using Kind = wire::StreamRequest::Kind;
        for (const Kind kind : {Kind::Watch, Kind::Unwatch}) {
            const auto request
                = valueOf(wire::fromJson<wire::StreamRequest>(wire::toJson(wire::StreamRequest{kind, TicketId("t9")})));
            QCOMPARE(request.kind, kind);
            QCOMPARE(request.ticket.value(), "t9");
        }
    }

    void aProblemSaysWhatTheServerSaid()
    {
        const Error conflict = wire::problem(409, R"({"title":"Conflict","detail":"The ticket is closed"})");
        QCOMPARE(conflict.code, ErrorCode::Conflict);
        QCOMPARE(conflict.message, "The ticket is closed");
        QVERIFY(wire::problem(503, "").retryable);
        const Error dependency = wire::problem(424, R"({"detail":"No chat model is configured"})");
        QVERIFY(dependency.code == ErrorCode::Unavailable && !dependency.retryable);
        QCOMPARE(qt(dependency.message), qt("No chat model is configured"));
        QCOMPARE(wire::problem(422, "<html>").code, ErrorCode::InvalidArgument);
        QCOMPARE(wire::problem(500, R"({"detail":7})").code, ErrorCode::Internal);
        QVERIFY(!wire::problem(302, "[").message.empty());
    }

    void aMissingMemberIsNamedAndNoValueIsTold()
    {
        Json json = wire::toJson(fullView());
        json["messages"][1]["text"] = {{"secret", 1}};
        const Error error = wire::fromJson<TicketView>(json).error();
        QVERIFY2(error.message.find("messages.1.text") != std::string::npos, error.message.c_str());
        QVERIFY(error.message.find("secret") == std::string::npos);
        json = wire::toJson(fields::filled<Person>());
        json.erase("id");
        QVERIFY(wire::fromJson<Person>(json).error().message.find("'id'") != std::string::npos);
    }

    void garbageIsRefusedAndBreaksNothing()
    {
        std::mt19937 random(20261122); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same garbage in every run
        survivesGarbage(fullView(), random, 1500);
        survivesGarbage(fields::filled<InboxPage>(), random, 500);
        survivesGarbage(fields::filled<InboxCounts>(), random, 200);
        survivesGarbage(fields::filled<ApprovalCard>(), random, 500);
        survivesGarbage(fields::filled<LearningCandidate>(), random, 200);
        survivesGarbage(fields::filled<Document>(), random, 200);
        survivesGarbage(fullResult(), random, 500);
        survivesGarbage(fullHealth(), random, 200);
    }

private:
    static std::map<std::string, std::string> decoded(const std::string& url)
    {
        std::map<std::string, std::string> parameters;
        for (const QString& part : qt(url).split(QLatin1Char('&'))) {
            const QByteArray name = part.section(QLatin1Char('='), 0, 0).toUtf8();
            const QByteArray value = part.section(QLatin1Char('='), 1).toUtf8();
            parameters[name.toStdString()] = QByteArray::fromPercentEncoding(value).toStdString();
        }
        return parameters;
    }
};

QTEST_GUILESS_MAIN(TestWireForms)
#include "TestWireForms.moc"
