// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

// Approvals and learning candidates.
class TestDecisionStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestDecisionStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        Ticket ticket = sampleTicket("tic_1", now());
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    void cleanup() { m_fixture.reset(); }

    void anApprovalGoesFromWaitingToDecided();
    void approvalsWaitOldestFirstAndAreDecidedNewestFirst();
    void anApprovalNeedsItsTicket();
    void whatIsProposedComesBackWhole();
    void aCandidateComesBackAsItWasStored();
    void candidatesAreListedNewestFirstByState();

private:
    using Ids = std::vector<std::string>;

    TimePoint now() { return m_fixture->clock().now(); }
    Approval approval(const std::string& id)
    {
        Approval approval;
        approval.id = ApprovalId(id);
        approval.ticket = TicketId("tic_1");
        approval.action = "refund";
        approval.detail = "asks for 38 €";
        approval.amount = "38 €";
        approval.createdAt = now();
        approval.expiresAt = now() + Milliseconds(1000);
        return approval;
    }
    LearningCandidate candidate(const std::string& id)
    {
        LearningCandidate candidate;
        candidate.id = CandidateId(id);
        candidate.ticket = TicketId("tic_1");
        candidate.subject = "Doppelt abgebucht";
        candidate.question = "Warum wurde zweimal abgebucht?";
        candidate.resolution = "Die zweite Buchung war eine Vormerkung.";
        candidate.category = "billing_inquiry";
        candidate.language = Language::De;
        candidate.proposedBy = ActorId("act_7");
        candidate.restsOn = {ArticleId("limits"), ArticleId("plans")};
        candidate.createdAt = now();
        return candidate;
    }
    template <typename Decision>
    Status put(const Decision& decision)
    {
        return m_fixture->store().write([&](Transaction& transaction) { return transaction.decisions().put(decision); });
    }
    Ids approvals(std::optional<ApprovalState> state, int limit = 10)
    {
        Ids ids;
        for (const Approval& found :
            m_fixture->read([&](Transaction& transaction) { return transaction.decisions().approvals(state, limit); }))
            ids.push_back(found.id.value());
        return ids;
    }
    Ids candidates(std::optional<CandidateState> state, int limit = 10)
    {
        Ids ids;
        for (const LearningCandidate& found :
            m_fixture->read([&](Transaction& transaction) { return transaction.decisions().candidates(state, limit); }))
            ids.push_back(found.id.value());
        return ids;
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestDecisionStoreContract::anApprovalGoesFromWaitingToDecided()
{
    Approval first = approval("app_1");
    succeed(put(first));
    QCOMPARE(approvals(ApprovalState::Waiting), Ids{"app_1"});
    QVERIFY(approvals(std::nullopt).empty());
    first.state = ApprovalState::Approved;
    first.decidedBy = ActorId("act_2");
    first.decidedAt = now() + Milliseconds(5);
    first.comment = "charged twice, sure";
    succeed(put(first));
    m_fixture->reopen();
    QVERIFY(approvals(ApprovalState::Waiting).empty());
    QCOMPARE(approvals(std::nullopt), Ids{"app_1"});
    const auto find = [&](const std::string& id) {
        return readResult(
            m_fixture->store(), [&](Transaction& transaction) { return transaction.decisions().approval(ApprovalId(id)); });
    };
    const Approval found = valueOf(find("app_1"));
    QVERIFY(found.state == ApprovalState::Approved && found.decidedBy == ActorId("act_2") && found.action == "refund");
    QVERIFY(found.detail == "asks for 38 €" && found.amount == "38 €" && found.comment == "charged twice, sure");
    QVERIFY(found.decidedAt == first.decidedAt && found.createdAt == first.createdAt && found.expiresAt == first.expiresAt);
    const auto ofTicket
        = m_fixture->read([](Transaction& transaction) { return transaction.decisions().approvalsOf(TicketId("tic_1")); });
    QCOMPARE(ofTicket.size(), std::size_t{1});
    const auto missing = find("app_9");
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
}

void TestDecisionStoreContract::approvalsWaitOldestFirstAndAreDecidedNewestFirst()
{
    for (const std::string id : {"a", "b", "c", "d", "e"}) {
        succeed(put(approval(id)));
        m_fixture->clock().advance(Milliseconds(1));
    }
    QCOMPARE(approvals(ApprovalState::Waiting), (Ids{"a", "b", "c", "d", "e"}));
    QCOMPARE(approvals(ApprovalState::Waiting, 2), (Ids{"a", "b"}));
    const auto decide = [&](const std::string& id, ApprovalState state, int after) {
        Approval decided
            = m_fixture->read([&](Transaction& transaction) { return transaction.decisions().approval(ApprovalId(id)); });
        decided.state = state;
        if (state != ApprovalState::Expired)
            decided.decidedAt = now() + Milliseconds(after);
        succeed(put(decided));
    };
    decide("c", ApprovalState::Approved, 10);
    decide("a", ApprovalState::Rejected, 20);
    decide("b", ApprovalState::Expired, 0); // counts from its expiry, which is later than both
    decide("e", ApprovalState::Approved, 30);
    QCOMPARE(approvals(ApprovalState::Waiting), Ids{"d"});
    QCOMPARE(approvals(ApprovalState::Approved), (Ids{"e", "c"}));
    QCOMPARE(approvals(ApprovalState::Rejected), Ids{"a"});
    QCOMPARE(approvals(std::nullopt), (Ids{"b", "e", "a", "c"}));
    QCOMPARE(approvals(std::nullopt, 2), (Ids{"b", "e"}));
}

void TestDecisionStoreContract::anApprovalNeedsItsTicket()
{
    Approval orphan = approval("app_1");
    orphan.ticket = TicketId("tic_9");
    const Status status = put(orphan);
    QVERIFY(!status && status.error().code == ErrorCode::NotFound);
    LearningCandidate stray = candidate("can_1");
    stray.ticket = TicketId("tic_9");
    const Status candidateStatus = put(stray);
    QVERIFY(!candidateStatus && candidateStatus.error().code == ErrorCode::NotFound);
}

void TestDecisionStoreContract::whatIsProposedComesBackWhole()
{
    Approval first = approval("app_1");
    ActionProposal& proposal = first.proposal;
    proposal.kind = ActionKind::ContactUpdate;
    proposal.parameters = {Money{38400, "EUR"}, "INV-7", "Team", ContactField::Email, "ada@new.example", "Betreff", "Text", "vip",
        true, "crm", R"({"score":5})"};
    proposal.reason = "rief an";
    proposal.clause = Citation{ArticleId("refunds"), PassageId("refunds#1"), "one is refundable"};
    proposal.evidence = {Citation{ArticleId("plans"), PassageId("plans#2"), "Team has five seats"}};
    proposal.changes = {{"email", "ada@old.example", "ada@new.example"}, {"plan", std::nullopt, ""}};
    proposal.reversibleHours = 48;
    proposal.proposedBy = ActorId("act_1");
    first.keysNeeded = 2;
    first.keys = {{ActorId("act_2"), now(), "geprüft"}, {ActorId("act_3"), now() + Milliseconds(7), ""}};
    first.execution = ExecutionState::HandedOver;
    first.executionReason = "answered_500";
    first.executedAt = now() + Milliseconds(9);
    first.reversibleUntil = now() + Milliseconds(11);
    succeed(put(first));
    m_fixture->reopen();
    const Approval found
        = m_fixture->read([](Transaction& transaction) { return transaction.decisions().approval(ApprovalId("app_1")); });
    const ActionProposal& read = found.proposal;
    QVERIFY(read.kind == proposal.kind && read.risk == ActionRisk::High && read.reason == "rief an");
    QVERIFY(read.parameters.amount == proposal.parameters.amount && read.parameters.reference == "INV-7");
    QVERIFY(read.parameters.plan == "Team" && read.parameters.field == ContactField::Email
        && read.parameters.value == "ada@new.example");
    QVERIFY(read.parameters.subject == "Betreff" && read.parameters.text == "Text" && read.parameters.tag == "vip");
    QVERIFY(read.parameters.remove && read.parameters.hook == "crm" && read.parameters.dataJson == R"({"score":5})");
    QVERIFY(read.clause && read.clause->passage == PassageId("refunds#1") && read.clause->quote == "one is refundable");
    QVERIFY(read.evidence.size() == 1 && read.evidence[0].article == ArticleId("plans"));
    QVERIFY(read.changes.size() == 2 && read.changes[0].before == "ada@old.example" && !read.changes[1].before);
    QVERIFY(read.changes[1].after == "" && read.reversibleHours == 48 && read.proposedBy == ActorId("act_1"));
    QVERIFY(found.keysNeeded == 2 && found.keys.size() == 2 && found.keys[0].comment == "geprüft");
    QVERIFY(found.keys[1].actor == ActorId("act_3") && found.keys[1].at == now() + Milliseconds(7));
    QVERIFY(found.execution == ExecutionState::HandedOver && found.executionReason == "answered_500");
    QVERIFY(found.executedAt == first.executedAt && found.reversibleUntil == first.reversibleUntil);
}

void TestDecisionStoreContract::aCandidateComesBackAsItWasStored()
{
    const auto find = [&](const std::string& id) {
        return readResult(
            m_fixture->store(), [&](Transaction& transaction) { return transaction.decisions().candidate(CandidateId(id)); });
    };
    LearningCandidate first = candidate("can_1");
    succeed(put(first));
    m_fixture->reopen();
    const LearningCandidate proposed = valueOf(find("can_1"));
    QVERIFY(proposed.state == CandidateState::Proposed && proposed.ticket == TicketId("tic_1"));
    QVERIFY(proposed.subject == first.subject && proposed.question == first.question && proposed.resolution == first.resolution);
    QCOMPARE(proposed.restsOn, first.restsOn);
    QVERIFY(proposed.category == "billing_inquiry" && proposed.language == Language::De);
    QVERIFY(proposed.proposedBy == ActorId("act_7") && proposed.createdAt == now() && !proposed.decidedAt);
    first.state = CandidateState::Accepted;
    first.article = ArticleId("res_1");
    first.decidedBy = ActorId("act_2");
    first.decidedAt = now() + Milliseconds(7);
    first.restsOn = {ArticleId("plans")};
    first.resolution = "Die zweite Buchung verfällt nach drei Tagen.";
    succeed(put(first));
    const LearningCandidate accepted = valueOf(find("can_1"));
    QVERIFY(accepted.state == CandidateState::Accepted && accepted.article == ArticleId("res_1"));
    QVERIFY(accepted.decidedBy == ActorId("act_2") && accepted.decidedAt == first.decidedAt);
    QCOMPARE(accepted.resolution, first.resolution);
    QCOMPARE(accepted.restsOn, first.restsOn);
    const auto missing = find("can_9");
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
}

void TestDecisionStoreContract::candidatesAreListedNewestFirstByState()
{
    for (const auto& [id, state] : {std::pair("a", CandidateState::Proposed), std::pair("b", CandidateState::Discarded),
             std::pair("c", CandidateState::Proposed), std::pair("d", CandidateState::Undone)}) {
        LearningCandidate next = candidate(id);
        next.state = state;
        succeed(put(next));
        if (*id != 'b') // b and c are of one instant
            m_fixture->clock().advance(Milliseconds(1));
    }
    QCOMPARE(candidates(std::nullopt), (Ids{"d", "c", "b", "a"}));
    QCOMPARE(candidates(CandidateState::Proposed), (Ids{"c", "a"}));
    QCOMPARE(candidates(CandidateState::Proposed, 1), Ids{"c"});
    QVERIFY(candidates(CandidateState::Accepted).empty());
}

TANDEM_CONTRACT_MAIN(TestDecisionStoreContract)
#include "TestDecisionStoreContract.moc"
