# Flags and helpers that every target shares. Each target links tandem_flags; nothing sets flags by hand.
option(TANDEM_CONSOLE "Build the Qt Widgets console" ON)
option(TANDEM_COVERAGE "Instrument for gcovr" OFF)
option(TANDEM_FUZZ "Build the fuzzers; needs clang" OFF)
set(TANDEM_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
include(CTest)

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(tandem_flags INTERFACE)
target_compile_options(tandem_flags INTERFACE
    -Wall -Wextra -Werror -pedantic-errors -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wimplicit-fallthrough -Wundef -fno-omit-frame-pointer $<$<CONFIG:RelWithDebInfo>:-O2;-g1>)
target_compile_definitions(tandem_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_URL_CAST_FROM_STRING
    $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
find_program(MOLD mold)
if(MOLD)
    target_link_options(tandem_flags INTERFACE -fuse-ld=mold)
endif()
if(TANDEM_SANITIZE)
    # GCC 12 reports false maybe-uninitialized and restrict findings in instrumented library headers.
    target_compile_options(tandem_flags INTERFACE -fsanitize=${TANDEM_SANITIZE} -fno-sanitize-recover=all -Wno-error)
    target_link_options(tandem_flags INTERFACE -fsanitize=${TANDEM_SANITIZE})
endif()
if(TANDEM_FUZZ)
    # Warnings are GCC's business; here clang only drives libFuzzer.
    target_compile_options(tandem_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -w -Wno-error -UNDEBUG)
    target_link_options(tandem_flags INTERFACE -fsanitize=address,undefined)
endif()
if(TANDEM_COVERAGE)
    # Optimised a little: without it the tests take three times as long.
    target_compile_options(tandem_flags INTERFACE -fprofile-arcs -ftest-coverage -fprofile-update=atomic -O1)
    target_link_options(tandem_flags INTERFACE --coverage)
    target_compile_definitions(tandem_flags INTERFACE TANDEM_COUNTED)
endif()

# tandem_layer(<name> [PUBLIC lib...] [PRIVATE lib...]): one static library made of the current folder's .cpp files.
# Include paths start at engine/ ("base/Error.h"); tests/architecture checks who includes whom.
function(tandem_layer name)
    cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    if(NOT sources)
        file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp "// This layer holds headers only.\n")
        set(sources ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp)
    endif()
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/engine)
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE tandem_flags ${ARG_PRIVATE})
endfunction()
