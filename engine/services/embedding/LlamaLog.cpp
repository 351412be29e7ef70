#include "services/embedding/LlamaLog.h"

#if TANDEM_WITH_LLAMA

#include "base/Text.h"

#include <llama.h>

#include <mutex>

namespace tandem {
namespace {

thread_local std::string firstError;

void onLog(ggml_log_level level, const char* text, void* /*user*/)
{
    if (level == GGML_LOG_LEVEL_ERROR)
        noteLlamaError(std::string(text::trim(text)));
}

} // namespace

void beginLlamaCall()
{
    static std::once_flag once;
    std::call_once(once, [] {
        llama_log_set(&onLog, nullptr); // ggml's too
        llama_backend_init();
    });
    firstError.clear();
}

std::string llamaError(const std::string& otherwise)
{
    return firstError.empty() ? otherwise : firstError;
}

void noteLlamaError(const std::string& message)
{
    if (firstError.empty())
        firstError = message;
}

} // namespace tandem

#endif
