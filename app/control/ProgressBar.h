#pragma once

namespace tandem::app {

// A bar on standard error when that is a terminal; nothing otherwise. One thread at a time.
class ProgressBar {
public:
    ProgressBar();

    void show(int done, int all);
    void clear();

private:
    bool m_onTerminal = false;
    int m_shownCells = -1; // what is on the screen; it is written again only when it changes
    int m_shownDone = -1;
};

} // namespace tandem::app
