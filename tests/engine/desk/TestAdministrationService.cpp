// links: tandem_desk
#include "desk/AdministrationService.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/TemporaryStore.h"

using namespace tandem;

namespace {

const Actor admin{ActorId("local-admin"), Role::Admin, "tandemctl", {}};

} // namespace

class TestAdministrationService : public QObject {
    Q_OBJECT

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        MetricsRegistry metrics;
        MachineryLoader loader{
            []() -> Result<std::unique_ptr<Machinery>> { return failure(ErrorCode::Corrupt, "the head is damaged"); }};
        AdministrationService administration{*store, loader, metrics, clock};
    };

private Q_SLOTS:
    void aTokenSaysWhoItsBearerIs()
    {
        Desk desk;
        const std::string token = valueOf(desk.administration.createToken(admin, Role::Agent, "Marta", std::nullopt));
        QCOMPARE(token.size(), std::size_t(47));
        QVERIFY(qt(token).startsWith(qt("tdm_")));
        const Actor actor = valueOf(desk.administration.authenticate(token));
        QCOMPARE(actor.role, Role::Agent);
        QCOMPARE(actor.displayName, std::string("Marta"));
    }

    void anotherTextIsNobody()
    {
        Desk desk;
        std::string token = valueOf(desk.administration.createToken(admin, Role::Agent, "Marta", std::nullopt));
        token.back() = token.back() == 'A' ? 'B' : 'A';
        for (const std::string& wrong : {token, std::string(), std::string("tdm_"), std::string(100000, 'x')}) {
            const auto actor = desk.administration.authenticate(wrong);
            QVERIFY(!actor);
            QCOMPARE(actor.error().code, ErrorCode::Unauthenticated);
        }
    }

    void onlyAnAdminMakesTokensAndOnlyCustomersHaveACustomer()
    {
        Desk desk;
        const Actor supervisor{ActorId("a"), Role::Supervisor, "s", {}};
        QCOMPARE(desk.administration.createToken(supervisor, Role::Agent, "x", std::nullopt).error().code, ErrorCode::Forbidden);
        QCOMPARE(
            desk.administration.createToken(admin, Role::Customer, "x", std::nullopt).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(desk.administration.createToken(admin, Role::Agent, "x", "c-1").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(desk.administration.createToken(admin, Role::Agent, " ", std::nullopt).error().code, ErrorCode::InvalidArgument);
        const std::string token = valueOf(desk.administration.createToken(admin, Role::Customer, "x", "c-1"));
        QVERIFY(!valueOf(desk.administration.authenticate(token)).customer.empty());
    }

    void makingATokenIsAudited()
    {
        Desk desk;
        valueOf(desk.administration.createToken(admin, Role::Agent, "Marta", std::nullopt));
        const auto entries
            = valueOf(readResult(*desk.store, [](Transaction& transaction) { return transaction.audit().list(0, 10); }));
        QCOMPARE(entries.size(), std::size_t(1));
        QCOMPARE(entries.front().action, std::string("token.created"));
        QVERIFY2(!qt(entries.front().detail).contains(qt("Marta")), "audit details hold ids and enum names only");
    }

    void healthSaysLoadingFirstAndThenWhatIsWrong()
    {
        Desk desk;
        Health health = desk.administration.health();
        QVERIFY(!health.ready);
        QVERIFY(health.checks.front().ok);
        QVERIFY(qt(health.checks.back().detail).contains(qt("loading")));
        QVERIFY(!desk.loader.get());
        health = desk.administration.health();
        QVERIFY(!health.ready);
        QCOMPARE(health.checks.back().detail, std::string("the head is damaged"));
    }

    void metricsShowTheQueue()
    {
        Desk desk;
        QVERIFY(qt(desk.administration.metrics()).contains(qt("tandem_queue_jobs{state=\"waiting\"} 0")));
    }

    void thePeopleOfTheDeskAreNamedToEachOther()
    {
        Desk desk;
        for (const auto& [role, who] : {std::pair(Role::Agent, "Żaneta"), {Role::Supervisor, "Ada"}, {Role::Service, "website"}})
            valueOf(desk.administration.createToken(admin, role, who, std::nullopt));
        valueOf(desk.administration.createToken(admin, Role::Customer, "shopper", "c-1"));
        std::vector<std::string> names;
        for (const Person& person : valueOf(desk.administration.people(admin)))
            names.push_back(person.name);
        QCOMPARE(names, (std::vector<std::string>{"Ada", "tandemctl", "Żaneta"}));
        for (const Role role : {Role::Customer, Role::Service})
            QCOMPARE(desk.administration.people({ActorId("a"), role, "x", {}}).error().code, ErrorCode::Forbidden);
    }
};

QTEST_GUILESS_MAIN(TestAdministrationService)
#include "TestAdministrationService.moc"
