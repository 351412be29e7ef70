#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/llm/Translator.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

#include <filesystem>
#include <memory>

// Who writes drafts and translates, put together from Config: a part of the composition root.
namespace tandem {

struct WriterParts {
    const Config& config;
    std::filesystem::path resources;
    const ReplyTemplates& templates;
    double evidenceFloor = 0; // Composer::Settings
    Milliseconds stageDeadline{}; // a model gets most of it, so that the composer can still write
    Store& store;
    Metrics& metrics;
    const Clock& clock;
};

struct Writers {
    std::unique_ptr<LanguageModel> composer;
    std::unique_ptr<LanguageModel> chat; // null: the composer writes all; else it falls back to the composer, which outlives it
    std::unique_ptr<Translator> translator; // null where `chat` is, which outlives it
};

// The composer alone, or a chat model (llm.provider, then those of llm.fallback) behind breakers, meter, retries and the egress
// ledger, and the composer where all of them fail. `parts` but for templates outlive it. InvalidArgument names the setting that
// does not hold; a provider of llm.fallback that cannot be asked is left out with a warning.
Result<Writers> makeWriters(const WriterParts& parts);

// Tickets that may wait for a provider at once; 0 when drafts are written by this machine's own work.
int draftsAtOnce(const Config& config);

} // namespace tandem
