# Writes OUTPUT, a C++ source with the text of every NNNN_name.sql in FOLDER, so that the programs need no file at run time.
# Raw string literals are limited to 64 KiB by some compilers: a migration that grows past that is split into two.
file(GLOB files "${FOLDER}/*.sql")
list(SORT files)
set(entries "")
set(expected 1)
foreach(file ${files})
    get_filename_component(name ${file} NAME)
    if(NOT name MATCHES "^0*([0-9]+)_[a-z0-9_]+\\.sql$")
        message(FATAL_ERROR "${name}: a migration is named NNNN_words.sql")
    endif()
    if(NOT CMAKE_MATCH_1 EQUAL expected)
        message(FATAL_ERROR "${name}: migrations count up by one; ${expected} was expected here")
    endif()
    math(EXPR expected "${expected} + 1")
    file(READ ${file} text)
    string(APPEND entries "    { \"${name}\", R\"sqltext(${text})sqltext\" },\n")
endforeach()
math(EXPR count "${expected} - 1")
file(WRITE ${OUTPUT}.new "// Made from resources/sql/sqlite.
#include \"services/store/SqliteMigrations.h\"

namespace tandem {

namespace {
constexpr Migration migrations[] = {
${entries}};
} // namespace

std::span<const Migration> embeddedMigrations()
{
    return migrations;
}

} // namespace tandem
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
