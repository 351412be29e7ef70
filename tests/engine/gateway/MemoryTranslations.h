#pragma once

#include "desk/Translations.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace tandem {

// A translator that puts a text between angle brackets; one that is "endless" takes until it is released or stopped.
class MemoryTranslations final : public Translations {
public:
    Result<Translation> translate(const Actor&, const TranslationRequest& request, std::stop_token stop) override
    {
        if (request.text == "endless") {
            std::unique_lock lock(m_mutex);
            ++m_begun;
            m_changed.notify_all();
            const bool isReleased = m_changed.wait_for(lock, stop, std::chrono::seconds(20), [this] { return m_released; });
            m_stopped += stop.stop_requested() ? 1 : 0;
            m_changed.notify_all();
            if (!isReleased)
                return failure(ErrorCode::Cancelled, "The translation was cancelled");
        }
        if (request.text == "no model")
            return failure(ErrorCode::Unavailable, "Nothing can be translated: no chat model is configured.");
        if (request.text == "busy")
            return retryableFailure(ErrorCode::Unavailable, "A secret server is away");
        if (request.ticket == TicketId("t9"))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        return Translation{"<" + request.text + ">", request.from.value_or(Language::En), request.to, "anthropic", "m-1"};
    }

    // Of texts that are "endless".
    bool waitForBegun(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_begun >= count; });
    }
    bool waitForStopped(int count)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_stopped >= count; });
    }
    void release()
    {
        const std::scoped_lock lock(m_mutex);
        m_released = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    int m_begun = 0;
    int m_stopped = 0;
    bool m_released = false;
};

} // namespace tandem
