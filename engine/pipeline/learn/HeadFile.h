#pragma once

#include "base/Bytes.h"
#include "base/Error.h"
#include "pipeline/learn/LinearHead.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A trained classifier as it is shipped: heads that share classes and word weights' rarity, by what they look at ("both",
// "words", "vectors").
class HeadFile {
public:
    struct Head {
        std::string name;
        LinearHead head;
    };

    std::string kind; // what it judges: "category", "sentiment", "language"
    std::uint64_t dataHash = 0; // of everything it was trained on
    std::vector<std::string> classes;
    std::vector<float> inverseFrequency; // one entry a bucket; empty when no head weighs words by rarity
    std::vector<Head> heads;

    // A file that is damaged, of another version or of another kind is Corrupt and named.
    static Result<HeadFile> load(const std::filesystem::path& file, std::string_view kind);
    // Written beside the target and renamed into place.
    [[nodiscard]] Status save(const std::filesystem::path& file) const;
    // Of everything in it: two files with the same one are the same.
    [[nodiscard]] std::uint64_t fingerprint() const;
    // nullptr when there is none of that name.
    [[nodiscard]] const LinearHead* find(std::string_view name) const;

private:
    [[nodiscard]] std::string bytes() const;
    static void writeHead(ByteWriter& writer, const Head& each);
    static bool readHead(ByteReader& reader, std::size_t classes, Head& each);
};

// What a file that loads but has other parts than this program's is refused with.
std::unexpected<Error> unfitModel(const std::filesystem::path& file);

} // namespace tandem
