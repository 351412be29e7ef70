#include "services/embedding/ModelDirectory.h"

#include "services/embedding/E5Repacker.h"

#include <cstdlib>
#include <string>

namespace tandem {
namespace {

constexpr auto installedName = "multilingual-e5-small-q4_0.gguf";
constexpr auto packedName = "e5-small-q4.bin";

std::filesystem::path environment(const char* variable)
{
    const char* const value = std::getenv(variable); // NOLINT(concurrency-mt-unsafe): nothing sets any
    return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
}

bool isFile(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

} // namespace

std::filesystem::path defaultModelDirectory()
{
    if (auto models = environment("TANDEM_MODELS"); !models.empty())
        return models;
    auto cache = environment("XDG_CACHE_HOME");
    if (cache.empty())
        cache = environment("HOME") / ".cache";
    return cache / "tandem" / "models";
}

Result<std::filesystem::path> installedModel(const std::filesystem::path& modelsDirectory)
{
    auto installed = modelsDirectory / installedName;
    if (isFile(installed))
        return installed;
    const auto packed = modelsDirectory / packedName;
    if (!isFile(packed))
        return failure(ErrorCode::Unavailable,
            "no embedding model is installed in " + modelsDirectory.string() + "; run ./dev models, or set TANDEM_MODELS");
    TRY(repackE5(packed, installed));
    return installed;
}

} // namespace tandem
