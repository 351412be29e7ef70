#include "app/control/ProgressBar.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace tandem::app {

namespace {

constexpr int cells = 40;

} // namespace

ProgressBar::ProgressBar()
    : m_onTerminal(isatty(STDERR_FILENO) == 1)
{
}

void ProgressBar::show(int done, int all)
{
    if (!m_onTerminal || all <= 0)
        return;
    done = std::clamp(done, 0, all);
    const int filled = static_cast<int>(std::min<long long>(cells, 1LL * cells * done / all));
    if (filled == m_shownCells && done - m_shownDone < 10 && (done != all || done == m_shownDone))
        return;
    m_shownCells = filled;
    m_shownDone = done;
    const std::string bar
        = std::string(static_cast<std::size_t>(filled), '#') + std::string(static_cast<std::size_t>(cells - filled), '.');
    std::cerr << "\r[" << bar << "] " << done << "/" << all << " documents\033[K" << std::flush;
}

void ProgressBar::clear()
{
    if (m_onTerminal && m_shownCells >= 0)
        std::cerr << "\r\033[K" << std::flush;
    m_shownCells = -1;
}

} // namespace tandem::app
