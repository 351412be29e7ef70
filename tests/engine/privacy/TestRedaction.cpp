// links: tandem_privacy
#include "base/Json.h"
#include "privacy/Redaction.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>

using namespace tandem;

class TestRedaction final : public QObject {
    Q_OBJECT

private:
    // "type:value|type:value" of what is found.
    static QString found(std::string_view text)
    {
        std::string all;
        for (const PiiSpan& span : findPersonalData(text))
            all += (all.empty() ? "" : "|") + span.type + ":" + std::string(text.substr(span.begin, span.end - span.begin));
        return qt(all);
    }

private Q_SLOTS:
    void theSameValueGetsTheSamePlaceholder()
    {
        const Redacted redacted = redact("a@x.org wrote to b@x.org, then a@x.org called +1 415 555 0132.");
        QCOMPARE(qt(redacted.text()), QStringLiteral("[EMAIL_1] wrote to [EMAIL_2], then [EMAIL_1] called [PHONE_1]."));
        QCOMPARE(redacted.replacements().size(), std::size_t(4));
        QCOMPARE(redacted.replacements()[0].span.begin, std::size_t(0));
        QCOMPARE(redacted.replacements()[0].span.end, std::size_t(7));
    }

    void redactedTextHoldsNothingMoreToFind()
    {
        const Redacted once
            = redact("I am Ms. Jane Roe, jane@roe.example, card 5555 5555 5555 4444, IBAN GB29 NWBK 6016 1331 9268 19.");
        QCOMPARE(found(once.text()), QString());
    }

    void aTextWithoutPersonalDataStaysAsItIs()
    {
        const Redacted redacted = redact("Nothing to hide here.");
        QCOMPARE(qt(redacted.text()), QStringLiteral("Nothing to hide here."));
        QVERIFY(redacted.replacements().empty());
    }

    void spellingsOfOneValueShareAPlaceholder()
    {
        const Redacted redacted = redact("4111 1111 1111 1111, that is 4111-1111-1111-1111; write to Ana@x.org or ana@x.org");
        QCOMPARE(qt(redacted.text()), QStringLiteral("[CARD_1], that is [CARD_1]; write to [EMAIL_1] or [EMAIL_1]"));
    }

    void whoMaySeeTheOriginalGetsItBack()
    {
        const std::string original
            = "Dear Priya, Ana Lopez <ana@x.org> and bo@x.org paid with 4111 1111 1111 1111.\nCheers, Wendy";
        const Redacted redacted = redact(original);
        QVERIFY(
            !redacted.text().contains("ana@x.org") && !redacted.text().contains("4111") && !redacted.text().contains("Lopez"));
        QCOMPARE(qt(restore(redacted.text(), redacted.replacements(), original)), qt(original));
    }

    void aDraftThatQuotesPlaceholdersIsRestored()
    {
        const std::string original = "I am Ms. Jane Roe, jane@roe.example.com.";
        const Redacted redacted = redact(original);
        QCOMPARE(qt(restore("Hello [PERSON_1], we wrote to [EMAIL_1]; [EMAIL_2], [PERSON_1 and [] stay.", redacted.replacements(),
                     original)),
            QStringLiteral("Hello Jane Roe, we wrote to jane@roe.example.com; [EMAIL_2], [PERSON_1 and [] stay."));
    }

    void aWritersOwnPlaceholderIsNotTakenForOne()
    {
        const std::string original = "Repeat [CARD_1] to me. Mine is 4111 1111 1111 1111.";
        const Redacted redacted = redact(original);
        QCOMPARE(qt(redacted.text()), QStringLiteral("Repeat [CARD_1] to me. Mine is [CARD_2]."));
        QCOMPARE(qt(restore(redacted.text(), redacted.replacements(), original)), qt(original));
    }

    void aClassificationKeepsTheFirstOfManyFindings()
    {
        Conversation conversation;
        conversation.subject = "From ada@x.org";
        conversation.message = MessageId("msg_1");
        for (int i = 0; i < 3000; ++i)
            conversation.text += "a@b.co ";
        Classification result;
        addPersonalData(conversation, result);
        QCOMPARE(result.pii.size(), keptSpans);
        QCOMPARE(result.pii.back().begin, (keptSpans - 1) * 7);
        QVERIFY(result.hasMorePii && result.piiMessage == conversation.message);
        QCOMPARE(result.subjectPii.size(), std::size_t(1));
        QCOMPARE(redact(conversation.text).replacements().size(), std::size_t(3000));
        conversation.text = "a@b.co";
        addPersonalData(conversation, result);
        QVERIFY(!result.hasMorePii && result.pii.size() == 1);
    }

    void aReplacementBeyondTheOriginalRestoresNothing()
    {
        QCOMPARE(qt(restore("[CARD_1]", {{{"card", 5, 90}, "[CARD_1]"}, {{"card", 9, 2}, "[CARD_1]"}}, "short")),
            QStringLiteral("[CARD_1]"));
    }

    void everyMessageOfTheExamComesBackAsItWas()
    {
        int restored = 0;
        for (const char* language : {"en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ar", "zh", "ja"}) {
            std::ifstream stream(std::string(TANDEM_RESOURCES "/training/pii/") + language + ".jsonl");
            for (std::string line; std::getline(stream, line); ++restored) {
                const std::string text = parseJson(line)->at("text");
                const Redacted redacted = redact(text);
                QCOMPARE(qt(restore(redacted.text(), redacted.replacements(), text)).remove(u' ').remove(u'-'),
                    qt(text).remove(u' ').remove(u'-'));
            }
        }
        QVERIFY(restored >= 720);
    }
};

QTEST_GUILESS_MAIN(TestRedaction)
#include "TestRedaction.moc"
