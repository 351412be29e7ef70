// links: tandem_ui
#include "ui/library/LearningPage.h"
#include "ui/support/AbsentDesk.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"
#include "ui/widgets/Button.h"

#include <QPlainTextEdit>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

namespace {

// One proposal, and what it was accepted with.
class OneProposal : public Connector {
public:
    OneProposal()
    {
        learning.proposal.id = CandidateId("candidate-1");
        learning.proposal.subject = "Prix de la formule";
        learning.proposal.resolution = "La formule coûte 32\u00A0€ par mois\u00A0; elle se change dans les réglages.";
    }

    [[nodiscard]] Actor actor() const override { return {ActorId("sam"), Role::Supervisor, "Sam Okafor", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }

    class Proposals : public AbsentLearning {
    public:
        Result<std::vector<LearningCandidate>> candidates(const Actor&, std::optional<CandidateState>, int) override
        {
            return std::vector{proposal};
        }
        Status accept(const Actor&, const CandidateId& /*id*/, const std::optional<std::string>& changed) override
        {
            accepted = true;
            change = changed;
            return {};
        }

        LearningCandidate proposal;
        bool accepted = false;
        std::optional<std::string> change;
    };
    Proposals learning;

protected:
    void run(std::function<void(Desk&)> work) override { work(m_desk); }

private:
    MemoryInbox m_inbox;
    PartialDesk m_desk{{.inbox = &m_inbox, .learning = &learning}};
};

} // namespace

class TestLearningPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void init()
    {
        m_desk = std::make_unique<OneProposal>();
        m_page = std::make_unique<LearningPage>(*m_desk);
        m_page->reload();
        QTRY_VERIFY(!text()->toPlainText().isEmpty());
    }

    // The editor shows a no-break space as a space; that is not a change by a person.
    void whatNobodyChangedIsAcceptedAsItWas()
    {
        accept();
        QTRY_VERIFY(m_desk->learning.accepted);
        QVERIFY(!m_desk->learning.change);
    }

    void aChangedTextIsAcceptedAsChanged()
    {
        text()->moveCursor(QTextCursor::End);
        text()->insertPlainText(QStringLiteral(" Sans frais."));
        accept();
        QTRY_VERIFY(m_desk->learning.accepted);
        QVERIFY(m_desk->learning.change);
        QVERIFY(m_desk->learning.change->ends_with("Sans frais."));
    }

    void whatIsBeingEditedStaysWhenTheListComesAnew()
    {
        text()->moveCursor(QTextCursor::End);
        text()->insertPlainText(QStringLiteral(" Sans frais."));
        m_page->reload();
        QTest::qWait(0);
        QVERIFY(text()->toPlainText().endsWith(QStringLiteral("Sans frais.")));
    }

private:
    [[nodiscard]] QPlainTextEdit* text() const { return m_page->findChild<QPlainTextEdit*>(); }
    void accept() const
    {
        for (Button* button : m_page->findChildren<Button*>()) {
            if (button->text().startsWith(LearningPage::tr("Accept")) || button->text().startsWith(LearningPage::tr("Add")))
                return button->click();
        }
        QFAIL("there is no button to accept with");
    }

    std::optional<Look> m_look;
    std::unique_ptr<OneProposal> m_desk;
    std::unique_ptr<LearningPage> m_page;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestLearningPage)
#include "TestLearningPage.moc"
