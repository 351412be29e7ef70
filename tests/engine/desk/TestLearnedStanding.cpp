// links: tandem_desk
#include "desk/LearnedStanding.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

std::optional<TimePoint> day(const char* date)
{
    return *date == '\0' ? std::nullopt : std::optional(valueOf(parseTime(date)));
}

Document document(const char* id, const char* plan, const char* audience = "", const char* from = "", const char* until = "")
{
    Document result;
    result.id = ArticleId(id);
    result.plan = plan;
    result.audience = audience;
    result.validFrom = day(from);
    result.validUntil = day(until);
    return result;
}

DraftSentence sentence(const char* text, std::initializer_list<const char*> articles)
{
    DraftSentence result;
    result.text = text;
    for (const char* article : articles)
        result.citations.push_back({ArticleId(article), PassageId(std::string(article) + "#0"), text});
    return result;
}

QString ids(const std::vector<ArticleId>& articles)
{
    QStringList list;
    for (const ArticleId& id : articles)
        list << qt(id.value());
    return list.join(QLatin1Char(' '));
}

} // namespace

class TestLearnedStanding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStrictestCommonIsInherited()
    {
        struct Row {
            const char* name;
            std::vector<std::pair<const char*, const char*>> cited; // plan and audience of each
            std::optional<std::pair<const char*, const char*>> inherited; // nullopt: it cannot be learned
        };
        const std::vector<Row> rows{{"nothing cited", {}, {{"", ""}}}, {"for everyone", {{"", ""}, {"", ""}}, {{"", ""}}},
            {"one plan", {{"", ""}, {"business", ""}}, {{"business", ""}}},
            {"in any letter case", {{"Business", ""}, {"business", ""}}, {{"business", ""}}},
            {"some in common", {{"team, business", ""}, {"business, enterprise", ""}}, {{"business", ""}}},
            {"none in common", {{"team", ""}, {"business", ""}}, {}},
            {"the third has none", {{"team, business", ""}, {"", ""}, {"free", ""}}, {}},
            {"for the desk alone", {{"", "internal"}, {"", ""}}, {{"", "internal"}}},
            {"other readers", {{"", "admins"}, {"", "developers"}}, {}}};
        for (const Row& row : rows) {
            std::vector<Document> cited;
            for (const auto& [plan, audience] : row.cited)
                cited.push_back(document("a", plan, audience));
            const auto standing = standingOf(cited);
            QVERIFY2(standing.has_value() == row.inherited.has_value(), row.name);
            if (!standing) {
                QCOMPARE(standing.error().code, ErrorCode::Conflict);
                continue;
            }
            QVERIFY2(standing->plan == row.inherited->first && standing->audience == row.inherited->second, row.name);
        }
    }

    void itHoldsWhenAllOfThemDo()
    {
        const auto standing = standingOf(std::vector{document("a", "", "", "2026-01-01", "2026-06-30"),
            document("b", "", "", "2026-03-01", ""), document("c", "", "", "", "2026-12-31")});
        QVERIFY(standing.has_value());
        QCOMPARE(standing->validFrom, day("2026-03-01"));
        QCOMPARE(standing->validUntil, day("2026-06-30"));
        const auto apart
            = standingOf(std::vector{document("a", "", "", "", "2026-06-30"), document("b", "", "", "2026-07-01", "")});
        QVERIFY(!apart);
        QVERIFY2(apart.error().message.find("document b") != std::string::npos, apart.error().message.c_str());
    }

    void whatIsSupersededIsNoEvidence()
    {
        Document old = document("old", "");
        old.superseded = true;
        QVERIFY(!standingOf(std::vector{document("a", ""), old}));
    }

    void theSentencesThatAreKeptCount()
    {
        Draft draft;
        draft.sentences
            = {sentence("Hello Ada,", {}), sentence("On Business, uploads are kept for ninety days.", {"limits", "plans"}),
                sentence("Invoices are under Settings.", {"invoices"}), sentence("请在设置中更改发票语言。", {"zh"})};
        QCOMPARE(ids(keptEvidence(draft, "Hi,\n\nOn  Business, uploads are kept\nfor ninety days.\nBye")),
            QStringLiteral("limits plans"));
        // A word was changed, and one left out.
        QCOMPARE(
            ids(keptEvidence(draft, "Your uploads are kept for ninety days on business plans.")), QStringLiteral("limits plans"));
        QCOMPARE(
            ids(keptEvidence(draft, "Invoices are under Settings. 请在设置中更改发票语言。")), QStringLiteral("invoices zh"));
        QCOMPARE(ids(keptEvidence(draft, "Hello Ada,\nI have looked into it and paid you back.")), QString());
        QCOMPARE(ids(keptEvidence(Draft(), "Anything at all.")), QString());
    }

    void whatIsShortenedSplitOrMergedIsKept()
    {
        Draft draft;
        draft.sentences
            = {sentence("On the Business plan, files that you upload are kept for ninety days and can be brought back "
                        "by every admin of your workspace.",
                   {"limits"}),
                sentence("Invoices are under Settings.", {"invoices"})};
        struct Row {
            const char* name;
            const char* reply;
            const char* kept;
        };
        const std::vector<Row> rows{{"shortened", "Hello,\nuploaded files are kept for ninety days.\nBest regards", "limits"},
            {"shortened to a phrase", "They are kept for ninety days.", "limits"},
            {"split", "Files that you upload are kept for ninety days. Every admin of your workspace can restore them.",
                "limits"},
            {"split to bits",
                "It is kept ninety days. That is Business. Upload files. They can be brought back. By every admin. Of "
                "your plan.",
                "limits"},
            {"merged",
                "Invoices are under Settings, and files that you upload are kept for ninety days on the Business plan and can be "
                "brought back by every admin of your workspace.",
                "limits invoices"},
            {"a few words by chance", "Hello Ada,\nI am sorry. Please restart the app. Kind regards", ""},
            {"unrelated",
                "Your second payment was a mistake of ours. We have refunded it today, and you will see it on your card "
                "within a week.",
                ""},
            {"unrelated and long",
                "Thank you for the pictures. The printer shows this error when its drum is worn out. Please order a new drum "
                "from "
                "our shop, switch the printer off, wait a minute, open the front door, and put the new drum in. After that, "
                "the counter has to be set to zero in the menu. Tell me if the error comes back.",
                ""}};
        for (const Row& row : rows) {
            const QString kept = ids(keptEvidence(draft, row.reply));
            QVERIFY2(kept == qt(row.kept), qPrintable(qt(row.name) + QStringLiteral(": ") + kept));
        }
    }
};

QTEST_GUILESS_MAIN(TestLearnedStanding)
#include "TestLearnedStanding.moc"
