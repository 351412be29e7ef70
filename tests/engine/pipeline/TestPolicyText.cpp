// links: tandem_pipeline
#include "pipeline/PolicyText.h"
#include "support/Strings.h"

using namespace tandem;

class TestPolicyText : public QObject {
    Q_OBJECT

    // Every setting of a policy at a value that is not its default.
    static Policy unusual()
    {
        Config::Sources sources;
        sources.flags = {{"actions.refund.enabled", "false"}, {"actions.account_closure.enabled", "false"},
            {"actions.data_deletion.enabled", "false"}, {"actions.plan_downgrade_credit.enabled", "false"},
            {"policy.confidence_threshold", "0.1"}, {"policy.evidence_floor", "0.30000000000000004"},
            {"policy.sentiment_floor", "-0.25"}, {"policy.angry_below", "-0.123456789"}, {"policy.long_conversation", "4"},
            {"policy.injection_threshold", "0.333"}, {"policy.critical_team", "on call, now"},
            {"policy.competitors", "Acme Desk, Zephyr"}, {"policy.response_minutes", "critical=1 high=2 medium=3 low=4"},
            {"policy.approval_hours", "5"}, {"policy.auto_send", "off"}, {"policy.auto_send_confidence", "0.8125"},
            {"policy.auto_send_bound", "0.99"}, {"policy.auto_send_sample", "3"},
            {"policy.teams",
                "technical_support=a,bug_report=b,feature_request=c,billing_inquiry=d=d,account_management=e,general_inquiry=f"},
            {"limits.tickets_per_customer_hour", "7"}, {"limits.messages_per_ticket_hour", "6"}, {"groups.similarity", "0.61"},
            {"groups.hours", "9"}, {"groups.tickets", "11"}, {"incidents.similarity", "0.2"}, {"incidents.customers", "3"},
            {"incidents.minutes", "13"}, {"incidents.factor", "2.5"}};
        return valueOf(Policy::from(valueOf(Config::load(sources))));
    }

private Q_SLOTS:
    void everySettingReadsBackExactly()
    {
        const Policy policy = unusual();
        const Policy read = valueOf(policyFrom(policyText(policy)));
        QCOMPARE(settingsOf(read), settingsOf(policy));
        QVERIFY(read.evidenceFloor == policy.evidenceFloor);
        QVERIFY(read.understanding.angryBelow == -0.123456789);
        QCOMPARE(read.teams, policy.teams);
        QCOMPARE(read.teams.at(Category::BillingInquiry), std::string("d=d"));
        QCOMPARE(read.criticalTeam, std::string("on call, now"));
        QCOMPARE(read.competitors, (std::vector<std::string>{"Acme Desk", "Zephyr"}));
        QCOMPARE(read.responseTimes.byUrgency, policy.responseTimes.byUrgency);
        QCOMPARE(read.grouping.incident.window, std::chrono::minutes(13));
    }

    void noSettingIsForgotten()
    {
        const auto defaults = settingsOf(valueOf(Policy::from(Config::defaults())));
        const auto others = settingsOf(unusual());
        for (const auto& [key, value] : defaults) {
            QVERIFY2(others.at(key) != value, key.c_str());
            QCOMPARE(std::strtod(Config::defaults().text(key).c_str(), nullptr), std::strtod(value.c_str(), nullptr));
        }
        for (const Setting& setting : Config::settings()) {
            if (setting.key.starts_with("policy.") || setting.key.starts_with("incidents.") || setting.key.starts_with("groups."))
                QVERIFY2(defaults.contains(std::string(setting.key)), std::string(setting.key).c_str());
        }
    }

    void aSettingThatCameLaterHasItsDefault()
    {
        const Policy read = valueOf(policyFrom(R"({"policy.confidence_threshold":"0.6"})"));
        QCOMPARE(read.confidenceThreshold, 0.6);
        QCOMPARE(read.understanding.angryBelow, -0.3);
    }

    void whatIsNoPolicyIsCorrupt()
    {
        for (const char* text : {"", "[]", "{", R"({"policy.confidence_threshold":0.6})", R"({"policy.nothing":"1"})",
                 R"({"policy.confidence_threshold":"7"})", R"({"policy.teams":"bug_report=x"})"}) {
            const auto read = policyFrom(text);
            QVERIFY2(!read && read.error().code == ErrorCode::Corrupt, text);
        }
    }
};

QTEST_GUILESS_MAIN(TestPolicyText)
#include "TestPolicyText.moc"
