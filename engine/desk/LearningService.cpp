#include "desk/LearningService.h"

#include "base/Text.h"
#include "desk/LearnedStanding.h"
#include "desk/Proposal.h"
#include "desk/Roles.h"
#include "knowledge/LearnedId.h"
#include "pipeline/ingest/Ingest.h"
#include "privacy/LearnedText.h"

#include <algorithm>
#include <map>

namespace tandem {

namespace {

constexpr std::size_t longestText = 100000; // code points
constexpr const char* whoDecides = "What the desk learns is decided by supervisors and admins";

Document documentOf(const LearningCandidate& candidate, LearnedStanding standing, TimePoint now)
{
    Document document;
    document.id = articleOf(candidate.id);
    document.kind = DocumentKind::Resolution;
    document.title = candidate.subject.empty() ? document.id.value() : candidate.subject;
    document.body = candidate.resolution;
    document.question = candidate.question;
    document.language = candidate.language;
    document.category = candidate.category;
    document.plan = std::move(standing.plan);
    document.audience = std::move(standing.audience);
    document.validFrom = standing.validFrom;
    document.validUntil = standing.validUntil;
    document.restsOn = candidate.restsOn;
    document.updatedAt = now;
    return document;
}

// The documents that candidates rest on as they are now; each is read once.
class CitedDocuments {
public:
    CitedDocuments(Transaction& transaction, TimePoint now)
        : m_transaction(transaction)
        , m_now(now)
    {
    }

    // Conflict: the candidate cannot be learned, and why.
    Result<LearnedStanding> standingOf(const LearningCandidate& candidate)
    {
        std::vector<Document> cited;
        for (const ArticleId& id : candidate.restsOn) {
            if (id == unknownEvidence())
                return failure(ErrorCode::Conflict,
                    "Nobody can tell what the answer quotes: its draft was replaced while it was written. Write an article "
                    "instead");
            const Found& found = document(id);
            if (!found)
                return std::unexpected(Error{found.error().code,
                    "Document " + id.value() + ", on which the answer rests, cannot be read: " + found.error().message,
                    found.error().retryable});
            if (!*found)
                return failure(ErrorCode::Conflict, "The answer rests on document " + id.value() + ", which is there no longer");
            if ((*found)->validUntil && *(*found)->validUntil < m_now)
                return failure(ErrorCode::Conflict, "The answer rests on document " + id.value() + ", which holds no longer");
            cited.push_back(**found);
        }
        return tandem::standingOf(cited);
    }

private:
    using Found = Result<std::optional<Document>>;

    const Found& document(const ArticleId& id)
    {
        const auto known = m_documents.find(id);
        return known != m_documents.end() ? known->second
                                          : m_documents.emplace(id, m_transaction.knowledge().find(id)).first->second;
    }

