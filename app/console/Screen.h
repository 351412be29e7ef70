#pragma once

#include "base/Error.h"
#include "ui/theme/Theme.h"

#include <memory>

namespace tandem::app {

// What the console shows beside its window. UI thread; needs the QApplication.

// Whether somebody can see and answer a dialog; not on the platforms that draw into nothing.
bool canBeSeen();

// The theme in the person's own choice, with the application's style on it; both go together.
class Screen {
public:
    // NotFound: Tandem's resources are not there.
    static Result<std::unique_ptr<Screen>> open();
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    [[nodiscard]] ui::Theme& theme() { return m_theme; }
    // Says in a window why the console does not start, and returns when it was read. Nothing where nobody could see it.
    void sayNotStarted(const Error& error);

private:
    explicit Screen(const QString& icons);

    ui::Theme m_theme;
};

// The same without a theme, when that is what is missing.
void sayNotStarted(const Error& error);

} // namespace tandem::app
