#include "services/llm/PromptedWriter.h"

#include "base/Text.h"
#include "services/llm/AnswerStream.h"
#include "services/llm/CitedSentences.h"
#include "services/llm/UntrustedText.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view paragraph = "\n\n";

int clamped(std::int64_t tokens)
{
    return static_cast<int>(std::clamp<std::int64_t>(tokens, 0, std::numeric_limits<int>::max()));
}

// Nothing when the answer can be used.
std::optional<Error> unusable(const ChatReply& reply, const RedactedTexts& redacted)
{
    const auto because = [&](const char* how) {
        return Error{ErrorCode::Unavailable,
            "The language model " + reply.provider + " " + how + "; the answer must be written without it", false};
    };
    switch (reply.stop) {
    case ChatStop::Refused: return because("refused to answer");
    case ChatStop::OutputLimit: return because("came to the limit of its answer before the end");
    case ChatStop::ContextFull: return because("came to the limit of its context before the end");
    case ChatStop::Finished:
    case ChatStop::Other: break;
    }
    if (text::trim(reply.text).empty())
        return because("gave an empty answer");
    // It is a person or a number that nobody knows, in the middle of a statement.
    if (redacted.holdsUnknownPlaceholder(reply.text))
        return because("invented a placeholder");
    // Small models hand the marks of the prompt back.
    if (withoutOurTags(reply.text) != reply.text)
        return because("repeated the marks of its request");
    return std::nullopt;
}

} // namespace

PromptedWriter::PromptedWriter(ChatModel& model, std::string promptVersion, ReplyTemplates templates, Settings settings)
    : m_model(model)
    , m_promptVersion(std::move(promptVersion))
    , m_templates(std::move(templates))
    , m_settings(std::move(settings))
{
}

Result<std::unique_ptr<PromptedWriter>> PromptedWriter::create(
    ChatModel& model, const Prompt& prompt, ReplyTemplates templates, Settings settings)
{
    const std::string company = settings.company.empty() ? "the company" : settings.company;
    std::unique_ptr<PromptedWriter> writer(
        new PromptedWriter(model, prompt.version(), std::move(templates), std::move(settings)));
    writer->m_system = TRY(prompt.filled({{"company", company}}));
    return writer;
}

std::string PromptedWriter::greeting(const DraftRequest& request) const
{
    const std::string name(text::trim(request.customerName));
    return m_templates.phrase(name.empty() ? Phrase::Greeting : Phrase::GreetingNamed, request.language, name);
}

Draft PromptedWriter::emptyDraft(const DraftRequest& request) const
{
    Draft draft;
    draft.language = request.language;
    draft.usage.provider = provider();
    draft.usage.promptVersion = m_promptVersion;
    draft.sentences.push_back(templateSentence(greeting(request)));
    draft.text = draft.sentences.back().text;
    draft.text += paragraph;
    return draft;
}

void PromptedWriter::abstain(const DraftRequest& request, Draft& draft) const
{
    draft.abstained = true;
    draft.sentences.push_back(templateSentence(m_templates.phrase(Phrase::Abstention, request.language)));
    draft.text += draft.sentences.back().text;
    if (request.onText)
        request.onText(draft.text);
}

PromptMaterial PromptedWriter::materialOf(const DraftRequest& request) const
{
    PromptMaterial material = PromptMaterial::of(request, m_system, m_templates, m_settings.limits);
    material.request.outputTokens = m_settings.outputTokens;
    material.request.temperature = m_settings.temperature;
    material.request.timeout = m_settings.timeout;
    return material;
}

Result<ChatReply> PromptedWriter::ask(const DraftRequest& request, const PromptMaterial& material, std::stop_token stop) const
{
    AnswerStream stream(request.onText, material.redacted, greeting(request) + std::string(paragraph));
    const auto startOver = [&] {
        if (stream.hasSaid() && request.startsOver)
            request.startsOver();
        stream.clear();
    };
    const ChatListener listener{.text = [&](std::string_view piece) { stream.add(piece); }, .startsOver = startOver, .usage = {}};
    auto reply = m_model.reply(material.request, listener, std::move(stop));
    if (reply) {
        const auto problem = unusable(*reply, material.redacted);
        if (!problem) {
            stream.finish(std::string(paragraph) + m_templates.phrase(Phrase::Closing, request.language));
            return reply;
        }
        reply = std::unexpected(*problem);
    }
    startOver();
    return reply;
}

Result<Draft> PromptedWriter::draft(const DraftRequest& request, std::stop_token stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "The draft was cancelled");
    Draft draft = emptyDraft(request);
    if (request.evidence < m_settings.evidenceFloor || request.passages.empty()) {
        abstain(request, draft);
        return draft;
    }
    if (request.revision) {
        DraftRequest first = request;
        first.revision.reset();
        m_model.refused(materialOf(first).request);
    }
    PromptMaterial material = materialOf(request);
    // What is written anew is not known to hold until somebody checks it, and nobody would tell.
    material.request.accepts = [&material, isLast = request.revision.has_value()](
                                   const ChatReply& reply) { return !isLast && !unusable(reply, material.redacted); };
    const ChatReply reply = TRY(ask(request, material, std::move(stop)));
    draft.usage.provider = reply.provider;
    draft.usage.model = reply.model;
    draft.usage.requestId = reply.requestId;
    draft.usage.inputTokens = clamped(reply.usage.totalInput());
    draft.usage.outputTokens = clamped(reply.usage.output);
    if (isNoAnswer(reply.text)) {
        abstain(request, draft);
        return draft;
    }
    std::ranges::move(citedSentences(reply, material, request), std::back_inserter(draft.sentences));
    draft.text += material.redacted.restore(text::trim(reply.text));
    draft.text += paragraph;
    draft.sentences.push_back(templateSentence(m_templates.phrase(Phrase::Closing, request.language)));
    draft.text += draft.sentences.back().text;
    return draft;
}

} // namespace tandem
