// links: tandem_llm
#include "services/llm/AnswerStream.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

const RedactedTexts& texts()
{
    static const RedactedTexts made = redactTogether(std::vector<std::string_view>{"ana@x.org"});
    return made;
}

// What is heard of an answer that comes in two pieces.
std::string heard(std::string_view answer, std::size_t cut)
{
    std::string all;
    const std::function<void(std::string_view)> say = [&](std::string_view text) { all += text; };
    AnswerStream stream(say, texts(), "Hello,\n\n");
    stream.add(answer.substr(0, cut));
    stream.add(answer.substr(cut));
    stream.finish("\n\nBye.");
    return all;
}

void expectHeard(std::string_view answer, std::string_view expected)
{
    for (std::size_t cut = 0; cut <= answer.size(); ++cut)
        QCOMPARE(qt(heard(answer, cut)), qt(expected));
}

} // namespace

class TestAnswerStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsHeardBetweenGreetingAndClosing()
    {
        expectHeard("We wrote to [EMAIL_1]. Done [1].", "Hello,\n\nWe wrote to ana@x.org. Done [1].\n\nBye.");
    }

    void spaceAtTheEndsIsNotHeard() { expectHeard(" \n Yes. \n\n No. \n", "Hello,\n\nYes. \n\n No.\n\nBye."); }

    void theWordForNoAnswerIsNotHeard()
    {
        for (const std::string_view none : {"NO_ANSWER", " NO_ANSWER.\n", "**NO_ANSWER**", ""})
            expectHeard(none, "");
    }

    void whatOnlyBeginsLikeItIsHeard()
    {
        expectHeard("NO", "Hello,\n\nNO\n\nBye.");
        expectHeard("NO_ANSWERS here", "Hello,\n\nNO_ANSWERS here\n\nBye.");
        expectHeard("\"Yes\"", "Hello,\n\n\"Yes\"\n\nBye.");
    }

    void theWordAloneIsNoAnswer()
    {
        for (const std::string_view none : {"NO_ANSWER", "NO_ANSWER.", " `NO_ANSWER` \n"})
            QVERIFY(isNoAnswer(none));
        for (const std::string_view answer : {"", "NO ANSWER", "NO_ANSWER to that", "The word is NO_ANSWER"})
            QVERIFY(!isNoAnswer(answer));
    }

    void anAnswerThatStartsOverIsHeardFromItsBeginning()
    {
        std::string all;
        const std::function<void(std::string_view)> say = [&](std::string_view text) { all += text; };
        AnswerStream stream(say, texts(), "Hello,\n\n");
        stream.add("Half [EMAIL");
        QVERIFY(stream.hasSaid());
        stream.clear();
        QVERIFY(!stream.hasSaid());
        all.clear();
        stream.add("Whole.");
        stream.finish("!");
        QCOMPARE(qt(all), qt("Hello,\n\nWhole.!"));
    }

    void withoutAListenerNothingHappens()
    {
        const std::function<void(std::string_view)> nobody;
        AnswerStream stream(nobody, texts(), "Hello");
        stream.add("x");
        stream.finish("y");
        QVERIFY(!stream.hasSaid());
    }
};

QTEST_GUILESS_MAIN(TestAnswerStream)
#include "TestAnswerStream.moc"
