// links: tandem_base
#include "base/Config.h"
#include "support/Strings.h"

#include <QFile>
#include <QRegularExpression>

#include <set>

using namespace tandem;

class TestConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void flagsBeatTheEnvironmentWhichBeatsTheFileWhichBeatsDefaults();
    void anEmptyVariableIsAsGoodAsNone();
    void unknownVariablesAreNobodysBusiness();
    void anUnknownKeyInTheFileIsNamedWithFileAndLine();
    void anUnknownKeyInAFlagIsNamed();
    void badValuesAreRefused_data();
    void badValuesAreRefused();
    void aBadValueInTheFileNamesFileLineAndKey();
    void aBadVariableIsNamedAndASecretNotQuoted();
    void aFileThatIsNoTomlIsRefusedWithItsLine();
    void aFileThatIsNotThereIsNamed();
    void secretsAreMasked();
    void everyTomlTypeIsRead();
    void hooksHaveNamesOfADesksOwn();
    void everySettingHasADefaultThatPassesItsOwnCheck();
    void environmentNamesAreThoseThatArePublic();
    void theExampleFileNamesEveryVariableWithItsDefault();
    void theProcessEnvironmentIsReducedToWhatIsKnown();

private:
    QTemporaryDir m_directory;
    std::filesystem::path fileWith(std::string_view text);
};

