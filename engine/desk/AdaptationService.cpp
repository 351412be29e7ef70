#include "desk/AdaptationService.h"

#include "base/Log.h"
#include "desk/LabelledTexts.h"
#include "desk/Roles.h"
#include "pipeline/understand/CategoryHead.h"

#include <cstdio>
#include <utility>

namespace tandem {

namespace {

constexpr const char* kind = "category";
constexpr const char* whoDecides = "What the category model learns is decided by supervisors and admins";

std::string threeDigits(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3f", value);
    return buffer;
}

AdaptationReport reportOf(const DeskHead& learned)
{
    return {learned.verdict, static_cast<std::int64_t>(learned.examples), learned.shipped, learned.learned, learned.gainLow};
}

// "better 812 macro_f1 0.561 0.702 log_loss 1.094 0.642"
std::string detailOf(const DeskHead& learned)
{
    std::string detail = std::string(name(learned.verdict)) + " " + std::to_string(learned.examples);
    if (learned.verdict == DeskVerdict::Better || learned.verdict == DeskVerdict::NotBetter) {
        detail += " macro_f1 " + threeDigits(learned.shipped.macroF1) + " " + threeDigits(learned.learned.macroF1);
        detail += " log_loss " + threeDigits(learned.shipped.logLoss) + " " + threeDigits(learned.learned.logLoss);
    }
    return detail;
}

// The learned head that the archive says is in use; nullopt = the shipped one. An error says why it is of no use.
Result<std::optional<HeadRecord>> usable(const HeadArchive& archive, const CategoryHead& head)
{
    auto used = TRY(archive.used());
    if (used && used->base != head.shipped().fingerprint())
        return failure(ErrorCode::Conflict,
            "The learned category model grew from another version's model; 'tandemctl learn run' learns it anew");
    return used;
}

bool isLearned(const CategoryHead& head)
{
    return &head.current() != &head.shipped();
}

// What the archive says and what judges may differ: then why, in a sentence.
struct InUse {
    std::optional<HeadRecord> record;
    std::string problem;
};

InUse inUseOf(const HeadArchive& archive, const CategoryHead& head)
{
    const auto used = usable(archive, head);
    if (!used)
        return {std::nullopt, used.error().message};
    if (!*used || isLearned(head))
        return {isLearned(head) ? *used : std::nullopt, ""};
    const auto file = archive.load(**used);
    return {std::nullopt,
        file ? "The learned category model could not be used at the start; restart to try again" : file.error().message};
}

} // namespace

AdaptationService::AdaptationService(
    Store& store, MachineryLoader& machinery, const Clock& clock, const std::filesystem::path& folder)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
    , m_archive(folder, kind)
{
}

void AdaptationService::useLearned(const std::filesystem::path& folder, CategoryHead& head)
{
    const HeadArchive archive(folder, kind);
    const auto used = usable(archive, head);
    if (used && !*used)
        return;
    auto file = used ? archive.load(**used) : std::unexpected(used.error());
    const Status taken = file ? head.use(std::move(*file)) : std::unexpected(file.error());
    if (!taken)
        log::warning("learned_head_not_used", {log::Field::reason(taken.error().message)});
}

Status AdaptationService::claim()
{
    const std::lock_guard lock(m_mutex);
    if (m_isClaimed)
        return failure(ErrorCode::Conflict, "Learning is at work already; try again when it is done");
    m_isClaimed = true;
    return {};
}

void AdaptationService::release(const Result<AdaptationReport>& result)
{
    const std::lock_guard lock(m_mutex);
    m_isClaimed = false;
    m_isRunning = false;
    m_last = result ? std::optional(*result) : std::nullopt;
    m_problem = result ? "" : result.error().message;
}

Result<AdaptationReport> AdaptationService::run(const Actor& actor, const Progress& progress, std::stop_token stop)
{
    TRY(requireDecider(actor, whoDecides));
    TRY(claim());
    auto report = learn(actor, progress, stop);
    release(report);
    return report;
}

Status AdaptationService::begin(const Actor& actor)
{
    TRY(requireDecider(actor, whoDecides));
    TRY(claim());
    const std::lock_guard lock(m_mutex);
    m_isRunning = true;
    // An earlier thread has released, so it is at its end.
    m_thread = std::jthread([this, actor](const std::stop_token& stop) { release(learn(actor, {}, stop)); });
    return {};
}

Result<AdaptationReport> AdaptationService::learn(const Actor& actor, const Progress& progress, const std::stop_token& stop)
{
    Machinery* machinery = TRY(m_machinery.get());
    CategoryHead& head = machinery->understanding->categoryHead();
    const auto used = usable(m_archive, head); // one that cannot be read is as good as none
    const bool hasUsed = used && *used && isLearned(head);
    const auto newSince = hasUsed ? std::optional((*used)->at) : std::nullopt;
    const auto examples = TRY(labelledExamples(m_store, machinery->embedder.get(), newSince, progress, stop));
    const auto elsewhere = machinery->examples ? shelvedExamples(*machinery->examples) : std::vector<DeskExample>();
    const DeskHead learned = TRY(learnDeskHead(head.shipped(), hasUsed ? &head.current() : nullptr, examples, elsewhere, stop));
    return keep(actor, learned, head);
}

Result<AdaptationReport> AdaptationService::keep(const Actor& actor, const DeskHead& learned, CategoryHead& head)
{
    HeadRecord record;
    if (learned.verdict == DeskVerdict::Better) {
        record.base = head.shipped().fingerprint();
        record.at = m_clock.now();
        record.examples = static_cast<std::int64_t>(learned.examples);
        record.shipped = learned.shipped;
        record.learned = learned.learned;
        record.gainLow = learned.gainLow;
        record = TRY(m_archive.add(learned.file, record));
    }
    // Nothing judges otherwise without an entry that says so.
    TRY(note(actor, "learning.run", record.number, detailOf(learned)));
    if (learned.verdict == DeskVerdict::Better) {
        TRY(m_archive.use(record));
        TRY(head.use(learned.file));
    }
    return reportOf(learned);
}

Status AdaptationService::back(const Actor& actor)
{
    TRY(requireDecider(actor, whoDecides));
    TRY(claim());
    const Status done = [&]() -> Status {
        Machinery* machinery = TRY(m_machinery.get());
        CategoryHead& head = machinery->understanding->categoryHead();
        const auto earlier = TRY(m_archive.earlier(head.shipped().fingerprint()));
        HeadFile file;
        if (earlier)
            file = TRY(m_archive.load(*earlier));
        TRY(note(actor, "learning.back", earlier ? earlier->number : 0, ""));
        TRY(m_archive.use(earlier));
        if (earlier)
            TRY(head.use(std::move(file)));
        else
            head.useShipped();
        return {};
    }();
    const std::lock_guard lock(m_mutex);
    m_isClaimed = false;
    return done;
}

Result<AdaptationStatus> AdaptationService::status(const Actor& actor)
{
    TRY(requireDeskPerson(actor, "What the category model learned is told to agents, supervisors and admins"));
    AdaptationStatus status;
    TRY(m_store.read([&](Transaction& transaction) -> Status {
        status.set = TRY(transaction.labels().count(LabelEvidence::Set));
        status.confirmed = TRY(transaction.labels().count(LabelEvidence::Confirmed));
        return {};
    }));
    Machinery* machinery = TRY(m_machinery.ready());
    InUse inUse = inUseOf(m_archive, machinery->understanding->categoryHead());
    status.used = std::move(inUse.record);
    const std::lock_guard lock(m_mutex);
    status.isRunning = m_isRunning;
    status.last = m_last;
    status.problem = m_problem.empty() ? inUse.problem : m_problem;
    return status;
}

// "category-3" is the learned head of that number, "category-0" the shipped one.
Status AdaptationService::note(const Actor& actor, std::string_view action, int number, const std::string& detail)
{
    return m_store.write([&](Transaction& transaction) -> Status {
        return transaction.audit().append(
            {0, m_clock.now(), actor.id, std::string(action), std::string(kind) + "-" + std::to_string(number), detail, ""});
    });
}

} // namespace tandem
