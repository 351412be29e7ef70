// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "desk/Wire.h"
#include "engine/desk/WireFields.h"
#include "gateway/OpenApi.h"
#include "gateway/Routes.h"
#include "gateway/Schemas.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace tandem;
using namespace tandem::gateway;

namespace {

void collectReferences(const Json& json, std::set<std::string>& references)
{
    if (json.is_object() && json.contains("$ref"))
        references.insert(json["$ref"].get<std::string>());
    if (json.is_structured()) {
        for (const Json& child : json)
            collectReferences(child, references);
    }
}

constexpr const char* actionSamples
    = "{\"amount\":{\"minor\":500,\"currency\":\"EUR\"},\"reference\":\"INV-1\",\"plan\":\"Team\",\"field\":\"email\","
      "\"value\":\"ada@new.example\",\"subject\":\"Hello\",\"text\":\"Here.\",\"tag\":\"vip\",\"remove\":true,\"hook\":\"crm\","
      "\"data\":{\"a\":1}}";

std::string lower(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return lower;
}

} // namespace

class TestOpenApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_routes = allRoutes(m_desk.desk(), m_draining);
        m_document = openApiDocument(m_routes);
    }

    void everyRouteIsInTheDocument()
    {
        QVERIFY(m_document["openapi"] == "3.0.3");
        std::set<std::string> operations;
        for (const Endpoint& route : m_routes) {
            const Json& operation = m_document["paths"][std::string(route.pattern)][lower(name(route.method))];
            QVERIFY2(operation.is_object(), std::string(route.pattern).c_str());
            QVERIFY(!operation["summary"].get<std::string>().empty());
            QVERIFY(operations.insert(operation["operationId"].get<std::string>()).second);
            QCOMPARE(operation.contains("requestBody"), !route.requestSchema.empty());
            for (const DocumentedResponse& response : route.responses)
                QVERIFY(operation["responses"].contains(std::to_string(response.status)));
            const bool needsToken = operation["security"] == Json::parse(R"([{"bearer":[]}])");
            QCOMPARE(needsToken, route.access == Access::Token);
        }
        QCOMPARE(operations.size(), m_routes.size());
    }

    void thePathParametersAreDeclared()
    {
        const Json& parameters = m_document["paths"]["/api/v1/tickets/{id}"]["get"]["parameters"];
        QVERIFY(std::ranges::any_of(
            parameters, [](const Json& one) { return one.value("name", "") == "id" && one.value("in", "") == "path"; }));
    }

    void everyReferenceResolvesAndEverySchemaIsUsed()
    {
        std::set<std::string> references;
        collectReferences(m_document, references);
        QVERIFY(references.size() >= schemas().size());
        for (const std::string& reference : references)
            QVERIFY2(m_document.contains(Json::json_pointer(reference.substr(1))), reference.c_str());
        for (const Schema& schema : schemas())
            QVERIFY2(references.contains("#/components/schemas/" + std::string(schema.name)), std::string(schema.name).c_str());
    }

    void theServerGivesThisDocument()
    {
        const auto route = std::ranges::find(m_routes, "/openapi.json", &Endpoint::pattern);
        const Request request;
        const Actor nobody;
        const std::vector<std::string> noParameters;
        const Query noQuery;
        const Outcome outcome = route->handler({request, nobody, noParameters, noQuery});
        QVERIFY(valueOf(parseJson(outcome->body)) == m_document);
    }

    // The schema says what wire::incomingMessage takes: the same members, and the same of them required.
    void theRequestSchemaAgreesWithTheReader()
    {
        const Json& schema = m_document["components"]["schemas"]["TicketRequest"];
        const Json example = schema["example"];
        QVERIFY(wire::incomingMessage(example).has_value());
        for (const auto& [member, ignored] : schema["properties"].items()) {
            Json one = example;
            one.erase(member);
            const bool required = std::ranges::find(schema["required"], Json(member)) != schema["required"].end();
            QCOMPARE(wire::incomingMessage(one).has_value(), !required);
            one[member] = nullptr; // known members may be null, unknown ones are refused
            QCOMPARE(wire::incomingMessage(one).has_value(), !required);
        }
        Json unknown = example;
        unknown["subjekt"] = "x";
        QVERIFY(!wire::incomingMessage(unknown).has_value());
        for (const Json& channel : schema["properties"]["channel"]["enum"]) {
            Json one = example;
            one["channel"] = channel;
            QVERIFY(wire::incomingMessage(one).has_value());
        }
        for (const auto& [member, ignored] : schema["properties"]["customer"]["properties"].items()) {
            Json one = example;
            one["customer"] = {{member, nullptr}};
            QVERIFY2(wire::incomingMessage(one).has_value(), member.c_str());
        }
    }

    // The same for actions: each form of the parameters is what the reader takes for the kind that is its title.
    void theActionSchemaAgreesWithTheReader()
    {
        const Json& schema = m_document["components"]["schemas"]["ActionRequest"];
        QVERIFY(wire::actionRequest(schema["example"]).has_value());
        const Json samples = Json::parse(actionSamples);
        std::set<std::string> titles;
        for (const Json& form : schema["properties"]["parameters"]["oneOf"]) {
            const std::string kind = form["title"].get<std::string>();
            titles.insert(kind);
            QVERIFY(form["additionalProperties"] == false);
            Json whole = Json::object();
            for (const auto& [member, ignored] : form["properties"].items())
                whole[member] = samples[member];
            const auto isTaken = [&kind](const Json& parameters) {
                return wire::actionRequest({{"kind", kind}, {"parameters", parameters}}).has_value();
            };
            QVERIFY2(isTaken(whole), kind.c_str());
            const Json required = form.value("required", Json::array());
            for (const auto& [member, sample] : samples.items()) {
                Json one = whole;
                if (form["properties"].contains(member)) {
                    one.erase(member);
                    const bool isNeeded = std::ranges::find(required, Json(member)) != required.end();
                    QVERIFY2(isTaken(one) == !isNeeded, (kind + " without " + member).c_str());
                } else {
                    one[member] = sample;
                    QVERIFY2(!isTaken(one), (kind + " with " + member).c_str());
                }
            }
        }
        QCOMPARE(titles.size(), actionKindCount);
        for (const Json& kind : schema["properties"]["kind"]["enum"])
            QVERIFY(titles.contains(kind.get<std::string>()) && actionKindFrom(kind.get<std::string>()));
    }

    void theAnswersHaveTheFormOfTheirSchemas()
    {
        TicketView newest; // nothing but what intake sets
        newest.ticket.correlation = CorrelationId("correlation");
        auto view = fields::filled<TicketView>();
        view.ticket.metadataJson = "{}";
        view.messages.front().author = Author::Customer;
        const std::vector<std::pair<std::string, Json>> answers{{"Ticket", wire::toJson(newest)}, {"Ticket", wire::toJson(view)},
            {"Ticket", wire::toJson(view, wire::Audience::Outside)}, {"Receipt", wire::toJson(Receipt{})},
            {"Health", wire::toJson(m_desk.health())}, {"TicketSummary", wire::toJson(fields::filled<TicketSummary>())},
            {"TicketSummary", wire::toJson(TicketSummary{})}, {"TicketPage", wire::toJson(fields::filled<InboxPage>())},
            {"InboxCounts", wire::toJson(fields::filled<InboxCounts>())}, {"Message", wire::toJson(fields::filled<Message>())},
            {"ApprovalCard", wire::toJson(fields::filled<ApprovalCard>())}, {"ApprovalCard", wire::toJson(ApprovalCard{})},
            {"LearningCandidate", wire::toJson(fields::filled<LearningCandidate>())},
            {"LearningCandidate", wire::toJson(LearningCandidate{})}, {"Person", wire::toJson(fields::filled<Person>())},
            {"Me", wire::toJson(Actor{})}, {"Article", wire::toJson(fields::filled<Document>())},
            {"Article", wire::toJson(Document{})}, {"SearchResult", wire::toJson(fields::filled<SearchResult>())},
            {"Explanation", wire::toJson(MemoryExplainer::sample())}, {"Explanation", wire::toJson(Explanation{})},
            {"Translation", wire::toJson(Translation{})}, {"TranslationRequest", wire::toJson(TranslationRequest{})},
            {"EgressEntry", wire::toJson(EgressEntry{})}, {"EgressPage", wire::toJson(MemoryEgress::page())},
            {"EgressTotalList", wire::listJson("hosts", MemoryEgress::hosts())},
            {"ReplyCheck", wire::toJson(fields::filled<ReplyCheck>())},
            {"AutoSendReport", wire::listJson("categories", std::vector{AutoSendState{}})},
            {"StreamEvent", wire::toJson(wire::StreamEvent{})},
            {"StreamEvent",
                wire::toJson(wire::StreamEvent{wire::StreamEvent::Kind::Change, {1, ChangeKind::Ticket, TicketId("t")}})},
            {"StreamEvent", wire::toJson(wire::StreamEvent{.kind = wire::StreamEvent::Kind::Draft})},
            {"Reply", wire::toJson(Reply{"Hello", "key-1", TicketStatus::Resolved, DraftId("d")})},
            {"Problem", valueOf(parseJson(toResponse(Problem(404, "x"), CorrelationId("c")).body))}};
        for (const auto& [schema, answer] : answers) {
            const std::string misfit = misfitOf(answer, m_document["components"]["schemas"][schema], schema);
            QVERIFY2(misfit.empty(), misfit.c_str());
        }
    }

    void theExamplesFitTheirSchemas()
    {
        for (const auto& [name, schema] : m_document["components"]["schemas"].items()) {
            if (schema.contains("example")) {
                const std::string misfit = misfitOf(schema["example"], schema, name);
                QVERIFY2(misfit.empty(), misfit.c_str());
            }
        }
    }

    // What a route takes and its schema agree: nothing else is a known member.
    void theParametersOfAListAreThoseOfTheReader()
    {
        const auto route = std::ranges::find(m_routes, "listTickets", &Endpoint::operation);
        for (const DocumentedQuery& query : route->queries) {
            const auto read = wire::inboxQuery({{std::string(query.name), "\n"}});
            QVERIFY2(read || read.error().message.find("known here") == std::string::npos
                    || read.error().message.find("name that is known") != std::string::npos,
                std::string(query.name).c_str());
        }
    }

