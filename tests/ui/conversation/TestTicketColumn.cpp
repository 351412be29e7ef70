// links: tandem_ui
#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/DecisionCard.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/ValueGuard.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

class TestTicketColumn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_look.reset();
        m_column = std::make_unique<TicketColumn>(ActorId("ivo"), sampleNow);
        m_column->resize(560, 860);
        m_column->show();
        m_column->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_column.get()));
    }

    void cleanup() { m_column.reset(); }

    void textIsKeptWhileAnotherTicketIsOpen()
    {
        m_column->setTicket(sampleView());
        QTest::keyClicks(edit(), QStringLiteral("Half a sen"));
        m_column->setTicket(other());
        QCOMPARE(m_column->composer().text(), QString());
        QTest::keyClicks(edit(), QStringLiteral("Other"));
        m_column->setTicket(sampleView());
        QCOMPARE(m_column->composer().text(), QStringLiteral("Half a sen"));
        m_column->clear();
        m_column->setTicket(other());
        QCOMPARE(m_column->composer().text(), QStringLiteral("Other"));
    }

    void aRefreshKeepsTextAndSentence()
    {
        m_column->setTicket(sampleView());
        QTest::keyClicks(edit(), QStringLiteral("Half a sen"));
        m_column->press(TicketKey::NextSentence);
        m_column->press(TicketKey::NextSentence);
        m_column->setTicket(sampleView());
        QCOMPARE(m_column->composer().text(), QStringLiteral("Half a sen"));
        QCOMPARE(m_column->draft().sentences().selected(), 1);
    }

    void anAnswerForAnotherTicketFindsIt()
    {
        QString key;
        connect(m_column.get(), &TicketColumn::replyRequested, this,
            [&](const Reply& reply) { key = QString::fromStdString(reply.idempotencyKey); });
        m_column->setTicket(sampleView());
        QTest::keyClicks(edit(), QStringLiteral("Hello"));
        m_column->composer().send();
        m_column->setTicket(other());
        m_column->notSent(key, QStringLiteral("The server did not answer."));
        m_column->setTicket(sampleView());
        QCOMPARE(m_column->composer().state().error, QStringLiteral("The server did not answer."));
        const QString first = key;
        m_column->composer().send();
        QCOMPARE(key, first);
        m_column->setTicket(other());
        m_column->sent(key);
        m_column->setTicket(sampleView());
        QCOMPARE(m_column->composer().text(), QString());
    }

    void aReasonThatIsNotKeptIsSaidAndStandsInTheNote()
    {
        QSignalSpy told(m_column.get(), &TicketColumn::problem);
        const QString key = sendAnyway(QStringLiteral("Ledger says so"));
        QVERIFY(!key.isEmpty());
        m_column->notSent(key, QStringLiteral("The desk is full."));
        QCOMPARE(told.count(), 1);
        QVERIFY(told.first().first().toString().contains(QStringLiteral("The desk is full.")));
        auto* strip = m_column->composer().findChild<Banner*>();
        QVERIFY(strip->isVisible());
        QVERIFY2(strip->accessibleName().contains(QStringLiteral("The desk is full.")), qPrintable(strip->accessibleName()));
        Q_EMIT strip->actionTriggered();
        QCOMPARE(m_column->composer().mode(), ComposerMode::Note);
        QVERIFY(m_column->composer().text().contains(QStringLiteral("Ledger says so")));
        // Kept as a note it is no longer missing.
        QString note;
        connect(m_column.get(), &TicketColumn::noteRequested, this, [&](const QString&, const QString& sent) { note = sent; });
        m_column->sent(m_column->composer().state().key); // the reply went out
        m_column->composer().send();
        m_column->sent(note);
        QVERIFY(!strip->isVisible());
        QCOMPARE(m_column->composer().text(), QString());
    }

    void aReasonThatIsNotKeptIsSaidWhileAnotherTicketIsOpen()
    {
        QSignalSpy told(m_column.get(), &TicketColumn::problem);
        const QString key = sendAnyway(QStringLiteral("Ledger says so"));
        m_column->setTicket(other());
        m_column->notSent(key, QStringLiteral("The desk is full."));
        QCOMPARE(told.count(), 1);
        QVERIFY(!m_column->composer().findChild<Banner*>()->isVisible());
        m_column->setTicket(sampleView());
        QVERIFY(m_column->composer().findChild<Banner*>()->isVisible());
        m_column->press(TicketKey::Note);
        QVERIFY(m_column->composer().text().contains(QStringLiteral("Ledger says so")));
    }

    void aReasonThatIsKeptSaysNothing()
    {
        QSignalSpy told(m_column.get(), &TicketColumn::problem);
        const QString key = sendAnyway(QStringLiteral("Ledger says so"));
        m_column->sent(key);
        m_column->notSent(key, QStringLiteral("Too late."));
        QCOMPARE(told.count(), 0);
        QVERIFY(m_column->composer().state().note.isEmpty());
    }

    void acceptFillsTheComposer()
    {
        m_column->setTicket(sampleView());
        edit()->setFocus();
        QTest::keyClick(edit(), Qt::Key_Tab);
        QCOMPARE(m_column->composer().text(), QString::fromStdString(sampleDraft().text));
        QCOMPARE(m_column->composer().state().draft, DraftId("draft-1"));
    }

    void theNearestValueIsTakenWithTheDraft()
    {
        m_column->setTicket(sampleView());
        Q_EMIT m_column->draft().fixRequested(3, QStringLiteral("€38.00"), QStringLiteral("€32.00"));
        QVERIFY(m_column->composer().text().contains(QStringLiteral("we will return €32.00 to your card")));
        QVERIFY(!m_column->composer().text().contains(QStringLiteral("€38.00")));
    }

    void aRejectedDraftStaysAway()
    {
        m_column->setTicket(sampleView());
        QVERIFY(m_column->draft().isVisible());
        Q_EMIT m_column->draft().rejectRequested();
        QVERIFY(!m_column->draft().isVisible());
        m_column->setTicket(sampleView());
        QVERIFY(!m_column->draft().isVisible());
        m_column->press(TicketKey::Accept);
        QCOMPARE(m_column->composer().text(), QString());
        TicketView newer = sampleView();
        newer.ticket.draft->id = DraftId("draft-2");
        m_column->setTicket(newer);
        QVERIFY(m_column->draft().isVisible());
    }

    void anAnsweredTicketShowsNoDraft()
    {
        TicketView view = sampleView();
        view.ticket.status = TicketStatus::Pending;
        m_column->setTicket(view);
        QVERIFY(!m_column->draft().isVisible());
    }

    void bracketsMoveAndTellThePanel()
    {
        m_column->setTicket(sampleView());
        QSignalSpy shown(m_column.get(), &TicketColumn::sourceShown);
        QSignalSpy opened(m_column.get(), &TicketColumn::sourceOpened);
        m_column->thread().setFocus();
        QTest::keyClick(&m_column->thread(), Qt::Key_BracketRight);
        QTest::keyClick(&m_column->thread(), Qt::Key_BracketRight);
        QCOMPARE(shown.count(), 2);
        QCOMPARE(shown.last().first().toInt(), 1);
        QTest::keyClick(&m_column->thread(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        edit()->setFocus();
        QTest::keyClicks(edit(), QStringLiteral("]["));
        QCOMPARE(shown.count(), 2);
    }

    void enterApprovesNothing()
    {
        m_column->setTicket(waiting());
        auto* card = m_column->findChild<DecisionCard*>();
        QVERIFY(card != nullptr && card->isVisible());
        QSignalSpy approved(m_column.get(), &TicketColumn::approveRequested);
        QSignalSpy rejected(m_column.get(), &TicketColumn::rejectRequested);
        card->startDecision();
        QVERIFY(card->hasFocus());
        QTest::keyClick(card, Qt::Key_Return);
        for (Button* button : card->findChildren<Button*>()) {
            QVERIFY(!button->isDefault() && !button->autoDefault());
            if (!button->isVisible())
                continue;
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Return);
        }
        QCOMPARE(approved.count() + rejected.count(), 0);
    }

    void theVerbAndTheAmountStandOnTheButton()
    {
        m_column->setTicket(waiting());
        QStringList labels;
        for (const Button* button : m_column->findChild<DecisionCard*>()->findChildren<Button*>())
            labels << button->text();
        QVERIFY2(labels.contains(QStringLiteral("Approve refund, \u2066€384.00\u2069")), qPrintable(labels.join(u'|')));
        QVERIFY(labels.contains(QStringLiteral("Reject refund")));
    }

    void theKeyTakesTheFocusFirstAndApprovesThen()
    {
        m_column->setTicket(waiting());
        QSignalSpy approved(m_column.get(), &TicketColumn::approveRequested);
        m_column->press(TicketKey::Approve);
        QCOMPARE(approved.count(), 0);
        m_column->press(TicketKey::Approve);
        QCOMPARE(approved.count(), 1);
    }

    void rejectingAsksWhy()
    {
        m_column->setTicket(waiting());
        QSignalSpy rejected(m_column.get(), &TicketColumn::rejectRequested);
        m_column->press(TicketKey::Reject);
        auto* card = m_column->findChild<DecisionCard*>();
        auto* reason = card->findChild<QLineEdit*>();
        QVERIFY(reason->isVisible());
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(rejected.count(), 0);
        QTest::keyClicks(reason, QStringLiteral("Wrong charge"));
        for (Button* button : card->findChildren<Button*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Reject refund"))
                button->click();
        }
        QCOMPARE(rejected.count(), 1);
        QCOMPARE(rejected.first().at(1).toString(), QStringLiteral("Wrong charge"));
    }

    void whoMayNotDecideSeesWhy()
    {
        m_column->setTicket(waiting());
        m_column->setActor(ActorId("ada"), QStringLiteral("Only supervisors decide refunds."));
        QSignalSpy approved(m_column.get(), &TicketColumn::approveRequested);
        m_column->press(TicketKey::Approve);
        m_column->press(TicketKey::Approve);
        QCOMPARE(approved.count(), 0);
    }

    void aDraftThatAbstainedSaysSo()
    {
        TicketView view = sampleView();
        view.ticket.draft->abstained = true;
        view.ticket.draft->sentences.clear();
        m_column->setTicket(view);
        QVERIFY(m_column->draft().isVisible());
        QVERIFY(m_column->draft().accessibleDescription().startsWith(QStringLiteral("No answer in the knowledge base.")));
        edit()->setFocus();
        QTest::keyClick(edit(), Qt::Key_Tab);
        QCOMPARE(m_column->composer().text(), QString());
    }

    void everyControlHasAName()
    {
        m_column->setTicket(waiting());
        for (const QAbstractButton* button : m_column->findChildren<QAbstractButton*>()) {
            if (button->isVisible())
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), button->metaObject()->className());
        }
    }

private:
    // Sends the draft with the value that is not in the evidence; the key of the reason's note.
    QString sendAnyway(const QString& why)
    {
        QString key;
        connect(m_column.get(), &TicketColumn::noteRequested, this, [&](const QString&, const QString& sent) { key = sent; });
        m_column->setTicket(sampleView());
        m_column->press(TicketKey::Accept);
        m_column->composer().send();
        Q_EMIT m_column->composer().findChild<ValueGuard*>()->sendAnyway(why);
        disconnect(m_column.get(), &TicketColumn::noteRequested, this, nullptr);
        return key;
    }

    ComposerEdit* edit() { return m_column->composer().findChild<ComposerEdit*>(); }

    static TicketView other()
    {
        TicketView view = sampleView();
        view.ticket.id = TicketId("ticket-2");
        view.ticket.draft.reset();
        return view;
    }

    static TicketView waiting()
    {
        TicketView view = sampleView();
        view.ticket.status = TicketStatus::AwaitingApproval;
        view.approvals = {sampleApproval()};
        return view;
    }

    Look m_look;
    std::unique_ptr<TicketColumn> m_column;
};

QTEST_MAIN(TestTicketColumn)
#include "TestTicketColumn.moc"
