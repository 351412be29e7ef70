// links: tandem_pipeline
#include "pipeline/understand/MessageVectors.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

// Counts what it is asked for; a text's vector is its length.
class CountingEmbedder final : public Embedder {
public:
    [[nodiscard]] const std::string& modelId() const override { return m_id; }
    [[nodiscard]] int dimension() const override { return 1; }
    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole, std::stop_token) override
    {
        ++calls;
        std::vector<Embedding> vectors;
        for (const std::string& text : texts)
            vectors.push_back({static_cast<float>(text.size())});
        return vectors;
    }

    int calls = 0;

private:
    std::string m_id = "counting";
};

QString partsOf(const std::string& text)
{
    std::string all;
    for (const text::Span& part : messageParts(text))
        all += (all.empty() ? "" : " | ") + std::string(part.of(text));
    return qt(all);
}

} // namespace

class TestMessageVectors final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSingleSentenceHasNoParts()
    {
        QCOMPARE(partsOf("Where is my invoice?"), QString());
        QCOMPARE(partsOf(""), QString());
    }
    void partsAreSentencesAndPairsOfThem()
    {
        QCOMPARE(partsOf("It fails. Please help."), QStringLiteral("It fails. | Please help."));
        QCOMPARE(partsOf("Hello there. It fails. Please help."),
            QStringLiteral("Hello there. | It fails. | Please help. | Hello there. It fails. | It fails. Please help."));
    }
    void theSubjectOfAReplyIsNoPart()
    {
        QCOMPARE(partsOf("Re: Refund wanted\nThanks, it works."), QStringLiteral("Thanks, it works."));
        QCOMPARE(partsOf("Re: Refund wanted"), QString());
    }
    void aVeryLongMessageHasABoundedNumberOfParts()
    {
        std::string text;
        for (int i = 0; i < 500; ++i)
            text += "This is a sentence. ";
        QVERIFY(messageParts(text).size() <= 31);
    }
    void vectorsComeInOneCallWithTheirTexts()
    {
        CountingEmbedder embedder;
        const MessageVectors vectors = valueOf(messageVectors(embedder, "It fails. Please help.", {}));
        QCOMPARE(embedder.calls, 1);
        QCOMPARE(vectors.whole, Embedding{22});
        QCOMPARE(vectors.parts.size(), std::size_t(2));
        QCOMPARE(qt(vectors.parts[1].text), QStringLiteral("Please help."));
        QCOMPARE(vectors.parts[1].vector, Embedding{12});
    }
    void earlierMessagesOfTheCustomerComeNewestFirst()
    {
        CountingEmbedder embedder;
        Conversation conversation;
        conversation.subject = "Hi";
        conversation.text = "And now?";
        for (const auto& [author, text] :
            {std::pair(Author::Customer, "One."), {Author::Ai, "An answer."}, {Author::Customer, "Number two."}}) {
            Message message;
            message.author = author;
            message.text = text;
            conversation.history.push_back(std::move(message));
        }
        const MessageVectors vectors = valueOf(conversationVectors(embedder, conversation, {}));
        QCOMPARE(vectors.whole, Embedding{11});
        QCOMPARE(vectors.earlier, (std::vector<Embedding>{{14}, {7}}));
        QCOMPARE(earlierMessages(conversation).size(), std::size_t(2));
        QCOMPARE(qt(earlierMessages(conversation)[0]->text), QStringLiteral("Number two."));
    }
    void aLongConversationEmbedsAFewEarlierMessages()
    {
        CountingEmbedder embedder;
        Conversation conversation;
        conversation.text = "And now?";
        Message message;
        message.author = Author::Customer;
        message.text = "Once more.";
        conversation.history.assign(50, message);
        QCOMPARE(valueOf(conversationVectors(embedder, conversation, {})).earlier.size(), std::size_t(8));
        QCOMPARE(earlierMessages(conversation).size(), std::size_t(20));
    }
    void noTextHasNoVectors()
    {
        CountingEmbedder embedder;
        QVERIFY(valueOf(messageVectors(embedder, " ", {})).whole.empty());
        QCOMPARE(embedder.calls, 0);
    }
};

QTEST_GUILESS_MAIN(TestMessageVectors)
#include "TestMessageVectors.moc"
