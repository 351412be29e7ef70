#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "pipeline/Consideration.h"
#include "pipeline/Policy.h"
#include "pipeline/StageRunner.h"
#include "pipeline/understand/Understanding.h"
#include "pipeline/validate/DraftRules.h"
#include "pipeline/validate/Grounding.h"
#include "services/embedding/Embedder.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

#include <stop_token>

namespace tandem {

// What the stages work with. Everything outlives the pipeline.
struct PipelineParts {
    Store& store;
    Embedder* embedder; // null: no local model, words alone
    const KnowledgeBase& knowledge;
    const Understanding& understanding;
    LanguageModel& languageModel;
    LanguageModel* composer; // writes where nothing that the other wrote is supported; null: nobody does
    const Grounding& grounding;
    const ReplyTemplates& templates;
    Metrics& metrics;
    const Clock& clock;
    RecentTickets* recent = nullptr; // null: tickets are not compared with others
    DraftListener* drafts = nullptr; // hears drafts as they are written; null: nobody does
    const DraftRules* rules = nullptr; // the desk's own; null: none
};

// The one place that knows the order of the stages. Thread-safe; each call runs synchronously on its caller's thread.
class Pipeline {
public:
    Pipeline(PipelineParts parts, Policy policy, Milliseconds stageDeadline);

    // A stored ticket's whole way. Ends in one durable unit of work. A ticket that was handled before is left as it is, so a job
    // that is delivered twice does nothing twice.
    Result<TicketStatus> handle(const TicketId& id, std::stop_token stop);
    // The stages from understand to validate, with nothing stored.
    Result<Consideration> consider(const Conversation& conversation, StageTrace& trace, std::stop_token stop);
    // The first of them alone. Fills vector and classification, and decides by the message.
    Result<Consideration> understand(const Conversation& conversation, StageTrace& trace, std::stop_token stop);
    // What of a person's reply is supported by what answers the customer's message, and by what the reply itself leads to: all
    // its sentences, in order, judged as a draft's are. Nothing is stored.
    Result<std::vector<DraftSentence>> checkReply(
        const Conversation& conversation, const std::string& reply, const std::stop_token& stop);
    // Hands a ticket whose stages keep failing to a person, with that reason.
    Status giveUp(const TicketId& id, const Error& error);

private:
    // The policy and the models that decide now.
    [[nodiscard]] DecisionBasis basis() const;
    // `reply`: what a person answers, which may rest on something else; "" = nothing.
    Status retrieve(
        const Conversation& conversation, Consideration& consideration, const std::string& reply, std::stop_token stop);
    // Compares the ticket with the recent ones; nothing when it was compared before.
    void group(const EnrichedTicket& enriched, Consideration& consideration) const;
    // Draft and validate. The draft's strength before it was checked.
    Result<double> answer(LanguageModel& writer, const Conversation& conversation, Consideration& consideration,
        StageTrace& trace, const std::stop_token& stop);
    // Asks the writer once more for a draft that holds something that may not be sent, saying what; the draft stays as it is when
    // that fails, or when the new one is no better. Only while half of the stage's deadline is left since `begin`.
    Status revise(LanguageModel& writer, const Conversation& conversation, Consideration& consideration, double& strength,
        std::chrono::steady_clock::time_point begin, StageTrace& trace, const std::stop_token& stop);
    // Holds the draft against its evidence and the rules.
    Status check(const Conversation& conversation, Consideration& consideration, StageTrace& trace, const std::stop_token& stop);
    // `telling`: whom to tell what is written as it is written; may be null.
    static Status writeDraft(LanguageModel& writer, const Conversation& conversation, Consideration& consideration,
        DraftTelling* telling, std::stop_token stop, std::optional<DraftRevision> revision = std::nullopt);
    void report(const EnrichedTicket& enriched, const StageTrace& trace, std::chrono::steady_clock::time_point begin) const;

    PipelineParts m_parts;
    Policy m_policy;
    std::string m_policyText;
    Milliseconds m_stageDeadline;
    StageRunner m_stages;
};

} // namespace tandem
