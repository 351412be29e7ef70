#pragma once

#include <span>
#include <string_view>

namespace tandem::gateway {

struct Schema {
    std::string_view name; // of components/schemas: the file's name without .json
    std::string_view json;
};

// The files of resources/schemas named in CMakeLists.txt, embedded when the build is configured.
std::span<const Schema> schemas();

// The program's version, "0.1.0".
std::string_view version();

} // namespace tandem::gateway
