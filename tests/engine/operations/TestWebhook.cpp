// links: tandem_operations
#include "operations/Webhook.h"

#include "privacy/Hmac.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestWebhook : public QObject {
    Q_OBJECT

    static Result<HookTargets> targets(const std::string& url, const std::string& secret)
    {
        Config::Sources sources;
        sources.flags = {{"hooks.billing.url", url}, {"hooks.billing.secret", secret}};
        return hookTargets(valueOf(Config::load(sources)));
    }

private Q_SLOTS:
    // The example of the Standard Webhooks libraries (standard-webhooks, libraries/python/tests/test_webhooks.py,
    // test_sign_function).
    void theSignatureIsTheSpecifications()
    {
        const auto key = fromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        QCOMPARE(webhookSignature(key.value(), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"),
            std::string("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    void onlyASafeAddressWithASecretIsTaken()
    {
        const std::string good = "whsec_" + toBase64(std::string(24, 'x'));
        QCOMPARE(valueOf(targets("https://billing.example/refunds", good)).at("billing").secret, std::string(24, 'x'));
        for (const char* url : {"http://127.0.0.1:9/", "http://localhost:9", "http://[::1]:9/"})
            QVERIFY2(targets(url, good).has_value(), url);
        for (const char* url : {"", "billing.example", "http://billing.example/", "http://127.0.0.1.example/",
                 "https://u:p@b.example/", "ftp://b.example/", "https://b.example\\@c.example/"}) {
            const auto made = targets(url, good);
            QVERIFY2(!made && made.error().message.find("hooks.billing.url") != std::string::npos, url);
        }
        for (const std::string& secret :
            {std::string(), std::string("hunter2"), toBase64(std::string(24, 'x')), "whsec_" + toBase64(std::string(23, 'x')),
                "whsec_" + toBase64(std::string(65, 'x')), "whsec_" + std::string(32, '!')}) {
            const auto made = targets("https://b.example/", secret);
            QVERIFY2(!made && made.error().message.find("hooks.billing.secret") != std::string::npos, secret.c_str());
            QVERIFY2(secret.size() < 7 || made.error().message.find(secret) == std::string::npos, "a secret is not told");
        }
    }
};

QTEST_GUILESS_MAIN(TestWebhook)
#include "TestWebhook.moc"