private:
    // Where a value has not the form that its schema says, "" = nowhere.
    std::string misfitOf(const Json& value, const Json& schema, const std::string& place) const
    {
        if (schema.contains("$ref"))
            return misfitOf(value, m_document.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), place);
        if (value.is_null())
            return schema.value("nullable", false) ? "" : place + " is null";
        const std::string type = schema.value("type", "");
        const bool fits = (type == "object" && value.is_object()) || (type == "array" && value.is_array())
            || (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean())
            || (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number());
        if (!fits)
            return place + " is no " + type;
        if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end())
            return place + " is none of the names: " + value.dump();
        std::string misfit;
        for (std::size_t i = 0; value.is_array() && misfit.empty() && i < value.size(); ++i)
            misfit = misfitOf(value[i], schema["items"], place + "[]");
        if (!value.is_object() || !misfit.empty() || (!schema.contains("properties") && !schema.contains("additionalProperties")))
            return misfit;
        return misfitOfMembers(value, schema, place);
    }
    std::string misfitOfMembers(const Json& value, const Json& schema, const std::string& place) const
    {
        for (const Json& member : schema.value("required", Json::array())) {
            if (!value.contains(member.get<std::string>()))
                return place + "." + member.get<std::string>() + " is missing";
        }
        const Json properties = schema.value("properties", Json::object());
        for (const auto& [member, one] : value.items()) {
            const std::string inside = place + "." + member;
            const bool isFree = schema.contains("additionalProperties") && schema["additionalProperties"] != false;
            if (!properties.contains(member) && !isFree)
                return inside + " is not in the schema";
            if (!properties.contains(member) && !schema["additionalProperties"].is_object())
                continue;
            const std::string misfit
                = misfitOf(one, properties.contains(member) ? properties[member] : schema["additionalProperties"], inside);
            if (!misfit.empty())
                return misfit;
        }
        return "";
    }

    MemoryDesk m_desk;
    std::atomic<bool> m_draining = false;
    std::vector<Endpoint> m_routes;
    Json m_document;
};

QTEST_GUILESS_MAIN(TestOpenApi)
#include "TestOpenApi.moc"
