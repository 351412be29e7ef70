#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace tandem::ui {

// A line of two texts laid side by side.
struct DiffLine {
    enum class Kind : std::uint8_t { Same, Out, In, Gap }; // Gap: lines that both have and that are left out
    Kind kind = Kind::Same;
    int before = 0; // number in the former text, from 1; 0 = not in it. Gap: how many lines
    int after = 0;
    QString text;
    int changeBegin = 0; // what differs from the line it stands for
    int changeLength = 0;
};

// What turns `before` into `after`, line by line, as few lines as can be; texts that have next to nothing in common are taken out
// and put in whole. Of what both have, `context` lines around each change stay. Pure.
std::vector<DiffLine> lineDiff(const QString& before, const QString& after, int context = 3);

} // namespace tandem::ui
