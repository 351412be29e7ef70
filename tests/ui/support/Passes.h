#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <ctime>
#include <functional>

namespace tandem {

// How long the UI thread was away at a time: on the clock, and of that at work (others' processes leave the latter alone).
struct Passes {
    qint64 longest = 0; // ms
    qint64 longestWork = 0; // ms
};

inline qint64 threadWork()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// Runs `act` and counts it as a pass.
inline void pass(Passes& passes, const std::function<void()>& act)
{
    const qint64 work = threadWork();
    QElapsedTimer clock;
    clock.start();
    act();
    passes.longest = std::max(passes.longest, clock.elapsed());
    passes.longestWork = std::max(passes.longestWork, threadWork() - work);
}

// Turns the event loop until `done`, or for `milliseconds`. False: it did not come to be.
inline bool turn(Passes& passes, int milliseconds, const std::function<bool()>& done)
{
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > milliseconds)
            return false;
        pass(passes, [] { QCoreApplication::processEvents(QEventLoop::AllEvents); });
        QThread::msleep(1);
    }
    return true;
}

inline void say(const char* what, const Passes& passes)
{
    qInfo("%s: longest pass %lld ms, %lld ms at work", what, static_cast<long long>(passes.longest),
        static_cast<long long>(passes.longestWork));
}

} // namespace tandem
