#pragma once

#include <string>

namespace tandem {

// llama.cpp and ggml report errors through their log alone, on the calling thread. This keeps all of it off stderr and
// remembers a thread's first error. Call before each use; also starts llama.cpp, once a process.
void beginLlamaCall();
// The first error since beginLlamaCall() on this thread, or `otherwise`.
std::string llamaError(const std::string& otherwise);
// For an exception that came out of llama.cpp.
void noteLlamaError(const std::string& message);

} // namespace tandem
