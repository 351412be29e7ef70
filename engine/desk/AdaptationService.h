#pragma once

#include "base/Clock.h"
#include "desk/Adaptation.h"
#include "operations/Machinery.h"
#include "pipeline/learn/HeadArchive.h"
#include "services/store/Store.h"

#include <filesystem>
#include <mutex>
#include <thread>

namespace tandem {

class CategoryHead;

class AdaptationService final : public Adaptation {
public:
    // Learned heads are kept in `folder`. References outlive the service.
    AdaptationService(Store& store, MachineryLoader& machinery, const Clock& clock, const std::filesystem::path& folder);

    Result<AdaptationReport> run(const Actor& actor, const Progress& progress, std::stop_token stop) override;
    Status begin(const Actor& actor) override;
    Status back(const Actor& actor) override;
    Result<AdaptationStatus> status(const Actor& actor) override;

    // Puts the learned head that the folder says is in use into `head`. What cannot be used is logged; the shipped one then
    // stays.
    static void useLearned(const std::filesystem::path& folder, CategoryHead& head);

private:
    Status claim();
    void release(const Result<AdaptationReport>& result);
    Result<AdaptationReport> learn(const Actor& actor, const Progress& progress, const std::stop_token& stop);
    Result<AdaptationReport> keep(const Actor& actor, const struct DeskHead& learned, CategoryHead& head);
    Status note(const Actor& actor, std::string_view action, int number, const std::string& detail);

    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
    HeadArchive m_archive; // of who has claimed
    std::mutex m_mutex;
    bool m_isClaimed = false;
    bool m_isRunning = false;
    std::optional<AdaptationReport> m_last;
    std::string m_problem;
    std::jthread m_thread; // last: it uses everything above
};

} // namespace tandem
