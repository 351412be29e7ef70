#pragma once

#include "base/Error.h"
#include "model/LearnedHead.h"
#include "pipeline/learn/HeadFile.h"

#include <filesystem>
#include <optional>
#include <string>

namespace tandem {

// The classifiers of one kind that a desk learned, in a folder of its workspace: category-3.head with category-3.json, and
// category.json, which says which one is in use. Every file is replaced as a whole, the last one last, so a crash leaves what was
// in use in use. The few that one can go back to are kept. One thread at a time may change it; others may read.
class HeadArchive {
public:
    HeadArchive(std::filesystem::path folder, std::string kind);

    // What is in use; nullopt = the shipped one. Corrupt when it says something that cannot be read.
    [[nodiscard]] Result<std::optional<HeadRecord>> used() const;
    [[nodiscard]] Result<HeadFile> load(const HeadRecord& record) const;
    // Gives the head the next number and uses it. Yields the record as it is kept.
    Result<HeadRecord> add(const HeadFile& head, HeadRecord record);
    // Uses what was in use before, or the shipped one when that is gone or grew from another one than `base`.
    Result<std::optional<HeadRecord>> back(std::uint64_t base);

private:
    [[nodiscard]] std::filesystem::path headFile(int number) const;
    [[nodiscard]] std::filesystem::path recordFile(int number) const;
    [[nodiscard]] Result<HeadRecord> record(int number) const;
    [[nodiscard]] int highestNumber() const;
    Status use(int number);
    void removeOthers(const HeadRecord& used) const;

    std::filesystem::path m_folder;
    std::string m_kind;
};

} // namespace tandem
