#include "services/store/SqlStatements.h"

#include <array>
#include <utility>

namespace tandem {

namespace {

struct Entry {
    Sql statement;
    std::string_view text;
};

// The columns of one ticket, in the order that SqliteTicketStore reads them.
#define TICKET_COLUMNS                                                                                                           \
    "number, ticket.id, version, customer, correlation, channel, status, priority, assignee, waiting_since, due_at, cost_usd, "  \
    "created_at, updated_at, timings, sealed_subject, sealed_preview, sealed_metadata, sealed_classification, sealed_route, "    \
    "sealed_escalation, sealed_draft, ticket_group, size, customers, begin_at, end_at"
#define STANDING_COLUMNS                                                                                                         \
    "language, category, audience, plan, supersedes, valid_from, valid_until, superseded, updated_at, content_hash"
#define VERSION_COLUMNS "title, body, " STANDING_COLUMNS
#define DOCUMENT_COLUMNS "id, kind, title, body, sealed_question, " STANDING_COLUMNS ", rests_on"
#define PASSAGE_COLUMNS                                                                                                          \
    "passage.id, article, kind, title, heading, text, sentences, passage.language, updated_at, vector, sentence_vectors"
#define EFFECT_COLUMNS "id, ticket, kind, idempotency_key, sealed_payload, attempts"
#define APPROVAL_COLUMNS                                                                                                         \
    "id, ticket, action, sealed_detail, state, sealed_amount, decided_by, sealed_comment, decided_at, created_at, expires_at, "  \
    "sealed_proposal, sealed_keys, keys_needed, execution, execution_reason, executed_at, reversible_until"
// What approval_decided and approval_state_decided are ordered by.
#define APPROVAL_DECIDED "ORDER BY coalesce(decided_at, expires_at) DESC, sequence DESC LIMIT ?"
#define SPEND_COLUMNS                                                                                                            \
    "provider, model, calls, unpriced_calls, input, cache_read, cache_write, cache_write_hour, output, micro_dollars"
#define SPEND_VALUES "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define SPEND_SUMS                                                                                                               \
    "sum(calls), sum(unpriced_calls), sum(input), sum(cache_read), sum(cache_write), sum(cache_write_hour), sum(output), "       \
    "sum(micro_dollars)"
// The end of an insertion: what is there already grows.
#define SPEND_ADDED                                                                                                              \
    "provider, model) DO UPDATE SET calls = calls + excluded.calls, unpriced_calls = unpriced_calls + excluded.unpriced_calls, " \
    "input = input + excluded.input, cache_read = cache_read + excluded.cache_read, cache_write = cache_write + "                \
    "excluded.cache_write, cache_write_hour = cache_write_hour + excluded.cache_write_hour, output = output + "                  \
    "excluded.output, micro_dollars = micro_dollars + excluded.micro_dollars"
#define EGRESS_COLUMNS                                                                                                           \
    "sequence, egress.id, egress.at, egress.ticket, host, method, bytes_out, body_hash, outcome, status, bytes_in, settled_at"
#define CANDIDATE_COLUMNS                                                                                                        \
    "id, ticket, sealed_subject, sealed_question, sealed_resolution, category, language, state, article, proposed_by, "          \
    "decided_by, created_at, decided_at, rests_on"
#define TOKEN_COLUMNS "hash, actor, role, sealed_display_name, customer, created_at, revoked_at"

// Placeholders are plain question marks, bound in the order in which they stand: Qt 6.4 mixes numbered ones up.
constexpr std::array<Entry, sqlCount> table{{
    {Sql::Begin, "BEGIN"},
    {Sql::BeginImmediate, "BEGIN IMMEDIATE"},
    {Sql::Commit, "COMMIT"},
    {Sql::Rollback, "ROLLBACK"},
    {Sql::Savepoint, "SAVEPOINT unit"},
    {Sql::RollbackToSavepoint, "ROLLBACK TO unit"},
    {Sql::ReleaseSavepoint, "RELEASE unit"},

    {Sql::InsertTicket,
        "INSERT INTO ticket (status, priority, category, confidence, urgency, urgency_score, sentiment, sentiment_score, "
        "language, high_stakes_action, queue, team, assignee, reasons, draft_confidence, draft_abstained, waiting_since, due_at, "
        "cost_usd, updated_at, timings, sealed_subject, sealed_preview, sealed_metadata, id, customer, correlation, channel, "
        "created_at, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"},
    {Sql::UpdateTicket,
        "UPDATE ticket SET version = version + 1, status = ?, priority = ?, category = ?, confidence = ?, urgency = ?, "
        "urgency_score = ?, sentiment = ?, sentiment_score = ?, language = ?, high_stakes_action = ?, queue = ?, team = ?, "
        "assignee = ?, reasons = ?, draft_confidence = ?, draft_abstained = ?, waiting_since = ?, due_at = ?, cost_usd = ?, "
        "updated_at = ?, timings = ?, sealed_subject = ?, sealed_preview = ?, sealed_metadata = ? WHERE id = ? AND version = ?"},
    {Sql::TicketVersion, "SELECT version FROM ticket WHERE id = ?"},
    {Sql::GetTicket,
        "SELECT " TICKET_COLUMNS " FROM ticket LEFT JOIN ticket_analysis ON ticket_analysis.ticket = ticket.id "
        "LEFT JOIN ticket_group AS grouped ON grouped.id = ticket_group WHERE ticket.id = ?"},
    {Sql::PutAnalysis,
        "INSERT INTO ticket_analysis (ticket, sealed_classification, sealed_route, sealed_escalation, sealed_draft) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (ticket) DO UPDATE SET sealed_classification = excluded.sealed_classification, "
        "sealed_route = excluded.sealed_route, sealed_escalation = excluded.sealed_escalation, sealed_draft = "
        "excluded.sealed_draft"},
    {Sql::RemoveAnalysis, "DELETE FROM ticket_analysis WHERE ticket = ?"},
    {Sql::InsertMessage,
        "INSERT INTO message (id, ticket, author, visibility, actor, at, sealed_text, rests_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"},
    {Sql::MessagesOfTicket,
        "SELECT id, author, visibility, actor, at, sealed_text, rests_on FROM message WHERE ticket = ? ORDER BY at, sequence"},
    {Sql::MarkSeen,
        "INSERT INTO ticket_seen (ticket, actor, at) VALUES (?, ?, ?) "
        "ON CONFLICT (ticket, actor) DO UPDATE SET at = max(at, excluded.at)"},

    {Sql::PutCustomer,
        "INSERT INTO customer (id, sealed_external_id, sealed_display_name, sealed_email, tier, tenure_days, "
        "previous_tickets) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET sealed_external_id = "
        "excluded.sealed_external_id, sealed_display_name = excluded.sealed_display_name, sealed_email = "
        "excluded.sealed_email, tier = excluded.tier, tenure_days = excluded.tenure_days, previous_tickets = "
        "excluded.previous_tickets"},
    {Sql::FindCustomer,
        "SELECT sealed_external_id, sealed_display_name, sealed_email, tier, tenure_days, previous_tickets FROM customer "
        "WHERE id = ?"},
    {Sql::CountTicketsOfCustomer, "SELECT count(*) FROM ticket WHERE customer = ?"},
    {Sql::CountTicketsOfCustomerWithin, "SELECT count(*) FROM ticket WHERE customer = ? AND created_at > ? AND created_at <= ?"},

    // When what the article says is about to change: embedding it anew by another model is no new version.
    {Sql::KeepVersion,
        "INSERT INTO document_version (document, " VERSION_COLUMNS ") SELECT id, " VERSION_COLUMNS
        " FROM document WHERE id = ? AND kind = 'article' AND (title, body, language, audience, plan, supersedes, valid_from, "
        "valid_until, superseded) IS NOT (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    {Sql::FormerVersions, "SELECT document, " VERSION_COLUMNS " FROM document_version WHERE document = ? ORDER BY sequence DESC"},
    // An empty kind is any. The texts are left where they are.
    {Sql::CountDocuments, "SELECT count(*) FROM document WHERE ? = '' OR kind = ?"},
    {Sql::DocumentPage,
        "SELECT id, kind, title, " STANDING_COLUMNS
        ", rests_on, (SELECT count(*) FROM document_version WHERE document = id) FROM document "
        "WHERE ? = '' OR kind = ? ORDER BY id LIMIT ? OFFSET ?"},
    {Sql::PutDocument,
        "INSERT INTO document (" DOCUMENT_COLUMNS ", model) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
        "title = excluded.title, body = excluded.body, sealed_question = excluded.sealed_question, language = "
        "excluded.language, category = excluded.category, audience = excluded.audience, plan = excluded.plan, "
        "supersedes = excluded.supersedes, valid_from = excluded.valid_from, valid_until = excluded.valid_until, "
        "superseded = excluded.superseded, updated_at = excluded.updated_at, content_hash = excluded.content_hash, "
        "rests_on = excluded.rests_on, model = excluded.model"},
    {Sql::RemoveDocument, "DELETE FROM document WHERE id = ?"},
    {Sql::RemovePassages, "DELETE FROM passage WHERE article = ?"},
    {Sql::InsertPassage,
        "INSERT INTO passage (id, article, heading, language, text, sentences, vector, sentence_vectors, token_vectors) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    {Sql::FindDocument, "SELECT " DOCUMENT_COLUMNS " FROM document WHERE id = ?"},
    {Sql::DocumentVersion, "SELECT content_hash, model FROM document WHERE id = ?"},
    {Sql::ListDocuments, "SELECT " DOCUMENT_COLUMNS " FROM document ORDER BY id"},
    {Sql::GetPassage,
        "SELECT " PASSAGE_COLUMNS
        ", token_vectors FROM passage JOIN document ON document.id = passage.article WHERE passage.id = ?"},
    {Sql::EachDocument, "SELECT id, kind, title, " STANDING_COLUMNS ", rests_on, model FROM document ORDER BY id"},
    // The cross join fixes the order of the loops: passages by sequence, each with its document.
    {Sql::EachPassage,
        "SELECT " PASSAGE_COLUMNS " FROM passage CROSS JOIN document ON document.id = passage.article ORDER BY sequence"},
    {Sql::KnowledgeRevision, "SELECT knowledge_revision FROM workspace WHERE id = 1"},
    {Sql::RaiseKnowledgeRevision, "UPDATE workspace SET knowledge_revision = knowledge_revision + 1 WHERE id = 1"},

    {Sql::ComparedDocuments, "SELECT document, mark FROM compared_document"},
    {Sql::MarkCompared,
        "INSERT INTO compared_document (document, mark) VALUES (?, ?) ON CONFLICT (document) DO UPDATE SET mark = "
        "excluded.mark"},
    {Sql::DropFirstFindings,
        "DELETE FROM finding WHERE first = ? AND (first_hash <> ? OR (rules <> ? AND dismissed_at IS NULL))"},
    {Sql::DropSecondFindings,
        "DELETE FROM finding WHERE second = ? AND (second_hash <> ? OR (rules <> ? AND dismissed_at IS NULL))"},
    {Sql::PutFinding,
        "INSERT INTO finding (id, kind, rules, first, first_hash, first_passage, first_sentence, first_value, second, "
        "second_hash, "
        "second_passage, second_sentence, second_value, score, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET rules = excluded.rules"},
    // The cross joins fix the order of the loops: findings by their index, each with its documents and passages.
    {Sql::ListFindings,
        "SELECT f.id, f.kind, f.score, f.found_at, f.dismissed_by, f.dismissed_at, "
        "f.first, f.first_hash, f.first_passage, f.first_sentence, f.first_value, a.title, a.language, p.text, "
        "f.second, f.second_hash, f.second_passage, f.second_sentence, f.second_value, b.title, b.language, q.text "
        "FROM finding f CROSS JOIN document a ON a.id = f.first AND a.content_hash = f.first_hash "
        "CROSS JOIN document b ON b.id = f.second AND b.content_hash = f.second_hash "
        "LEFT JOIN passage p ON p.id = f.first_passage LEFT JOIN passage q ON q.id = f.second_passage "
        "ORDER BY f.found_at DESC, f.id LIMIT ?"},
    {Sql::DismissFinding, "UPDATE finding SET dismissed_by = ?, dismissed_at = ? WHERE id = ?"},
    {Sql::AddEffect,
        "INSERT INTO effect (id, ticket, kind, idempotency_key, sealed_payload, attempts, due_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING"},
    {Sql::DueEffects,
        "SELECT " EFFECT_COLUMNS " FROM effect WHERE done_at IS NULL AND due_at <= ? AND kind <> 'call_hook' "
        "ORDER BY due_at, sequence LIMIT ?"},
    {Sql::DueHooks,
        "SELECT " EFFECT_COLUMNS " FROM effect WHERE done_at IS NULL AND due_at <= ? AND kind = 'call_hook' "
        "ORDER BY due_at, sequence LIMIT ?"},
    {Sql::FinishEffect, "UPDATE effect SET done_at = coalesce(done_at, ?), reason = '' WHERE id = ?"},
    {Sql::FailEffect, "UPDATE effect SET attempts = attempts + 1, due_at = ?, reason = ? WHERE id = ? AND done_at IS NULL"},
    {Sql::EffectExists, "SELECT 1 FROM effect WHERE id = ?"},
    {Sql::EffectsOfTicket, "SELECT " EFFECT_COLUMNS " FROM effect WHERE ticket = ? ORDER BY sequence"},

    {Sql::AppendAudit, "INSERT INTO audit (sequence, at, actor, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"},
    {Sql::LastAudit, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"},
    {Sql::ListAudit,
        "SELECT sequence, at, actor, action, subject, detail, hash FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"},
    {Sql::AuditOfSubject,
        "SELECT sequence, at, actor, action, subject, detail, hash FROM audit WHERE subject = ? ORDER BY sequence"},
    {Sql::AuditHead, "SELECT sealed_audit_head FROM workspace WHERE id = 1"},
    {Sql::SetAuditHead, "UPDATE workspace SET sealed_audit_head = ? WHERE id = 1"},

    {Sql::PutDecisionBasis, "INSERT INTO decision_basis (id, policy, models) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"},
    {Sql::LastDecision, "SELECT sequence FROM decision WHERE ticket = ? ORDER BY sequence DESC LIMIT 1"},
    {Sql::AppendDecision,
        "INSERT INTO decision (ticket, sequence, at, basis, sealed_inputs, sealed_outcome) VALUES (?, ?, ?, ?, ?, ?)"},
    // The cross join fixes the order of the loops: decisions by ticket, each with its basis.
    {Sql::ListDecisions,
        "SELECT ticket, sequence, at, policy, models, sealed_inputs, sealed_outcome FROM decision CROSS JOIN decision_basis "
        "ON decision_basis.id = basis WHERE (ticket, sequence) > (?, ?) AND at >= ? ORDER BY ticket, sequence LIMIT ?"},

    {Sql::AppendEgress,
        "INSERT INTO egress (id, at, ticket, host, method, bytes_out, body_hash, outcome, status, bytes_in, settled_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    // A ticket that is not there (any more) has no body to take along.
    {Sql::KeepEgressBody,
        "INSERT INTO egress_body (egress, ticket, at, sealed_body) VALUES (?, (SELECT id FROM ticket WHERE id = ?), ?, ?)"},
    {Sql::SettleEgress,
        "UPDATE egress SET outcome = ?, status = ?, bytes_in = ?, settled_at = ? WHERE id = ? AND outcome = 'pending'"},
    {Sql::FindEgress,
        "SELECT " EGRESS_COLUMNS
        ", sealed_body FROM egress LEFT JOIN egress_body ON egress_body.egress = egress.id WHERE id = ?"},
    {Sql::ListEgress, "SELECT " EGRESS_COLUMNS " FROM egress WHERE sequence < ? ORDER BY sequence DESC LIMIT ?"},
    {Sql::ListEgressOfTicket,
        "SELECT " EGRESS_COLUMNS " FROM egress WHERE egress.ticket = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?"},
    {Sql::TotalEgress,
        "SELECT host, count(*), sum(outcome = 'refused'), sum(bytes_out), sum(bytes_in) FROM egress WHERE at >= ? "
        "GROUP BY host ORDER BY host"},
    {Sql::ForgetEgressBodies,
        "DELETE FROM egress_body WHERE egress IN (SELECT egress FROM egress_body WHERE at < ? ORDER BY at LIMIT ?)"},

    {Sql::AddDaysSpend,
        "INSERT INTO spend_day (day, " SPEND_COLUMNS ") VALUES (?, " SPEND_VALUES ") ON CONFLICT (day, " SPEND_ADDED},
    {Sql::AddTicketsSpend,
        "INSERT INTO spend_ticket (ticket, " SPEND_COLUMNS ") VALUES (?, " SPEND_VALUES ") ON CONFLICT (ticket, " SPEND_ADDED},
    {Sql::NameSpend, "INSERT INTO spend_once (name, at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"},
    {Sql::DaysSpend, "SELECT day, " SPEND_COLUMNS " FROM spend_day WHERE day >= ? AND day < ? ORDER BY day, provider, model"},
    {Sql::TotalSpend, "SELECT " SPEND_SUMS " FROM spend_day WHERE day >= ? AND day < ?"},
    {Sql::TicketsSpend, "SELECT " SPEND_SUMS " FROM spend_ticket WHERE ticket = ?"},

    {Sql::PutReview,
        "INSERT OR REPLACE INTO draft_review (draft, ticket, category, provider, language, confidence, sendable, verdict, wrong, "
        "changed, fault, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    {Sql::FindReview,
        "SELECT ticket, category, provider, language, confidence, sendable, verdict, changed, fault, actor, at "
        "FROM draft_review WHERE draft = ?"},
    {Sql::ReviewFigures,
        "SELECT wrong FROM draft_review WHERE category = ? AND provider = ? AND sendable = 1 AND confidence >= ? "
        "ORDER BY at DESC LIMIT ?"},

    {Sql::PutApproval,
        "INSERT INTO approval (" APPROVAL_COLUMNS ") "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket, "
        "action = excluded.action, sealed_detail = excluded.sealed_detail, state = excluded.state, sealed_amount = "
        "excluded.sealed_amount, decided_by = excluded.decided_by, sealed_comment = excluded.sealed_comment, decided_at = "
        "excluded.decided_at, created_at = excluded.created_at, expires_at = excluded.expires_at, "
        "sealed_proposal = excluded.sealed_proposal, sealed_keys = excluded.sealed_keys, keys_needed = excluded.keys_needed, "
        "execution = excluded.execution, execution_reason = excluded.execution_reason, executed_at = excluded.executed_at, "
        "reversible_until = excluded.reversible_until"},
    {Sql::GetApproval, "SELECT " APPROVAL_COLUMNS " FROM approval WHERE id = ?"},
    {Sql::ApprovalsOfTicket, "SELECT " APPROVAL_COLUMNS " FROM approval WHERE ticket = ? ORDER BY sequence"},
    {Sql::WaitingApprovals,
        "SELECT " APPROVAL_COLUMNS " FROM approval WHERE state = 'waiting' ORDER BY created_at, sequence LIMIT ?"},
    {Sql::ApprovalsOfState, "SELECT " APPROVAL_COLUMNS " FROM approval WHERE state = ? " APPROVAL_DECIDED},
    {Sql::DecidedApprovals, "SELECT " APPROVAL_COLUMNS " FROM approval WHERE state <> 'waiting' " APPROVAL_DECIDED},

    {Sql::PutCandidate,
        "INSERT INTO learning_candidate (" CANDIDATE_COLUMNS ") "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket, "
        "sealed_subject "
        "= "
        "excluded.sealed_subject, sealed_question = excluded.sealed_question, sealed_resolution = excluded.sealed_resolution, "
        "category = excluded.category, language = excluded.language, state = excluded.state, article = excluded.article, "
        "proposed_by = excluded.proposed_by, decided_by = excluded.decided_by, created_at = excluded.created_at, decided_at = "
        "excluded.decided_at, rests_on = excluded.rests_on"},
    {Sql::GetCandidate, "SELECT " CANDIDATE_COLUMNS " FROM learning_candidate WHERE id = ?"},
    {Sql::CandidatesOfState,
        "SELECT " CANDIDATE_COLUMNS " FROM learning_candidate WHERE state = ? ORDER BY created_at DESC, sequence DESC LIMIT ?"},
    {Sql::ListCandidates, "SELECT " CANDIDATE_COLUMNS " FROM learning_candidate ORDER BY created_at DESC, sequence DESC LIMIT ?"},

    {Sql::PutToken,
        "INSERT INTO access_token (" TOKEN_COLUMNS ") "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET actor = excluded.actor, role = excluded.role, "
        "sealed_display_name = excluded.sealed_display_name, customer = excluded.customer, created_at = "
        "excluded.created_at, revoked_at = excluded.revoked_at"},
    {Sql::FindToken, "SELECT " TOKEN_COLUMNS " FROM access_token WHERE hash = ?"},
    {Sql::ListTokens, "SELECT " TOKEN_COLUMNS " FROM access_token ORDER BY created_at, hash"},
    {Sql::FindResponse, "SELECT request_hash, ticket FROM idempotent_response WHERE key_hash = ?"},
    {Sql::PutResponse, "INSERT INTO idempotent_response (key_hash, request_hash, ticket, created_at) VALUES (?, ?, ?, ?)"},
    // Two go for each one that comes, so the table shrinks back after a busy day without a job of its own.
    {Sql::ForgetOldResponses,
        "DELETE FROM idempotent_response WHERE key_hash IN "
        "(SELECT key_hash FROM idempotent_response WHERE created_at < ? ORDER BY created_at LIMIT 2)"},

    {Sql::PutFingerprint,
        "INSERT INTO fingerprint (ticket, model, at, report, sealed_vector, sealed_words) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (ticket) DO UPDATE SET model = excluded.model, at = excluded.at, report = excluded.report, "
        "sealed_vector = excluded.sealed_vector, sealed_words = excluded.sealed_words"},
    // The cross join fixes the order of the loops: the newest fingerprints, each with its ticket.
    {Sql::EachFingerprint,
        "SELECT fingerprint.ticket, model, at, report, sealed_vector, sealed_words, customer, ticket_group FROM fingerprint "
        "CROSS JOIN ticket ON ticket.id = fingerprint.ticket WHERE at >= ? ORDER BY at DESC LIMIT ?"},
    {Sql::ExpireFingerprints,
        "DELETE FROM fingerprint WHERE ticket IN (SELECT ticket FROM fingerprint WHERE at < ? ORDER BY at LIMIT ?)"},
    {Sql::RemoveFingerprint, "DELETE FROM fingerprint WHERE ticket = ?"},
    {Sql::MakeGroup, "INSERT INTO ticket_group (id, size) VALUES (?, 0) ON CONFLICT (id) DO NOTHING"},
    {Sql::JoinGroup, "UPDATE ticket SET ticket_group = ? WHERE id = ? AND ticket_group IS NULL"},
    {Sql::GrowGroup, "UPDATE ticket_group SET size = size + ? WHERE id = ?"},
    {Sql::MarkGroup,
        "UPDATE ticket_group SET customers = ?, begin_at = ?, end_at = ? WHERE id = ? AND coalesce(customers, 0) <= ?"},
    {Sql::FindGroup, "SELECT size, customers, begin_at, end_at FROM ticket_group WHERE id = ?"},
    {Sql::LeaveGroup, "UPDATE ticket SET ticket_group = NULL WHERE id = ? AND ticket_group IS NOT NULL"},
    {Sql::GroupOfTicket, "SELECT ticket_group FROM ticket WHERE id = ? AND ticket_group IS NOT NULL"},
    {Sql::TicketsOfGroup, "SELECT id FROM ticket INDEXED BY ticket_by_group WHERE ticket_group = ? LIMIT ?"},

    // The vector of an earlier label is of the text that belonged to it.
    {Sql::PutLabel,
        "INSERT INTO category_label (ticket, category, evidence, actor, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (ticket) DO UPDATE SET category = excluded.category, evidence = excluded.evidence, actor = excluded.actor, "
        "at = excluded.at, model = '', sealed_vector = NULL"},
    {Sql::ConfirmLabel,
        "INSERT INTO category_label (ticket, category, evidence, actor, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (ticket) DO UPDATE SET category = excluded.category, actor = excluded.actor, at = excluded.at, model = '', "
        "sealed_vector = NULL WHERE evidence = 'confirmed'"},
    {Sql::FindLabel, "SELECT ticket, category, evidence, actor, at FROM category_label WHERE ticket = ?"},
    {Sql::ListLabels,
        "SELECT ticket, category, evidence, actor, at, model, sealed_vector FROM category_label WHERE ticket > ? "
        "ORDER BY ticket LIMIT ?"},
    {Sql::KeepLabelVector, "UPDATE category_label SET model = ?, sealed_vector = ? WHERE ticket = ? AND evidence = ? AND at = ?"},
    {Sql::CountLabels, "SELECT count(*) FROM category_label WHERE evidence = ?"},
    {Sql::RemoveLabel, "DELETE FROM category_label WHERE ticket = ?"},
    {Sql::AddTag, "INSERT INTO ticket_tag (ticket, tag) VALUES (?, ?) ON CONFLICT (ticket, tag) DO NOTHING"},
    {Sql::RemoveTag, "DELETE FROM ticket_tag WHERE ticket = ? AND tag = ?"},
    {Sql::TagsOfTicket, "SELECT tag FROM ticket_tag WHERE ticket = ? ORDER BY tag"},

    {Sql::Enqueue, "INSERT INTO job (id, ticket, due_at) VALUES (?, ?, ?)"},
    // A leased job keeps its place in job_due, so those in work are stepped over: as many as there are workers.
    {Sql::LeaseJob,
        "UPDATE job SET leased_until = ?, attempts = attempts + 1 WHERE sequence = (SELECT sequence FROM job AS candidate "
        "WHERE dead_at IS NULL AND due_at <= ? AND coalesce(leased_until, 0) <= ? AND NOT EXISTS (SELECT 1 FROM job AS other "
        "WHERE other.ticket = candidate.ticket AND other.leased_until > ?) ORDER BY due_at, sequence LIMIT 1) "
        "RETURNING id, ticket, attempts, leased_until"},
    // The number of leases so far tells one lease of a job from the next.
    {Sql::ExtendLease, "UPDATE job SET leased_until = ? WHERE id = ? AND attempts = ? AND leased_until > ?"},
    {Sql::AcknowledgeJob, "DELETE FROM job WHERE id = ? AND attempts = ? AND leased_until IS NOT NULL"},
    {Sql::RetryJob,
        "UPDATE job SET leased_until = NULL, due_at = ?, reason = ? WHERE id = ? AND attempts = ? AND leased_until IS NOT NULL"},
    {Sql::BuryJob,
        "UPDATE job SET leased_until = NULL, dead_at = ?, reason = ? WHERE id = ? AND attempts = ? AND leased_until IS NOT NULL"},
    {Sql::ReleaseJobs, "UPDATE job SET leased_until = NULL WHERE leased_until IS NOT NULL"},
    {Sql::CountLiveJobs, "SELECT count(*) FROM job WHERE dead_at IS NULL"},
    {Sql::CountLeasedJobs, "SELECT count(*) FROM job WHERE leased_until > ?"},
    {Sql::CountDeadJobs, "SELECT count(*) FROM job WHERE dead_at IS NOT NULL"},
    {Sql::DeadJobs,
        "SELECT id, ticket, attempts, reason, dead_at FROM job WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, due_at DESC, "
        "sequence DESC "
        "LIMIT ?"},

    {Sql::KeyCheck, "SELECT sealed_key_check FROM workspace WHERE id = 1"},
    {Sql::SetKeyCheck, "UPDATE workspace SET sealed_key_check = ? WHERE id = 1"},

    {Sql::PlainCopies, "SELECT plain_copies FROM workspace WHERE id = 1"},
    {Sql::SetPlainCopies, "UPDATE workspace SET plain_copies = 1 WHERE id = 1"},
    {Sql::AnalysedTickets, "SELECT ticket FROM ticket_analysis"},
    {Sql::FillPlainCopies,
        "UPDATE ticket SET high_stakes_action = ?, reasons = ?, draft_confidence = ?, draft_abstained = ? WHERE id = ?"},
}};

consteval bool tableIsInOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].statement) != i)
            return false;
    }
    return true;
}
static_assert(tableIsInOrder(), "one entry for each Sql, in its order");

} // namespace

std::string_view sqlText(Sql statement)
{
    return table[static_cast<std::size_t>(statement)].text;
}

} // namespace tandem
