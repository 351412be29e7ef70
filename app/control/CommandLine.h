#pragma once

#include "app/common/Setup.h"

namespace tandem::app {

Exit runCommandLine(int count, const char* const* arguments);

} // namespace tandem::app