    Transaction& m_transaction;
    const TimePoint m_now;
    std::map<ArticleId, Found> m_documents;
};

std::unexpected<Error> isAlready(const LearningCandidate& candidate)
{
    return failure(ErrorCode::Conflict, "The resolution is " + std::string(name(candidate.state)) + " already");
}

} // namespace

ArticleId articleOf(const CandidateId& candidate)
{
    return ArticleId(std::string(learnedPrefix) + candidate.value());
}

std::optional<CandidateId> candidateOf(const ArticleId& article)
{
    if (!article.value().starts_with(learnedPrefix))
        return std::nullopt;
    return CandidateId(article.value().substr(learnedPrefix.size()));
}

LearningService::LearningService(Store& store, MachineryLoader& machinery, const Clock& clock, const DeskPhrases& phrases)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
    , m_phrases(phrases)
{
}

Result<std::vector<LearningCandidate>> LearningService::candidates(
    const Actor& actor, std::optional<CandidateState> state, int limit)
{
    TRY(requireDeskPerson(actor, "What the desk learns is read by agents, supervisors and admins"));
    return readResult(m_store, [&](Transaction& transaction) -> Result<std::vector<LearningCandidate>> {
        auto found = TRY(transaction.decisions().candidates(state, std::clamp(limit, 1, 500)));
        CitedDocuments documents(transaction, m_clock.now());
        for (LearningCandidate& each : found) {
            if (each.state == CandidateState::Discarded)
                continue;
            const auto standing = documents.standingOf(each);
            if (!standing) // also of a document that cannot be read: it is no reason to show none of the others
                each.obstacle = standing.error().message;
        }
        return found;
    });
}

Result<LearningCandidate> LearningService::candidate(const CandidateId& id)
{
    return readResult(m_store, [&](Transaction& transaction) { return transaction.decisions().candidate(id); });
}

// A crash between the two writes leaves a document whose candidate is still proposed: accepting again makes it whole.
Status LearningService::accept(const Actor& actor, const CandidateId& id, const std::optional<std::string>& resolution)
{
    TRY(requireDecider(actor, whoDecides));
    const std::lock_guard lock(m_deciding);
    LearningCandidate found = TRY(candidate(id));
    if (found.state == CandidateState::Accepted || found.state == CandidateState::Discarded)
        return isAlready(found);
    if (resolution)
        TRY(setText(actor, found, *resolution));
    Machinery* machinery = TRY(m_machinery.ready());
    auto standing = TRY(readResult(
        m_store, [&](Transaction& transaction) { return CitedDocuments(transaction, m_clock.now()).standingOf(found); }));
    TRY(machinery->knowledge->put(documentOf(found, std::move(standing), m_clock.now())));
    found.article = articleOf(found.id);
    return decide(actor, std::move(found), CandidateState::Accepted, "learning.accepted");
}

Status LearningService::setText(const Actor& actor, LearningCandidate& candidate, const std::string& resolution)
{
    const std::string text = TRY(normalisedText(resolution, "resolution", longestText));
    const auto names = TRY(readResult(m_store, [&](Transaction& transaction) -> Result<std::vector<std::string>> {
        const Ticket ticket = TRY(transaction.tickets().get(candidate.ticket));
        return namesAround(transaction, ticket, actor);
    }));
    const std::string learned = withoutPersons(withoutFrame(text, m_phrases.formulas), names);
    if (text::trim(learned).empty())
        return failure(ErrorCode::InvalidArgument, "'resolution' holds nothing to learn besides greeting and signature");
    candidate.resolution = learned;
    return {};
}

Status LearningService::discard(const Actor& actor, const CandidateId& id)
{
    TRY(requireDecider(actor, whoDecides));
    const std::lock_guard lock(m_deciding);
    LearningCandidate found = TRY(candidate(id));
    if (found.state == CandidateState::Discarded)
        return {};
    if (found.state == CandidateState::Accepted)
        return failure(ErrorCode::Conflict, "The resolution is accepted already; undo it to take it out of the knowledge base");
    return decide(actor, std::move(found), CandidateState::Discarded, "learning.discarded");
}

Status LearningService::undo(const Actor& actor, const CandidateId& id)
{
    TRY(requireDecider(actor, whoDecides));
    const std::lock_guard lock(m_deciding);
    LearningCandidate found = TRY(candidate(id));
    if (found.state != CandidateState::Accepted)
        return failure(
            ErrorCode::Conflict, "The resolution is not in the knowledge base: it is " + std::string(name(found.state)));
    Machinery* machinery = TRY(m_machinery.ready());
    const Status removed = machinery->knowledge->remove(articleOf(found.id));
    if (!removed && removed.error().code != ErrorCode::NotFound)
        return removed;
    found.article = ArticleId();
    return decide(actor, std::move(found), CandidateState::Undone, "learning.undone");
}

Status LearningService::decide(const Actor& actor, LearningCandidate candidate, CandidateState state, const char* action)
{
    candidate.state = state;
    candidate.decidedBy = actor.id;
    candidate.decidedAt = m_clock.now();
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(transaction.decisions().put(candidate));
        return transaction.audit().append(
            {0, m_clock.now(), actor.id, action, candidate.ticket.value(), candidate.id.value(), ""});
    });
}

} // namespace tandem
