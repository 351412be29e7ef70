#pragma once

#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "pipeline/Pipeline.h"
#include "pipeline/understand/ExampleShelf.h"
#include "services/llm/Translator.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tandem {

// The parts that take seconds to load: models, indexes, and the pipeline over them. Members are destroyed in reverse order.
struct Machinery {
    std::unique_ptr<Embedder> embedder; // null without a local model
    std::string embedderNotice; // why it is null; "" when it is there
    std::unique_ptr<KnowledgeBase> knowledge;
    std::unique_ptr<Understanding> understanding;
    std::unique_ptr<ExampleShelf> examples; // null when the file is missing or damaged
    std::unique_ptr<ReplyTemplates> templates;
    std::unique_ptr<LanguageModel> composer;
    std::unique_ptr<LanguageModel> chatWriter; // null: the composer writes all
    std::unique_ptr<Translator> translator; // null: there is no chat model; uses those of chatWriter
    std::unique_ptr<Grounding> grounding;
    DraftRules rules; // of the desk
    std::unique_ptr<RecentTickets> recent;
    std::unique_ptr<Pipeline> pipeline;
};

// Loads the machinery once, on a thread of its own or when first asked for. Thread-safe.
class MachineryLoader {
public:
    using Load = std::function<Result<std::unique_ptr<Machinery>>()>;

    explicit MachineryLoader(Load load);

    // Begins to load; returns at once. `then` runs on the loading thread when it has worked.
    void start(std::function<void()> then);
    // Loads if nobody has begun, waits if somebody has. The pointer lives as long as the loader.
    Result<Machinery*> get();
    // The same without waiting: Unavailable and retryable while it loads.
    Result<Machinery*> now();
    // Loads if nobody has begun; Unavailable and retryable while somebody else's loading runs.
    Result<Machinery*> ready();

private:
    void load();

    Load m_load;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_begun = false;
    std::optional<Result<std::unique_ptr<Machinery>>> m_loaded;
    std::jthread m_thread; // last: it uses everything above
};

} // namespace tandem
