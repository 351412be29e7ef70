#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tandem {

// Every statement that the store prepares, but for those that TicketSql composes. Kept in one table so that a test can show the
// query plan of each.
enum class Sql : std::uint8_t {
    Begin,
    BeginImmediate,
    Commit,
    Rollback,
    Savepoint,
    RollbackToSavepoint,
    ReleaseSavepoint,

    InsertTicket,
    UpdateTicket,
    TicketVersion,
    GetTicket,
    PutAnalysis,
    RemoveAnalysis,
    InsertMessage,
    MessagesOfTicket,
    MarkSeen,

    PutCustomer,
    FindCustomer,
    CountTicketsOfCustomer,
    CountTicketsOfCustomerWithin,

    KeepVersion,
    FormerVersions,
    CountDocuments,
    DocumentPage,
    PutDocument,
    RemoveDocument,
    RemovePassages,
    InsertPassage,
    FindDocument,
    DocumentVersion,
    ListDocuments,
    GetPassage,
    EachDocument,
    EachPassage,
    KnowledgeRevision,
    RaiseKnowledgeRevision,

    ComparedDocuments,
    MarkCompared,
    DropFirstFindings,
    DropSecondFindings,
    PutFinding,
    ListFindings,
    DismissFinding,

    AddEffect,
    DueEffects,
    DueHooks,
    FinishEffect,
    FailEffect,
    EffectExists,
    EffectsOfTicket,

    AppendAudit,
    LastAudit,
    ListAudit,
    AuditOfSubject,
    AuditHead,
    SetAuditHead,

    PutDecisionBasis,
    LastDecision,
    AppendDecision,
    ListDecisions,

    AppendEgress,
    KeepEgressBody,
    SettleEgress,
    FindEgress,
    ListEgress,
    ListEgressOfTicket,
    TotalEgress,
    ForgetEgressBodies,

    AddDaysSpend,
    AddTicketsSpend,
    NameSpend,
    DaysSpend,
    TotalSpend,
    TicketsSpend,

    PutReview,
    FindReview,
    ReviewFigures,

    PutApproval,
    GetApproval,
    ApprovalsOfTicket,
    WaitingApprovals,
    ApprovalsOfState,
    DecidedApprovals,

    PutCandidate,
    GetCandidate,
    CandidatesOfState,
    ListCandidates,

    PutToken,
    FindToken,
    ListTokens,
    FindResponse,
    PutResponse,
    ForgetOldResponses,

    PutFingerprint,
    EachFingerprint,
    ExpireFingerprints,
    RemoveFingerprint,
    MakeGroup,
    JoinGroup,
    GrowGroup,
    MarkGroup,
    FindGroup,
    LeaveGroup,
    GroupOfTicket,
    TicketsOfGroup,

    PutLabel,
    ConfirmLabel,
    FindLabel,
    ListLabels,
    KeepLabelVector,
    CountLabels,
    RemoveLabel,
    AddTag,
    RemoveTag,
    TagsOfTicket,

    Enqueue,
    LeaseJob,
    ExtendLease,
    AcknowledgeJob,
    RetryJob,
    BuryJob,
    ReleaseJobs,
    CountLiveJobs,
    CountLeasedJobs,
    CountDeadJobs,
    DeadJobs,

    KeyCheck,
    SetKeyCheck,

    PlainCopies,
    SetPlainCopies,
    AnalysedTickets,
    FillPlainCopies,

    Count
};
inline constexpr auto sqlCount = static_cast<std::size_t>(Sql::Count);

std::string_view sqlText(Sql statement);

} // namespace tandem
