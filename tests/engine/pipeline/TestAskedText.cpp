// links: tandem_pipeline
#include "pipeline/AskedText.h"
#include "support/Strings.h"

#include <QTest>

#include <filesystem>

using namespace tandem;

// A reply to the desk's question is read with what was asked before it.
class TestAskedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplyIsReadWithTheQuestionThatItBelongsTo()
    {
        for (const Language language : allLanguages) {
            const Conversation conversation = replied(m_templates.clarifyWhich({"Team", "Business"}, language));
            QCOMPARE(askedText(conversation, "Trash\nBusiness", m_templates),
                std::string("How long are items kept?\nTrash\nBusiness"));
        }
    }

    void whatIsQuotedInTheQuestionIsLeftOut()
    {
        Conversation conversation = replied(m_templates.clarifyWhich({"Team", "Business"}, Language::En));
        conversation.history.front().text
            += "\n\nOn 1 November 2026 at 10:00, Tom <tom@example.com> wrote:\n> We moved to Ghent.";
        QCOMPARE(askedText(conversation, "Business", m_templates), std::string("How long are items kept?\nBusiness"));
    }

    void anyOtherMessageIsReadByItself()
    {
        QCOMPARE(askedText({}, "Business", m_templates), std::string("Business"));
        QCOMPARE(askedText(replied("We are looking into it."), "Business", m_templates), std::string("Business"));
        QCOMPARE(askedText(replied(m_templates.phrase(Phrase::ClarifyWhat, Language::En)), "The export fails", m_templates),
            std::string("The export fails"));
        Conversation answered = replied(m_templates.clarifyWhich({"Team", "Business"}, Language::En));
        answered.history.push_back(answered.history.front()); // the customer has replied already
        QCOMPARE(askedText(answered, "Thanks", m_templates), std::string("Thanks"));
    }

    void aNoteIsNoAnswer()
    {
        Conversation conversation = replied(m_templates.clarifyWhich({"Team", "Business"}, Language::En));
        Message note;
        note.author = Author::Agent;
        note.visibility = Visibility::Internal;
        note.text = "Probably Business.";
        conversation.history.push_back(note);
        QCOMPARE(askedText(conversation, "Business", m_templates), std::string("How long are items kept?\nBusiness"));
        conversation.history[1].visibility = Visibility::Internal; // and a question that nobody was asked is none
        QCOMPARE(askedText(conversation, "Business", m_templates), std::string("Business"));
    }

private:
    // A question of the customer's and what the desk wrote back.
    static Conversation replied(const std::string& text)
    {
        Conversation conversation;
        Message first;
        first.text = "How long are items kept?";
        Message back;
        back.author = Author::Agent;
        back.text = "Hello,\n\n" + text;
        conversation.history = {first, back};
        return conversation;
    }

    const ReplyTemplates m_templates
        = valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"));
};

QTEST_GUILESS_MAIN(TestAskedText)
#include "TestAskedText.moc"