std::filesystem::path TestConfig::fileWith(std::string_view text)
{
    QFile file(m_directory.filePath(QStringLiteral("tandem.toml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0)
        qFatal("cannot write the configuration file");
    return file.fileName().toStdString();
}

void TestConfig::flagsBeatTheEnvironmentWhichBeatsTheFileWhichBeatsDefaults()
{
    Config::Sources sources;
    QCOMPARE(valueOf(Config::load(sources)).integer("workers"), 2);
    QCOMPARE(valueOf(Config::load(sources)).origin("workers"), Origin::Default);
    sources.file = fileWith("workers = 3\n");
    QCOMPARE(valueOf(Config::load(sources)).integer("workers"), 3);
    QCOMPARE(valueOf(Config::load(sources)).origin("workers"), Origin::File);
    sources.environment["WORKERS"] = "4";
    QCOMPARE(valueOf(Config::load(sources)).integer("workers"), 4);
    QCOMPARE(valueOf(Config::load(sources)).origin("workers"), Origin::Environment);
    sources.flags = {{"workers", "5"}};
    QCOMPARE(valueOf(Config::load(sources)).integer("workers"), 5);
    QCOMPARE(valueOf(Config::load(sources)).origin("workers"), Origin::Flag);
}

void TestConfig::anEmptyVariableIsAsGoodAsNone()
{
    const Config config = valueOf(Config::load({.file = {}, .environment = {{"WORKERS", ""}}, .flags = {}}));
    QCOMPARE(config.integer("workers"), 2);
    QCOMPARE(config.origin("workers"), Origin::Default);
}

void TestConfig::unknownVariablesAreNobodysBusiness()
{
    QVERIFY(Config::load({.file = {}, .environment = {{"TANDEM_WROKERS", "x"}, {"HOME", "/"}}, .flags = {}}).has_value());
}

void TestConfig::anUnknownKeyInTheFileIsNamedWithFileAndLine()
{
    const auto file = fileWith("workers = 3\n\n[llm]\ntemprature = 0.5\n");
    const auto refused = Config::load({.file = file, .environment = {}, .flags = {}});
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(refused.error().message.starts_with(file.string() + " line 4: unknown key 'llm.temprature'"),
        refused.error().message.c_str());
}

void TestConfig::anUnknownKeyInAFlagIsNamed()
{
    const auto refused = Config::load({.file = {}, .environment = {}, .flags = {{"wrokers", "5"}}});
    QVERIFY(refused.error().message.find("--set wrokers") != std::string::npos);
}

void TestConfig::badValuesAreRefused_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("accepted");
    const auto row = [](const char* key, const char* value, bool accepted) {
        QTest::newRow((QByteArray(key) + '=' + value).constData()) << QByteArray(key) << QByteArray(value) << accepted;
    };
    row("workers", "1", true);
    row("workers", "256", true);
    row("workers", "0", false);
    row("workers", "257", false);
    row("workers", "-1", false);
    row("workers", "2.5", false);
    row("workers", "two", false);
    row("workers", "3 ", false);
    row("workers", "0x10", false);
    row("workers", "1e999", false);
    row("workers", "nan", false);
    row("llm.temperature", "0", true);
    row("llm.temperature", "0.35", true);
    row("llm.temperature", "2.01", false);
    row("llm.temperature", "inf", false);
    row("llm.provider", "composer", true);
    row("llm.provider", "Composer", false);
    row("llm.provider", "", false);
    row("log.level", "info|warning", false);
    row("policy.sentiment_floor", "-0.5", true);
}

void TestConfig::badValuesAreRefused()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(bool, accepted);
    const auto loaded = Config::load({.file = {}, .environment = {}, .flags = {{key.toStdString(), value.toStdString()}}});
    QCOMPARE(loaded.has_value(), accepted);
    if (!accepted)
        QVERIFY(loaded.error().message.find("'" + key.toStdString() + "' must be") != std::string::npos);
}

void TestConfig::aBadValueInTheFileNamesFileLineAndKey()
{
    const auto file = fileWith("# comment\n[llm]\ntemperature = 9\n");
    const auto refused = Config::load({.file = file, .environment = {}, .flags = {}});
    QCOMPARE(refused.error().message, file.string() + " line 3: 'llm.temperature' must be a number from 0 to 2");
}

void TestConfig::aBadVariableIsNamedAndASecretNotQuoted()
{
    const auto refused = Config::load({.file = {}, .environment = {{"MAX_TOKENS", "many"}}, .flags = {}});
    QVERIFY(refused.error().message.find("MAX_TOKENS") != std::string::npos);
    const auto misplaced = Config::load({.file = {}, .environment = {{"WORKERS", "sk-secret-key"}}, .flags = {}});
    QVERIFY(misplaced.error().message.find("sk-secret") == std::string::npos);
}

void TestConfig::aFileThatIsNoTomlIsRefusedWithItsLine()
{
    const auto file = fileWith("workers = 2\nthis is no TOML\n");
    const auto refused = Config::load({.file = file, .environment = {}, .flags = {}});
    QVERIFY2(refused.error().message.starts_with(file.string() + " line 2"), refused.error().message.c_str());
    QVERIFY(!Config::load({.file = fileWith("workers = [1, 2]\n"), .environment = {}, .flags = {}}).has_value());
    QVERIFY(!Config::load({.file = fileWith("\xFF\xFE"), .environment = {}, .flags = {}}).has_value());
}

void TestConfig::aFileThatIsNotThereIsNamed()
{
    const std::filesystem::path file = path(m_directory) / "absent.toml";
    const auto refused = Config::load({.file = file, .environment = {}, .flags = {}});
    QVERIFY(!refused.has_value());
    QVERIFY2(refused.error().message.find(file.string()) != std::string::npos, refused.error().message.c_str());
    QVERIFY2(refused.error().message.find("line 0") == std::string::npos, refused.error().message.c_str());
}

void TestConfig::secretsAreMasked()
{
    const Config config
        = valueOf(Config::load({.file = {}, .environment = {{"ANTHROPIC_API_KEY", "sk-very-secret"}}, .flags = {}}));
    QCOMPARE(config.text("llm.anthropic.api_key"), std::string("sk-very-secret"));
    QCOMPARE(config.shown("llm.anthropic.api_key"), std::string("****"));
    QCOMPARE(config.shown("llm.openai.api_key"), std::string());
    QCOMPARE(config.shown("workers"), std::string("2"));
    // Whatever can carry a password is a secret: connection strings too.
    for (const std::string_view key : {"store.url", "cache.redis_url", "queue.rabbitmq_url", "mail.imap_url", "mail.smtp_url"}) {
        const Config set
            = valueOf(Config::load({.file = {}, .environment = {}, .flags = {{std::string(key), "scheme://user:pass@host"}}}));
        QVERIFY2(set.shown(key).find("pass") == std::string::npos, std::string(key).c_str());
    }
}

void TestConfig::everyTomlTypeIsRead()
{
    const auto file
        = fileWith("workers = 8\nllm.temperature = 0.25\nllm.model = \"größer\"\n[policy]\nconfidence_threshold = 1\n");
    const Config config = valueOf(Config::load({.file = file, .environment = {}, .flags = {}}));
    QCOMPARE(config.integer("workers"), 8);
    QCOMPARE(config.number("llm.temperature"), 0.25);
    QCOMPARE(config.text("llm.model"), std::string("größer"));
    QCOMPARE(config.number("policy.confidence_threshold"), 1.0);
}

void TestConfig::hooksHaveNamesOfADesksOwn()
{
    QVERIFY(Config::defaults().hookNames().empty());
    Config::Sources sources;
    sources.flags = {{"hooks.crm.url", "https://c.example"}, {"hooks.billing.secret", "whsec_x"}, {"hooks.timeout_seconds", "5"}};
    const Config config = valueOf(Config::load(sources));
    QCOMPARE(config.hookNames(), (std::vector<std::string>{"billing", "crm"}));
    QCOMPARE(config.text("hooks.crm.url"), std::string("https://c.example"));
    QCOMPARE(config.text("hooks.crm.secret"), std::string());
    QCOMPARE(config.shown("hooks.billing.secret"), std::string("****"));
    QCOMPARE(config.origin("hooks.crm.url"), Origin::Flag);
    QCOMPARE(config.integer("hooks.timeout_seconds"), 5);
    for (const char* key :
        {"hooks.crm", "hooks.crm.uri", "hooks..url", "hooks.CRM.url", "hooks.a.b.url", "hooks._a.url", "hooks.url"}) {
        sources.flags = {{key, "x"}};
        QVERIFY2(!Config::load(sources), key);
    }
}

void TestConfig::everySettingHasADefaultThatPassesItsOwnCheck()
{
    Config::Sources sources;
    std::set<std::string_view> keys;
    for (const Setting& setting : Config::settings()) {
        QVERIFY2(keys.insert(setting.key).second, std::string(setting.key).c_str());
        QVERIFY2(!setting.meaning.empty(), std::string(setting.key).c_str());
        sources.flags.emplace_back(setting.key, setting.fallback);
    }
    QCOMPARE(valueOf(Config::load(sources)).origin("workers"), Origin::Flag);
}

void TestConfig::environmentNamesAreThoseThatArePublic()
{
    std::set<std::string_view> names;
    for (const Setting& setting : Config::settings()) {
        if (!setting.environment.empty())
            QVERIFY2(names.insert(setting.environment).second, std::string(setting.environment).c_str());
    }
    for (const std::string_view name : {"ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL",
             "LLM_PROVIDER", "LLM_MODEL", "LLM_TEMPERATURE", "MAX_TOKENS", "PINECONE_API_KEY", "PINECONE_ENVIRONMENT",
             "PINECONE_INDEX_NAME", "PINECONE_INDEX_HOST", "APP_ENV", "LOG_LEVEL", "WORKERS", "MAX_CONCURRENT_REQUESTS",
             "DATABASE_URL", "REDIS_URL", "RABBITMQ_URL", "S3_ENDPOINT", "S3_BUCKET", "PROMETHEUS_PORT",
             "OTEL_EXPORTER_OTLP_ENDPOINT", "GRAFANA_URL", "PAGERDUTY_API_KEY", "IMAP_URL", "SMTP_URL"})
        QVERIFY2(names.contains(name), std::string(name).c_str());
}

void TestConfig::theExampleFileNamesEveryVariableWithItsDefault()
{
    QFile file(QStringLiteral(TANDEM_SOURCE "/.env.example"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray example = '\n' + file.readAll();
    qsizetype variables = 0;
    for (const Setting& setting : Config::settings()) {
        if (setting.environment.empty())
            continue;
        ++variables;
        const std::string line = "\n#" + std::string(setting.environment) + "=" + std::string(setting.fallback) + "\n";
        QVERIFY2(example.contains(QByteArray::fromStdString(line)), line.c_str());
    }
    // A variable that nothing reads any more goes from the example too.
    QCOMPARE(QString::fromUtf8(example).count(QRegularExpression(QStringLiteral("\n#?[A-Z0-9_]+="))), variables);
}

void TestConfig::theProcessEnvironmentIsReducedToWhatIsKnown()
{
    QVERIFY(qputenv("LLM_MODEL", "a-model"));
    QVERIFY(qputenv("TANDEM_UNHEARD_OF", "x"));
    const auto environment = Config::processEnvironment();
    QCOMPARE(environment.at("LLM_MODEL"), std::string("a-model"));
    QVERIFY(!environment.contains("TANDEM_UNHEARD_OF"));
    QVERIFY(!environment.contains("PATH"));
}

QTEST_GUILESS_MAIN(TestConfig)
#include "TestConfig.moc"
