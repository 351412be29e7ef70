// links: tandem_ui
#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/ReplyWatch.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/ValueGuard.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/TextLink.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <vector>

using namespace tandem;
using namespace tandem::ui;

class TestReplyComposer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_look.reset();
        m_replies.clear();
        m_notes.clear();
        m_composer = std::make_unique<Composer>();
        m_composer->resize(560, 160);
        connect(m_composer.get(), &Composer::replyRequested, this, [this](const Reply& reply) { m_replies.push_back(reply); });
        connect(m_composer.get(), &Composer::noteRequested, this,
            [this](const QString& text, const QString& key) { m_notes.emplace_back(text, key); });
        m_composer->show();
        m_edit = m_composer->findChild<ComposerEdit*>();
        m_edit->setFocus();
    }

    void cleanup() { m_composer.reset(); }

    void nothingIsSentWhenThereIsNothing()
    {
        QVERIFY(!sendButton()->isEnabled());
        QTest::keyClicks(m_edit, QStringLiteral("   "));
        QVERIFY(!sendButton()->isEnabled());
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_replies.empty());
    }

    void controlEnterSendsAndEnterBreaksTheLine()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        QTest::keyClick(m_edit, Qt::Key_Return);
        QVERIFY(m_replies.empty());
        QTest::keyClicks(m_edit, QStringLiteral("Elena"));
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_replies.size(), 1U);
        QCOMPARE(m_replies[0].text, std::string("Hello\nElena"));
        QCOMPARE(m_replies[0].then, TicketStatus::Pending);
        QVERIFY(!m_replies[0].idempotencyKey.empty());
    }

    void aSecondPressWhileSendingSendsNothing()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        m_composer->send();
        QCOMPARE(m_replies.size(), 1U);
        QVERIFY(!sendButton()->isEnabled());
    }

    void whatIsTypedWhileAReplyIsOutStaysAndGoesOutAlone()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        QTest::keyClicks(m_edit, QStringLiteral(" and more"));
        QTest::keyClick(m_edit, Qt::Key_Left);
        m_composer->arrived();
        QCOMPARE(m_composer->text(), QStringLiteral("and more"));
        QCOMPARE(m_edit->textCursor().position(), 7); // before the last letter, as it was
        QVERIFY(sendButton()->isEnabled());
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!m_composer->text().contains(QStringLiteral("Hello")));
        m_composer->send();
        QCOMPARE(m_replies.size(), 2U);
        QCOMPARE(m_replies[1].text, std::string("and more"));
        QVERIFY(m_replies[1].idempotencyKey != m_replies[0].idempotencyKey);
    }

    void aTextRewrittenWhileItIsOutStays()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        m_edit->setPlainText(QStringLiteral("Dear Elena, Hello"));
        m_composer->arrived();
        QCOMPARE(m_composer->text(), QStringLiteral("Dear Elena, Hello"));
    }

    void aRetryKeepsItsOwnTicketsStatus()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send(TicketStatus::Resolved);
        m_composer->failed(QStringLiteral("The server did not answer."));
        const ComposerState first = m_composer->state();
        m_composer->restore({}); // another ticket
        QTest::keyClicks(m_edit, QStringLiteral("Other"));
        m_composer->send(TicketStatus::Escalated);
        m_composer->restore(first);
        Q_EMIT m_composer->findChild<Banner*>()->actionTriggered();
        QCOMPARE(m_replies.size(), 3U);
        QCOMPARE(m_replies[2].then, TicketStatus::Resolved);
        QCOMPARE(m_replies[2].idempotencyKey, m_replies[0].idempotencyKey);
    }

    void theSameTextAfterAnErrorKeepsItsKey()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send(TicketStatus::Resolved);
        m_composer->failed(QStringLiteral("The server did not answer."));
        QVERIFY(m_composer->findChild<Banner*>()->isVisible());
        QCOMPARE(m_composer->text(), QStringLiteral("Hello"));
        Q_EMIT m_composer->findChild<Banner*>()->actionTriggered();
        QCOMPARE(m_replies.size(), 2U);
        QCOMPARE(m_replies[1].idempotencyKey, m_replies[0].idempotencyKey);
        QCOMPARE(m_replies[1].then, TicketStatus::Resolved);
    }

    void anotherTextGetsAnotherKey()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        m_composer->failed(QStringLiteral("No."));
        QTest::keyClicks(m_edit, QStringLiteral("!"));
        m_composer->send();
        QVERIFY(m_replies[1].idempotencyKey != m_replies[0].idempotencyKey);
    }

    void theSameTextAfterItArrivedIsANewReply()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        m_composer->arrived();
        QCOMPARE(m_composer->text(), QString());
        QTest::keyClicks(m_edit, QStringLiteral("Hello"));
        m_composer->send();
        QCOMPARE(m_replies.size(), 2U);
        QVERIFY(m_replies[1].idempotencyKey != m_replies[0].idempotencyKey);
    }

    void notesAndRepliesAreKeptApart()
    {
        QTest::keyClicks(m_edit, QStringLiteral("To the customer"));
        m_composer->start(ComposerMode::Note);
        QCOMPARE(m_composer->text(), QString());
        QTest::keyClicks(m_edit, QStringLiteral("Among us"));
        m_composer->send();
        QVERIFY(m_replies.empty());
        QCOMPARE(m_notes.size(), 1U);
        QCOMPARE(m_notes[0].first, QStringLiteral("Among us"));
        m_composer->arrived();
        m_composer->start(ComposerMode::Reply);
        QCOMPARE(m_composer->text(), QStringLiteral("To the customer"));
    }

    void tabTakesTheDraftOnlyWhenEmpty()
    {
        int wanted = 0;
        connect(m_composer.get(), &Composer::draftWanted, this, [&] { ++wanted; });
        m_composer->setDraft(sampleDraft(), true);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(wanted, 1);
        QTest::keyClicks(m_edit, QStringLiteral("x"));
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(wanted, 1);
        QCOMPARE(m_composer->text(), QStringLiteral("x"));
    }

    void theDraftIsNamedInTheReplyUntilTheTextIsGone()
    {
        m_composer->take(DraftId("draft-1"), QStringLiteral("All is well."));
        m_composer->send();
        QCOMPARE(m_replies[0].draft.value(), std::string("draft-1"));
        m_composer->arrived();
        QTest::keyClicks(m_edit, QStringLiteral("By hand"));
        m_composer->send();
        QVERIFY(m_replies[1].draft.empty());
    }

    void takingTheDraftCanBeUndone()
    {
        QTest::keyClicks(m_edit, QStringLiteral("Mine"));
        m_composer->take(DraftId("draft-1"), QStringLiteral("The draft"));
        m_edit->undo();
        QCOMPARE(m_composer->text(), QStringLiteral("Mine"));
    }

    void aValueWithoutEvidenceStopsTheReply()
    {
        m_composer->setDraft(sampleDraft(), true);
        m_composer->take(DraftId("draft-1"), QStringLiteral("We will return €38.00 today."));
        m_composer->send();
        QVERIFY(m_replies.empty());
        auto* guard = m_composer->findChild<ValueGuard*>();
        QVERIFY(guard->isVisible());
        QCOMPARE(guard->accessibleName(), QStringLiteral("\u2066€38.00\u2069 is not in the evidence"));
        link(*guard, QStringLiteral("Use"))->click();
        QCOMPARE(m_composer->text(), QStringLiteral("We will return €32.00 today."));
        QVERIFY(!guard->isVisible());
        m_composer->send();
        QCOMPARE(m_replies.size(), 1U);
        QVERIFY(m_notes.empty());
    }

    void itGoesOutWithAReasonThatIsNoted()
    {
        m_composer->setDraft(sampleDraft(), true);
        m_composer->take(DraftId("draft-1"), QStringLiteral("We will return €38.00 today."));
        m_composer->send();
        auto* guard = m_composer->findChild<ValueGuard*>();
        link(*guard, QStringLiteral("Send anyway"))->click();
        auto* reason = guard->findChild<QLineEdit*>();
        QTest::keyClick(reason, Qt::Key_Return);
        QVERIFY(m_replies.empty());
        QTest::keyClicks(reason, QStringLiteral("Ledger says so"));
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(m_replies.size(), 1U);
        QCOMPARE(m_notes.size(), 1U);
        QVERIFY(m_notes[0].first.contains(QStringLiteral("Ledger says so")));
        QVERIFY(m_notes[0].second.toStdString() != m_replies[0].idempotencyKey);
    }

    void aNumberThatOnlyBeginsAlikeIsAnotherOne()
    {
        m_composer->setDraft(sampleDraft(), true);
        m_composer->take(DraftId("draft-1"), QStringLiteral("It was €38.001 once."));
        m_composer->send();
        QCOMPARE(m_replies.size(), 1U);
    }

    void pastedMarkupIsText()
    {
        auto* data = new QMimeData;
        data->setHtml(QStringLiteral("<b>bold</b><img src='http://x.example/a.png'>"));
        data->setText(QStringLiteral("<b>plain</b>"));
        QApplication::clipboard()->setMimeData(data);
        m_edit->paste();
        QCOMPARE(m_composer->text(), QStringLiteral("<b>plain</b>"));
        QVERIFY(!m_edit->toHtml().contains(QStringLiteral("x.example")));
    }

    void itGrowsToEightLines()
    {
        const int one = m_edit->sizeHint().height();
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(m_edit, Qt::Key_Return);
        const int five = m_edit->sizeHint().height();
        QVERIFY(five > one * 2);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(m_edit, Qt::Key_Return);
        const int most = m_edit->sizeHint().height();
        QVERIFY(most > five && most < one * 9);
    }

    void aReplyIsCheckedWhenItsAuthorPauses()
    {
        QSignalSpy asked(&m_composer->watch(), &ReplyWatch::checkRequested);
        m_edit->insertPlainText(QStringLiteral("It costs €38. Bye."));
        QVERIFY(asked.isEmpty());
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("It costs €38. Bye."));
        m_composer->watch().show(asked[0][0].toString(), found());
        QCOMPARE(m_edit->marks().size(), 2U);
        QVERIFY(m_edit->accessibleDescription().contains(QStringLiteral("nearest is €32")));
        QVERIFY(faults()->isVisible());
        QVERIFY(faults()->text().contains(QStringLiteral("nearest is €32")));
        keepPicture(*m_composer, QStringLiteral("reply-checked"));
        // What was checked gets no second thought; what is rewritten is not what was checked.
        m_edit->moveCursor(QTextCursor::Start);
        QTest::keyClicks(m_edit, QStringLiteral("Now "));
        QCOMPARE(m_edit->marks().size(), 2U);
        QCOMPARE(m_edit->marks()[0].begin, 4);
        QTextCursor inside(m_edit->document());
        inside.setPosition(6);
        inside.insertText(QStringLiteral("x"));
        QCOMPARE(m_edit->marks().size(), 1U);
        QVERIFY(!faults()->isVisible());
        QTRY_COMPARE(asked.size(), 2);
    }

    void whatWasFoundInAnotherTextIsPassedOver()
    {
        m_edit->insertPlainText(QStringLiteral("It costs €38. Bye. And"));
        m_composer->watch().show(QStringLiteral("It costs €38. Bye."), found());
        QVERIFY(m_edit->marks().empty());
    }

    void aNoteIsNotChecked()
    {
        QSignalSpy asked(&m_composer->watch(), &ReplyWatch::checkRequested);
        m_composer->start(ComposerMode::Note);
        m_edit->insertPlainText(QStringLiteral("It costs €38. Bye."));
        m_composer->watch().show(m_composer->text(), found());
        QVERIFY(m_edit->marks().empty());
        QTest::qWait(900); // longer than its author would pause
        QVERIFY(asked.isEmpty());
    }

    void aFoundFaultHindersNoReplyOfAPersonsOwn()
    {
        m_edit->insertPlainText(QStringLiteral("It costs €38. Bye."));
        m_composer->watch().show(m_composer->text(), found());
        m_composer->send();
        QCOMPARE(m_replies.size(), 1U);
        m_composer->arrived();
        QVERIFY(m_edit->marks().empty());
        QVERIFY(!faults()->isVisible());
    }

    void theLinesStandUnderTheirSentencesInDarkAndFromRightToLeftToo()
    {
        const auto picture = [&] { return m_composer->grab().toImage(); };
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
            m_look.theme().setAppearance(appearance);
            m_edit->setPlainText(QStringLiteral("الإرجاع ممكن خلال 30 يوما. It costs €38. You can return it within 30 days."));
            const QImage before = picture();
            ReplyCheck check = found();
            check.sentences[1] = claim("You can return it within 30 days.", 0.9, "p", "30 days");
            check.sentences.insert(check.sentences.begin(), claim("الإرجاع ممكن خلال 30 يوما.", 0.6, "p", "30"));
            m_composer->watch().show(m_composer->text(), check);
            QCOMPARE(m_edit->marks().size(), 3U);
            QVERIFY(before != picture());
            keepPicture(*m_composer,
                appearance == Appearance::Dark ? QStringLiteral("reply-checked-dark") : QStringLiteral("reply-checked-light"));
        }
    }

    void everyControlHasAName()
    {
        for (const QAbstractButton* button : m_composer->findChildren<QAbstractButton*>())
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty() || !button->isVisibleTo(m_composer.get()),
                button->metaObject()->className());
        QVERIFY(!m_edit->accessibleName().isEmpty());
    }

private:
    static ReplyCheck found()
    {
        return {{claim("It costs €38.", 0.1, "", "", "€38 is not in the evidence; nearest is €32"), courtesy("Bye.")}};
    }
    ElidedLabel* faults()
    {
        const auto labels = m_composer->findChildren<ElidedLabel*>();
        return labels.back()->text().startsWith(QStringLiteral("To ")) ? labels.front() : labels.back();
    }

    Button* sendButton()
    {
        for (Button* button : m_composer->findChildren<Button*>()) {
            if (button->kind() == ButtonKind::Primary)
                return button;
        }
        qFatal("There is no send button.");
    }

    static TextLink* link(const QWidget& parent, const QString& words)
    {
        for (TextLink* each : parent.findChildren<TextLink*>()) {
            if (each->text().startsWith(words))
                return each;
        }
        qFatal("There is no such link.");
    }

    Look m_look;
    std::unique_ptr<Composer> m_composer;
    ComposerEdit* m_edit = nullptr;
    std::vector<Reply> m_replies;
    std::vector<std::pair<QString, QString>> m_notes;
};

QTEST_MAIN(TestReplyComposer)
#include "TestReplyComposer.moc"
