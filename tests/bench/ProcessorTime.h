#pragma once

#include <ctime>

namespace tandem::bench {

// Of this process: on a busy machine the clock on the wall measures the others.
inline double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

} // namespace tandem::bench
