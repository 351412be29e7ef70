#include "desk/AssistantService.h"

#include "base/Text.h"
#include "desk/ExplanationService.h"
#include "pipeline/validate/DraftPolicy.h"

#include <algorithm>

namespace tandem {

namespace {

bool anyMustEscalate(const std::vector<EscalationReason>& reasons)
{
    return std::ranges::any_of(reasons, [](const EscalationReason& reason) { return mustEscalate(reason.code); });
}

Status checkText(std::string_view text, std::string_view member)
{
    if (!text::isValidUtf8(text))
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' is not valid UTF-8");
    if (text::trim(text).empty())
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' is empty");
    return {};
}

} // namespace

AssistantService::AssistantService(MachineryLoader& machinery, const Clock& clock)
    : m_machinery(machinery)
    , m_clock(clock)
{
}

Result<Analysis> AssistantService::analyze(const Conversation& conversation, std::stop_token stop)
{
    TRY(checkText(conversation.text, "text"));
    Machinery* machinery = TRY(m_machinery.get());
    StageTrace trace;
    auto consideration = TRY(machinery->pipeline->understand(conversation, trace, std::move(stop)));
    Analysis analysis;
    analysis.classification = std::move(consideration.classification);
    analysis.mustEscalate = anyMustEscalate(consideration.outcome.reasons);
    analysis.reasons = std::move(consideration.outcome.reasons);
    return analysis;
}

Result<Explanation> AssistantService::explain(const Conversation& conversation, std::stop_token stop)
{
    TRY(checkText(conversation.text, "text"));
    Machinery* machinery = TRY(m_machinery.get());
    return explanationOf(*machinery, conversation, std::move(stop));
}

Result<Answer> AssistantService::answer(const Conversation& conversation, std::stop_token stop)
{
    TRY(checkText(conversation.text, "question"));
    Machinery* machinery = TRY(m_machinery.get());
    StageTrace trace;
    auto consideration = TRY(machinery->pipeline->consider(conversation, trace, std::move(stop)));
    Answer answer;
    answer.draft = std::move(consideration.draft);
    answer.mustEscalate = anyMustEscalate(consideration.outcome.reasons);
    answer.reasons = std::move(consideration.outcome.reasons);
    return answer;
}

Result<GroundingCheck> AssistantService::check(const std::string& context, const std::string& answer, std::stop_token stop)
{
    TRY(checkText(context, "context"));
    TRY(checkText(answer, "answer"));
    Machinery* machinery = TRY(m_machinery.get());
    const auto language = name(machinery->understanding->detectLanguage(answer).language);
    GroundingCheck check;
    check.sentences
        = TRY(machinery->grounding->check({evidenceOf(context)}, Grounding::sentencesOf(answer, language), std::move(stop)));
    enforceDraftPolicy(check.sentences, {{context}, {}, false, &machinery->rules}, {});
    check.supported = true;
    check.score = 1;
    for (const DraftSentence& sentence : check.sentences) {
        if (!sentence.factual)
            continue;
        check.supported = check.supported && sentence.supported;
        check.score = std::min(check.score, sentence.score);
    }
    return check;
}

Result<SearchResult> AssistantService::search(const std::string& query, std::size_t count, std::optional<DocumentKind> kind,
    std::optional<Language> language, std::stop_token stop)
{
    TRY(checkText(query, "query"));
    Machinery* machinery = TRY(m_machinery.get());
    SearchQuery search;
    search.text = text::nfkc(query);
    search.count = count;
    search.kind = kind;
    search.language = language;
    search.queryLanguage = machinery->understanding->detectLanguage(search.text).language;
    search.now = m_clock.now();
    return machinery->knowledge->search(search, std::move(stop));
}

Result<LanguageGuess> AssistantService::detectLanguage(const std::string& text)
{
    TRY(checkText(text, "text"));
    Machinery* machinery = TRY(m_machinery.get());
    return machinery->understanding->detectLanguage(text);
}

Result<Redacted> AssistantService::redact(const std::string& text)
{
    if (!text::isValidUtf8(text))
        return failure(ErrorCode::InvalidArgument, "'text' is not valid UTF-8");
    return tandem::redact(text);
}

} // namespace tandem
