#pragma once

namespace tandem {

// By how much a time limit of a test is stretched in a build that is slow on purpose: sanitizers and coverage.
#if defined(__SANITIZE_THREAD__)
inline constexpr int slowdown = 20;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int slowdown = 5;
#elif defined(TANDEM_COUNTED) || !defined(__OPTIMIZE__)
inline constexpr int slowdown = 10;
#else
inline constexpr int slowdown = 1;
#endif

// What a person would still call at once, with room for a busy machine: a bound against costs that grow with the input, not a
// measurement (./dev bench ui measures).
inline constexpr int patience = 2000 * slowdown; // ms

} // namespace tandem
