// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "desk/Wire.h"
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
        const Outcome outcome = route->handler({request, nobody, {}});
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

    void theAnswersHaveTheMembersOfTheirSchemas()
    {
        const Json& all = m_document["components"]["schemas"];
        const std::vector<std::pair<std::string, Json>> answers{{"Ticket", wire::toJson(TicketView{})},
            {"Receipt", wire::toJson(Receipt{})}, {"Health", wire::toJson(m_desk.health())},
            {"Problem", valueOf(parseJson(toResponse(Problem(404, "x"), CorrelationId("c")).body))}};
        for (const auto& [schema, answer] : answers) {
            for (const Json& member : all[schema]["required"])
                QVERIFY2(answer.contains(member.get<std::string>()), (schema + "." + member.get<std::string>()).c_str());
            for (const auto& [member, ignored] : answer.items())
                QVERIFY2(all[schema]["properties"].contains(member), (schema + "." + member).c_str());
        }
    }

private:
    MemoryDesk m_desk;
    std::atomic<bool> m_draining = false;
    std::vector<Endpoint> m_routes;
    Json m_document;
};

QTEST_GUILESS_MAIN(TestOpenApi)
#include "TestOpenApi.moc"
