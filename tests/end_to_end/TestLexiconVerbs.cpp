// links: tandem_store
// tandemctl lexicon: a supervisor's own word patterns, from the folder to what an analysis says.
#include "support/Batch.h"

#include <QDir>
#include <QTest>

using namespace tandem;

class TestLexiconVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString m_workspace;

    void write(const char* file, const QByteArray& lines) const
    {
        QDir().mkpath(m_workspace + QStringLiteral("/lexicons"));
        QFile written(m_workspace + QStringLiteral("/lexicons/") + QString::fromLatin1(file));
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write(lines);
    }
    [[nodiscard]] Finished lexicon(const QStringList& arguments) const
    {
        return runControl(m_workspace, QStringList{QStringLiteral("lexicon")} + arguments);
    }
    [[nodiscard]] Finished check() const { return lexicon({QStringLiteral("check")}); }

private Q_SLOTS:
    void init() { m_workspace = m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void anOwnPatternIsCheckedTriedAndUsed()
    {
        write("human_requested.tsv", "# ours\nen\tzorp desk\t1\n");
        const Finished checked = check();
        QVERIFY2(checked.status == 0 && checked.output.contains("Own patterns: 1"), checked.output.c_str());
        QVERIFY2(checked.output.contains("lexicons/README.md"), checked.output.c_str());
        const Finished tried = lexicon({QStringLiteral("test"), QStringLiteral("The brochure shows the zorp desk in blue.")});
        QVERIFY2(tried.status == 0, tried.errors.c_str());
        const Json line = valueOf(parseJson(tried.output));
        QCOMPARE(line["language"].get<std::string>(), std::string("en"));
        QVERIFY2(line["signals"] == Json::array({"human_requested"}), tried.output.c_str());
        const Json expected{{"lexicon", "human_requested"}, {"from", "desk"}, {"line", 2}, {"language", "en"}, {"weight", 1.0},
            {"note", ""}, {"words", "zorp desk"}};
        QVERIFY2(line["matches"][0] == expected, tried.output.c_str());
        const auto answers = runBatch(m_workspace, "analyze",
            R"({"id":"1","text":"The brochure shows the zorp desk in blue."})"
            "\n");
        QVERIFY2(toText(answers.at(0)).contains("human_requested"), toText(answers.at(0)).c_str());
    }

    void badLinesAreNamedAndStopNothing()
    {
        write("refund.tsv", "en money back 1\nen\t@loopy\t1\nen\tmake good\t1\n");
        write("choices.tsv", "en\tloopy\t@loopy|a\n");
        const Finished checked = check();
        QCOMPARE(checked.status, 1);
        for (const char* part : {"Own patterns: 1", "choices.tsv, line 1: the choice \"@loopy\" leads back to itself",
                 "refund.tsv, line 1: language, pattern and a weight are wanted", "refund.tsv, line 2: no choice is named"})
            QVERIFY2(checked.output.contains(part), checked.output.c_str());
        const Finished doctor = runControl(m_workspace, {QStringLiteral("doctor")});
        QCOMPARE(doctor.status, 1);
        QVERIFY2(doctor.output.contains("lexicons") && doctor.output.contains("choices.tsv, line 1"), doctor.output.c_str());
        const auto answers = runBatch(m_workspace, "analyze",
            R"({"id":"1","text":"Hello"})"
            "\n");
        QVERIFY(answers.at(0).contains("category"));
    }

    void aDeskWithoutOwnPatternsIsWell()
    {
        const Finished checked = check();
        QVERIFY2(checked.status == 0 && checked.output.contains("Own patterns: 0"), checked.output.c_str());
        QVERIFY(!QFileInfo::exists(m_workspace)); // looking makes nothing
        QCOMPARE(lexicon({QStringLiteral("test"), QStringLiteral(" ")}).status, 1);
        QCOMPARE(lexicon({QStringLiteral("nothing")}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestLexiconVerbs)
#include "TestLexiconVerbs.moc"
