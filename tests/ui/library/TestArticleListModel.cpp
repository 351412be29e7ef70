// links: tandem_ui
#include "ui/library/ArticleListModel.h"
#include "ui/library/ArticleRowDelegate.h"
#include "ui/support/Look.h"

#include <QElapsedTimer>
#include <QListView>
#include <QScrollBar>
#include <QTest>

#include <optional>

using namespace tandem;
using namespace tandem::ui;

namespace {

ListedDocument listed(const std::string& id, const std::string& title, int version = 1)
{
    ListedDocument result;
    result.document.id = ArticleId(id);
    result.document.title = title;
    result.document.updatedAt = SystemClock().now();
    result.version = version;
    return result;
}

} // namespace

class TestArticleListModel : public QObject {
    Q_OBJECT

    static QStringList titles(const ArticleListModel& model)
    {
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row)
            result << model.index(row).data().toString();
        return result;
    }
    static QStringList marks(const ArticleListModel& model, const char* id)
    {
        QStringList result;
        for (const Chip& chip : model.marksOf(*model.row(model.placeOf(ArticleId(id)))))
            result << chip.text;
        return result;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        m_look.emplace();
    }

    void articlesAreListedByTitleAndFilteredAsOneTypes()
    {
        ArticleListModel model;
        model.setArticles({listed("c", "Zahlungsarten"), listed("a", "Éxporter vos données"), listed("b", "Refunds")});
        QCOMPARE(titles(model).last(), QStringLiteral("Zahlungsarten"));
        model.setFilter(QStringLiteral("exPORT"));
        QCOMPARE(titles(model), QStringList{QStringLiteral("Éxporter vos données")});
        QCOMPARE(model.placeOf(ArticleId("b")), -1);
        model.setFilter(QStringLiteral("nothing like it"));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter(QString());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.total(), std::size_t(3));
    }

    void whatIsToBeSaidOfAnArticleIsSaid()
    {
        const TimePoint now = SystemClock().now();
        ListedDocument old = listed("old", "Old");
        ListedDocument replacing = listed("new", "New", 14);
        replacing.document.supersedes = {ArticleId("old")};
        ListedDocument ended = listed("ended", "Ended");
        ended.document.validUntil = now - std::chrono::hours(48);
        ListedDocument ends = listed("ends", "Ends");
        ends.document.validUntil = now + std::chrono::hours(48);
        ListedDocument begins = listed("begins", "Begins");
        begins.document.validFrom = now + std::chrono::hours(48);
        ArticleListModel model;
        model.setArticles({old, replacing, ended, ends, begins});
        QCOMPARE(marks(model, "old"), QStringList{QStringLiteral("superseded")});
        QVERIFY(marks(model, "new").isEmpty());
        QVERIFY(marks(model, "ended").front().startsWith(QStringLiteral("ended")));
        QVERIFY(marks(model, "ends").front().startsWith(QStringLiteral("until")));
        QVERIFY(marks(model, "begins").front().startsWith(QStringLiteral("from")));
        model.setContradictions({{ArticleId("new"), 2}});
        QCOMPARE(marks(model, "new"), QStringList{QStringLiteral("contradicts 2")});
        QVERIFY(model.metaOf(*model.row(model.placeOf(ArticleId("new")))).contains(QStringLiteral("v14")));
        const QString spoken = model.index(model.placeOf(ArticleId("new"))).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(
            spoken.contains(QStringLiteral("English")) && spoken.contains(QStringLiteral("contradicts 2")), qPrintable(spoken));
    }

    void whatIsNotPublishedIsMarkedAndWhatIsNewStandsOnTop()
    {
        ArticleListModel model;
        model.setArticles({listed("a", "A"), listed("b", "B")});
        model.setUnpublished({{ArticleId("b"), QStringLiteral("B")}, {ArticleId("z"), QString()}});
        QCOMPARE(titles(model), (QStringList{QStringLiteral("New article"), QStringLiteral("A"), QStringLiteral("B")}));
        QCOMPARE(marks(model, "b"), QStringList{QStringLiteral("not published")});
        QCOMPARE(model.total(), std::size_t(2));
        model.setLeftOut(ArticleId("a"));
        QCOMPARE(model.placeOf(ArticleId("a")), -1);
        model.setLeftOut(std::nullopt);
        QCOMPARE(model.placeOf(ArticleId("a")), 1);
    }

    void tenThousandArticlesListFilterAndScrollWithoutDelay()
    {
        std::vector<ListedDocument> many;
        for (int i = 0; i < 10000; ++i)
            many.push_back(listed("article-" + std::to_string(i), "How to change setting " + std::to_string(i * 7919 % 10000)));
        ArticleListModel model;
        QListView view;
        view.setModel(&model);
        view.setItemDelegate(new ArticleRowDelegate(m_look->theme(), &view));
        view.setUniformItemSizes(true);
        view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
        view.resize(264, 700);
        view.show();
        QElapsedTimer clock;
        const auto took = [&clock](const char* what, qint64 most) {
            const qint64 elapsed = clock.restart();
            qInfo("%s: %lld ms", what, static_cast<long long>(elapsed));
            return elapsed < most;
        };
        clock.start();
        model.setArticles(std::move(many));
        QVERIFY(took("10,000 rows set", 2000));
        view.grab();
        QVERIFY(took("first painting", 1000));
        model.setFilter(QStringLiteral("setting 77"));
        view.grab();
        QVERIFY(took("filtered and painted", 500));
        QCOMPARE(model.rowCount(), 111);
        model.setFilter(QString());
        view.doItemsLayout();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        view.grab();
        QVERIFY(took("scrolled to the middle and painted", 500));
        QVERIFY(view.indexAt(QPoint(20, 300)).row() > 4000);
    }

private:
    std::optional<Look> m_look;
};

QTEST_MAIN(TestArticleListModel)
#include "TestArticleListModel.moc"
