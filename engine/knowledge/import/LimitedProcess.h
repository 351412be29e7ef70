#pragma once

#include "base/Error.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A program that reads a stranger's file: what goes wrong in it must cost no more than this.
struct ProcessLimits {
    std::chrono::milliseconds time{60'000}; // by the clock, and as much of the processor
    std::size_t memory = std::size_t{1} << 30; // bytes of address space
    std::size_t output = std::size_t{16} << 20; // bytes on standard output
};

struct ProcessOutput {
    int status = 0; // exit status
    std::string output;
    std::string errors; // the first few kilobytes
};

// Runs a program of the search path with `input` as its standard input (a file: the program may seek in it) and waits for it.
// It writes no files, gets no open files but these three, an environment of PATH and LC_ALL alone, and ends with this process.
// NotFound: there is no such program. TimedOut, TooLarge: it passed a limit and was ended. Cancelled: `stop` was asked for.
// Unavailable: it crashed or could not be started. May be called by several threads at once.
Result<ProcessOutput> runLimited(
    const std::vector<std::string>& command, std::string_view input, const ProcessLimits& limits, const std::stop_token& stop);

} // namespace tandem
