// links: tandem_ui
#include "ui/library/UnpublishedArticles.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

class TestUnpublishedArticles : public QObject {
    Q_OBJECT

    static Document article(const char* id, const char* title)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = title;
        document.body = "## A\u00A0heading\n\nText.";
        document.language = Language::Ja;
        document.contentHash = "hash";
        return document;
    }

private Q_SLOTS:
    void whatWasWrittenIsThereWhenTheConsoleOpensAgain()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("articles"));
        {
            UnpublishedArticles articles(file);
            articles.keep(article("a", "A"));
            articles.keep(article("b", "B"));
            articles.drop(ArticleId("b"));
        }
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
        UnpublishedArticles articles(file);
        QCOMPARE(articles.all().size(), std::size_t(1));
        const Document* found = articles.find(ArticleId("a"));
        QVERIFY(found != nullptr);
        QCOMPARE(found->body, article("a", "A").body);
        QCOMPARE(found->language, Language::Ja);
        QCOMPARE(found->contentHash, std::string("hash"));
    }

    void theLastOnePublishedLeavesNoFile()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("articles"));
        {
            UnpublishedArticles articles(file);
            articles.keep(article("a", "A"));
            articles.drop(ArticleId("a"));
        }
        QVERIFY(!QFile::exists(file));
    }

    void aFileThatCannotBeReadIsKeptBeside()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("articles"));
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{\"articles\":[{");
        damaged.close();
        {
            UnpublishedArticles articles(file);
            QVERIFY(articles.all().empty());
            articles.keep(article("a", "A"));
        }
        QVERIFY(QFile::exists(file + QStringLiteral(".damaged")));
        QCOMPARE(UnpublishedArticles(file).all().size(), std::size_t(1));
    }

    void anotherDamagedFileDoesNotTakeThePlaceOfTheFirst()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("articles"));
        for (const char* left : {"{first", "{second", "{third"}) {
            QFile damaged(file);
            QVERIFY(damaged.open(QIODevice::WriteOnly));
            damaged.write(left);
            damaged.close();
            UnpublishedArticles articles(file);
            QVERIFY(articles.isOnDisk());
        }
        const auto content = [&](const char* ending) {
            QFile kept(file + QString::fromUtf8(ending));
            return kept.open(QIODevice::ReadOnly) ? kept.readAll() : QByteArray();
        };
        QCOMPARE(content(".damaged"), QByteArray("{first"));
        QCOMPARE(content(".damaged-2"), QByteArray("{second"));
        QCOMPARE(content(".damaged-3"), QByteArray("{third"));
    }

    void whatCannotBeWrittenIsTold()
    {
        const QTemporaryDir folder;
        UnpublishedArticles articles(folder.filePath(QStringLiteral("missing/articles")));
        QSignalSpy told(&articles, &UnpublishedArticles::onDiskChanged);
        articles.keep(article("a", "A"));
        QTRY_VERIFY(!articles.isOnDisk());
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("missing")));
        articles.keep(article("a", "B"));
        QTRY_VERIFY(articles.isOnDisk());
        QCOMPARE(told.size(), 2);
    }

    void theListIsToldOfTitlesAlone()
    {
        UnpublishedArticles articles{QString()};
        QSignalSpy told(&articles, &UnpublishedArticles::listChanged);
        articles.keep(article("a", "A"));
        QCOMPARE(told.size(), 1);
        Document longer = article("a", "A");
        longer.body += " More.";
        articles.keep(longer);
        QCOMPARE(told.size(), 1);
        longer.title = "B";
        articles.keep(longer);
        QCOMPARE(told.size(), 2);
        articles.drop(ArticleId("a"));
        articles.drop(ArticleId("a"));
        QCOMPARE(told.size(), 3);
    }
};

QTEST_MAIN(TestUnpublishedArticles)
#include "TestUnpublishedArticles.moc"
