// links: tandem_privacy
#include "privacy/Redaction.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

// Passwords, keys, headers and one-time codes in the words that people put around them.
class TestPersonalDataSecrets final : public QObject {
    Q_OBJECT

private:
    static QString secretsOf(std::string_view text)
    {
        std::string all;
        for (const PiiSpan& span : findPersonalData(text)) {
            if (span.type == "secret")
                all += (all.empty() ? "" : "|") + std::string(text.substr(span.begin, span.end - span.begin));
        }
        return qt(all);
    }

    static void row(const char* text, const char* secret)
    {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(secret);
    }
    static void columns()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
    }
    static void compare()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        QCOMPARE(secretsOf(text.toStdString()), secret);
    }

private Q_SLOTS:
    void keysAndPasswordsAreFoundInEverydayWords_data()
    {
        columns();
        row("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY in the env",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY");
        row("the secret access key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY");
        row("STRIPE_KEY=9f8e7d6c5b4a39281706 fails", "9f8e7d6c5b4a39281706");
        row("Authorization: Basic dXNlcjpwYXNzd29yZA== gives 401", "dXNlcjpwYXNzd29yZA==");
        row("\"authorization\": \"Basic dXNlcjpwYXNz\"", "dXNlcjpwYXNz");
        row("Set-Cookie: session=af83c1d9; Path=/", "af83c1d9");
        row("Cookie: theme=dark; sessionid=38afes7a8k2m", "38afes7a8k2m");
        row("secret: wJalrXUtnFEMI", "wJalrXUtnFEMI");
        row("token=QmFzZVRva2VuWA", "QmFzZVRva2VuWA");
        row("pw: hunter2abc", "hunter2abc");
        row("user anna pw hunter2abc, no luck", "hunter2abc");
        row("login bob mdp soleil1987", "soleil1987");
        row("my password hunter2abc does not work", "hunter2abc");
        row("login anna, PW: Herbst24", "Herbst24");
        row("DB_PASS=tr0ub4dor", "tr0ub4dor");
        row("Passwort lautet Sommer2024!", "Sommer2024!");
        row("Das Passwort lautet gartenzaun.", "gartenzaun");
        row("Mein Passwort: Grün2024", "Grün2024");
        row("my password is correcthorse", "correcthorse");
        row("the password is 'monkey' by the way", "monkey");
        row("The password for the portal is Tulip29rain, thanks", "Tulip29rain");
        row("the password to my account is Tulip29rain now", "Tulip29rain");
        row("la contraseña del wifi es Perro*Verde21", "Perro*Verde21");
        row("secret: token: abc123def", "abc123def");
        row("key SG.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbb.", "SG.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbb");
        row("SG.x.sk-abcdEFGH1234567890ijkl", "SG.x.sk-abcdEFGH1234567890ijkl");
    }
    void keysAndPasswordsAreFoundInEverydayWords() { compare(); }

    void oneTimeCodesAreFoundInTwelveLanguages_data()
    {
        columns();
        for (const char* text : {"OTP 829114", "Your OTP is 829114.", "My code is 829114", "the code is 829114, please hurry",
                 "TAN 829114", "mTAN: 829114", "verification code 829114", "The verification code I received is 829114",
                 "my 2FA code: 829114", "the verification code to sign in is 829114",
                 "G-829114 — wait, the verification code is 829114", "Der Bestätigungscode ist 829114", "Sicherheitscode: 829114",
                 "Der Code lautet 829114", "el código de verificación es 829114", "mi código es 829114",
                 "le code de vérification est 829114", "le code de vérification reçu par SMS : 829114", "mon code est 829114",
                 "il codice di verifica è 829114", "il mio codice è 829114", "o código de verificação é 829114",
                 "meu código é 829114", "de verificatiecode is 829114", "mijn code is 829114", "kod weryfikacyjny to 829114",
                 "mój kod to 829114", "doğrulama kodum 829114", "onay kodu: 829114", "رمز التحقق هو 829114", "رمز التحقق 829114",
                 "验证码是829114", "验证码：829114", "認証コードは829114です", "確認コード：829114"})
            row(text, "829114");
        row("security code 4821", "4821");
        row("TAN 482913", "482913");
        row("Der Bestätigungscode ist 482913", "482913");
        row("one-time code: 482 913", "482 913");
        for (const char* text :
            {"verification code: A7K9Q2", "The verification code is A7K9Q2.", "Der Bestätigungscode ist A7K9Q2",
                "le code de vérification est A7K9Q2", "验证码：A7K9Q2", "認証コードはA7K9Q2です"})
            row(text, "A7K9Q2");
        row("recovery code: 4F7K-92QX", "4F7K-92QX");
        row("PIN: 4821", "4821");
        row("Mijn pincode is 4821", "4821");
        row("my PIN number is 4821", "4821");
        row("رمز التحقق ٤٨٢٩١٣", "٤٨٢٩١٣");
    }
    void oneTimeCodesAreFoundInTwelveLanguages() { compare(); }

    void whatOnlyLooksLikeASecretIsLeft_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"error code is 4031", "the error code is 403117", "code is 500", "The status code is 200 again",
                 "discount code SUMMER20", "the promo code is 150000", "password is required", "Password: required",
                 "password is not accepted", "my password is unrecognised", "The password is incorrect.", "password is expired",
                 "postal code 10115", "The postal code is 101150", "zip code is 941107", "PIN code 560001",
                 "Passwort ist abgelaufen", "Das Passwort lautet wie folgt", "Das Passwort ist vergessen worden",
                 "la contraseña es incorrecta", "contraseña: inválida", "le mot de passe est refusé", "la password è scaduta",
                 "a senha é obrigatória", "wachtwoord is verlopen", "hasło jest nieprawidłowe", "şifre yanlış", "密码是错的",
                 "パスワードは必須です", "I never got the verification code, my order is 829114",
                 "the verification code for ticket 829114 never came", "verification code expired after 10 minutes",
                 "The verification code has 6 digits", "a security code of 6 digits", "otp 30 seconds", "tan 482913 euros",
                 "Authorization: Basic is refused", "Authorization: none", "foreign_key=user_account_2",
                 "primary_key: account_id", "secret: none", "token: expired", "the access token is expired",
                 "the session=5 parameter", "?session=keynote12 at the conference", "the keyboard shortcut is Ctrl+Shift+4",
                 "The code is 80 lines long", "verification code: EXPIRED", "the verification code is WRONG",
                 "the verification code expired, ORDER A7K9Q2", "the access code is V2", "pw reset2 page",
                 "reset the password iphone14", "password office365 login", "the password sha256 hash", "pwd manager2",
                 "item code is 829114", "area code is 415", "der Fehlercode ist 403117", "código postal es 280131",
                 "le code postal est 310001", "错误代码是403117", "エラーコードは403117です", "pwd prints the folder"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void whatOnlyLooksLikeASecretIsLeft()
    {
        QFETCH(QString, text);
        QCOMPARE(secretsOf(text.toStdString()), QString());
    }
};

QTEST_GUILESS_MAIN(TestPersonalDataSecrets)
#include "TestPersonalDataSecrets.moc"
