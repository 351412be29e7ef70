#pragma once

#include <QRect>
#include <QString>

class QWidget;

namespace tandem::ui {

// A painted widget whose parts a reader of the screen should find as children. Mixed into a QWidget.
class PartsOwner {
public:
    PartsOwner() = default;
    PartsOwner(const PartsOwner&) = delete;
    PartsOwner& operator=(const PartsOwner&) = delete;
    virtual ~PartsOwner() = default;

    [[nodiscard]] virtual int partCount() const = 0;
    [[nodiscard]] virtual QString partName(int part) const = 0;
    // In the widget's coordinates; empty when out of sight.
    [[nodiscard]] virtual QRect partRect(int part) const = 0;
    // The part that is selected; −1 = none.
    [[nodiscard]] virtual int currentPart() const { return -1; }
};

// Makes Qt ask the PartsOwners among the widgets. Once per process is enough; more does no harm.
void installAccessibleParts();
// Tells a reader of the screen that the selected part is another.
void announcePart(QWidget* owner, int part);

} // namespace tandem::ui
