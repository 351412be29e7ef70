#pragma once

#include "base/Clock.h"
#include "desk/DeskPhrases.h"
#include "desk/Learning.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"

#include <mutex>

namespace tandem {

// The document that an accepted candidate becomes, and the way back; nullopt for a document that was not learned.
ArticleId articleOf(const CandidateId& candidate);
std::optional<CandidateId> candidateOf(const ArticleId& article);

class LearningService final : public Learning {
public:
    // References outlive the service.
    LearningService(Store& store, MachineryLoader& machinery, const Clock& clock, const DeskPhrases& phrases);

    Result<std::vector<LearningCandidate>> candidates(
        const Actor& actor, std::optional<CandidateState> state, int limit) override;
    Status accept(const Actor& actor, const CandidateId& id, const std::optional<std::string>& resolution) override;
    Status discard(const Actor& actor, const CandidateId& id) override;
    Status undo(const Actor& actor, const CandidateId& id) override;

private:
    Result<LearningCandidate> candidate(const CandidateId& id);
    Status setText(const Actor& actor, LearningCandidate& candidate, const std::string& resolution);
    Status decide(const Actor& actor, LearningCandidate candidate, CandidateState state, const char* action);

    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
    const DeskPhrases& m_phrases;
    std::mutex m_deciding; // a decision is more than one unit of work: the knowledge base writes its own
};

} // namespace tandem
