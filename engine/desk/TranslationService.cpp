#include "desk/TranslationService.h"

#include "desk/Roles.h"
#include "desk/TranslationTasks.h"

#include <functional>
#include <utility>

namespace tandem {

namespace {

// Gives its place back.
class Place {
public:
    template <typename Semaphore>
    explicit Place(Semaphore& places)
        : m_release([&places] { places.release(); })
    {
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { m_release(); }

private:
    std::function<void()> m_release;
};

constexpr const char* whoMay = "Texts are translated for agents, supervisors and admins";

} // namespace

TranslationService::TranslationService(Store& store, MachineryLoader& machinery)
    : m_store(store)
    , m_machinery(machinery)
{
}

Result<Translation> TranslationService::translate(const Actor& actor, const TranslationRequest& request, std::stop_token stop)
{
    TRY(requireDeskPerson(actor, whoMay));
    const Machinery* machinery = TRY(m_machinery.ready());
    Translator* translator = TRY(translatorOf(*machinery));
    const TranslationTask task = TRY(translationTask(m_store, *machinery, request));
    if (!m_places.try_acquire())
        return retryableFailure(ErrorCode::RateLimited, "Too many texts are being translated: try again in a moment");
    const Place place(m_places);
    auto translation = translator->translate(task, std::move(stop));
    if (!translation)
        return std::unexpected(asHeardByPeople(std::move(translation).error()));
    return translation;
}

Result<std::vector<Result<Translation>>> TranslationService::translateGroup(
    const Actor& actor, const std::vector<TranslationRequest>& requests, const GroupWatch& watch, std::stop_token stop)
{
    TRY(requireDeskPerson(actor, whoMay));
    const Machinery* machinery = TRY(m_machinery.ready());
    Translator* translator = TRY(translatorOf(*machinery));
    std::vector<Result<Translation>> translations;
    std::vector<TranslationTask> tasks;
    std::vector<std::size_t> places; // of the tasks among the requests
    for (const TranslationRequest& request : requests) {
        auto task = translationTask(m_store, *machinery, request);
        translations.push_back(task ? Result<Translation>() : std::unexpected(task.error()));
        if (!task)
            continue;
        places.push_back(translations.size() - 1);
        tasks.push_back(std::move(*task));
    }
    if (tasks.empty())
        return translations;
    auto group = translator->translateTogether(tasks, watch, std::move(stop));
    if (!group)
        return std::unexpected(asHeardByPeople(std::move(group).error()));
    for (std::size_t i = 0; i < group->size(); ++i) {
        Result<Translation>& one = (*group)[i];
        translations[places[i]] = one ? std::move(one) : std::unexpected(asHeardByPeople(std::move(one).error()));
    }
    return translations;
}

} // namespace tandem
