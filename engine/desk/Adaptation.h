#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/LearnedHead.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace tandem {

struct AdaptationReport {
    DeskVerdict verdict = DeskVerdict::TooFew;
    std::int64_t examples = 0;
    HeadFigures shipped; // as the learned ones, on the same held-back tickets; 0 when nothing was tried
    HeadFigures learned;
    double gainLow = 0;
};

struct AdaptationStatus {
    std::int64_t set = 0; // tickets whose category a person set
    std::int64_t confirmed = 0; // … left as it was when resolving
    std::optional<HeadRecord> used; // judges now; nullopt = the shipped head does
    bool isRunning = false; // begin() is at work
    // Of the last run in this process, by run() or begin().
    std::optional<AdaptationReport> last;
    std::string problem; // why it failed, or why what was learned is not in use; one sentence
};

// What the desk's own tickets teach about categories: the category head is fitted to the labels that people set or confirmed (see
// Conversations), kept only when it is better on tickets that it has not seen, and can be taken back. Thread-safe. Supervisors
// and admins decide, agents read; others get Forbidden.
class Adaptation {
public:
    Adaptation() = default;
    Adaptation(const Adaptation&) = delete;
    Adaptation& operator=(const Adaptation&) = delete;
    virtual ~Adaptation() = default;

    using Progress = std::function<void(int done, int all)>; // texts read

    // Learns now and returns when it is decided; a better head judges from then on. Conflict while another run is at work.
    virtual Result<AdaptationReport> run(const Actor& actor, const Progress& progress, std::stop_token stop) = 0;
    // The same on a thread of its own; status() tells what came of it.
    virtual Status begin(const Actor& actor) = 0;
    // Goes back to the head that was in use before, in the end to the shipped one. Conflict when that is in use, or while
    // learning.
    virtual Status back(const Actor& actor) = 0;
    virtual Result<AdaptationStatus> status(const Actor& actor) = 0;
};

} // namespace tandem
