#include "services/llm/PromptedTranslator.h"

#include <deque>
#include <map>
#include <utility>

namespace tandem {

namespace {

// What is kept of a piece: who wrote it, a line each, and the translation with its marks.
std::string keptForm(const ChatReply& reply)
{
    return reply.provider + "\n" + reply.model + "\n" + std::string(text::trim(reply.text));
}

ChatReply replyFrom(std::string_view kept)
{
    ChatReply reply;
    for (std::string* line : {&reply.provider, &reply.model}) {
        const std::size_t end = kept.find('\n');
        *line = kept.substr(0, end);
        kept.remove_prefix(end == std::string_view::npos ? kept.size() : end + 1);
    }
    reply.text = kept;
    return reply;
}

// What tells a piece's answer in a batch: the same for the same piece, so that a batch can be fetched by who has its texts.
std::string idOf(const Cache::Key& key)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (const std::uint8_t byte : key) {
        id += digits[byte >> 4U];
        id += digits[byte & 0xFU];
    }
    return id;
}

// A piece in a batch.
struct Asked {
    TranslationJob* job = nullptr;
    std::size_t piece = 0;
    std::size_t entry = 0;
    Cache::Key key{};
};

} // namespace

Result<std::unique_ptr<PromptedTranslator>> PromptedTranslator::create(
    ChatModel& model, Cache& cache, const Clock& clock, const Prompt& prompt, Settings settings)
{
    settings.job.system = TRY(prompt.filled({}));
    return std::unique_ptr<PromptedTranslator>(
        new PromptedTranslator(model, cache, clock, prompt.version(), std::move(settings)));
}

PromptedTranslator::PromptedTranslator(
    ChatModel& model, Cache& cache, const Clock& clock, std::string promptVersion, Settings settings)
    : m_model(model)
    , m_cache(cache)
    , m_clock(clock)
    , m_promptVersion(std::move(promptVersion))
    , m_settings(std::move(settings))
{
}

Status PromptedTranslator::check(const TranslationTask& task) const
{
    TRY(TranslationJob::check(task));
    if (task.request.text.size() > m_settings.longest)
        return failure(ErrorCode::TooLarge,
            "The text has " + std::to_string(task.request.text.size()) + " bytes; at most " + std::to_string(m_settings.longest)
                + " are translated at once: send it in parts");
    return {};
}

Result<Translation> PromptedTranslator::translate(const TranslationTask& task, std::stop_token stop)
{
    TRY(check(task));
    TranslationJob job(task, m_settings.job);
    return finish(job, task, stop);
}

Result<std::vector<Result<Translation>>> PromptedTranslator::translateTogether(
    const std::vector<TranslationTask>& tasks, const GroupWatch& watch, std::stop_token stop)
{
    if (m_settings.batches == nullptr)
        return failure(ErrorCode::Unavailable,
            "Texts cannot be translated in one batch: that needs llm.provider = anthropic. Translate them one by one, without "
            "llm.batch");
    std::vector<Status> checked;
    std::deque<TranslationJob> jobs; // of those that hold
    std::vector<BatchEntry> entries;
    std::vector<Asked> asked;
    std::map<std::string, std::size_t> places; // of an entry's id among the entries; equal pieces are asked once
    for (const TranslationTask& task : tasks) {
        checked.push_back(check(task));
        if (!checked.back())
            continue;
        TranslationJob& job = jobs.emplace_back(task, m_settings.job);
        if (!task.request.ticket.empty()) // a batch belongs to no ticket, so its text would outlive the customer's
            continue;
        for (const std::size_t piece : job.open()) {
            const Cache::Key key = keyOf(task, job.masked(piece));
            if (takeKept(job, piece, key))
                continue;
            const std::string id = idOf(key);
            const auto [place, isNew] = places.try_emplace(id, entries.size());
            if (isNew)
                entries.push_back({id, job.request(piece)});
            asked.push_back({&job, piece, place->second, key});
        }
    }
    if (!entries.empty()) {
        const BatchWatch batchWatch{.progress =
                                        [&](const BatchState& state) {
                                            if (watch.progress)
                                                watch.progress({state.id, state.running, state.phase == BatchPhase::Ended});
                                        },
            .begun = watch.begun};
        const auto replies = TRY(runBatch(*m_settings.batches, entries, m_settings.patience, batchWatch, stop));
        for (const Asked& one : asked)
            hear(*one.job, one.piece, one.key, replies[one.entry]);
    }
    std::vector<Result<Translation>> translations;
    auto job = jobs.begin();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (checked[i])
            translations.push_back(finish(*job++, tasks[i], stop));
        else
            translations.push_back(std::unexpected(checked[i].error()));
    }
    return translations;
}

// Asks what is open, piece by piece.
Result<Translation> PromptedTranslator::finish(
    TranslationJob& job, const TranslationTask& task, const std::stop_token& stop) const
{
    const auto deadline = m_clock.steady() + m_settings.timeout;
    for (auto open = job.open(); !open.empty(); open = job.open()) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "The translation was cancelled");
        const auto left = std::chrono::duration_cast<Milliseconds>(deadline - m_clock.steady());
        if (left <= Milliseconds{0})
            return retryableFailure(ErrorCode::TimedOut, "The translation took too long: try a shorter part, or later");
        ask(job, open.front(), task, left, stop);
    }
    return job.result();
}

Cache::Key PromptedTranslator::keyOf(const TranslationTask& task, const std::string& masked) const
{
    std::string asked = "translation 1\n" + m_promptVersion + "\n" + std::string(name(task.request.from.value_or(Language::En)))
        + "\n" + std::string(name(task.request.to)) + "\n";
    asked += std::to_string(m_settings.models.size()) + ":" + m_settings.models;
    return Cache::keyOf(asked + masked);
}

bool PromptedTranslator::takeKept(TranslationJob& job, std::size_t piece, const Cache::Key& key) const
{
    if (m_settings.life <= Milliseconds{0} || !job.isFirstTry(piece))
        return false;
    const auto kept = m_cache.find(key);
    return kept && job.hear(piece, replyFrom(*kept));
}

void PromptedTranslator::hear(TranslationJob& job, std::size_t piece, const Cache::Key& key, const Result<ChatReply>& reply) const
{
    if (job.hear(piece, reply) && m_settings.life > Milliseconds{0})
        m_cache.put(key, keptForm(*reply), m_settings.life);
}

void PromptedTranslator::ask(
    TranslationJob& job, std::size_t piece, const TranslationTask& task, Milliseconds time, const std::stop_token& stop) const
{
    const Cache::Key key = keyOf(task, job.masked(piece));
    if (takeKept(job, piece, key))
        return;
    ChatRequest request = job.request(piece);
    request.timeout = time;
    hear(job, piece, key, m_model.reply(request, {}, stop));
}

} // namespace tandem
