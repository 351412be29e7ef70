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
    // Gives the head the next number and keeps it, for use(). Yields the record as it is kept.
    Result<HeadRecord> add(const HeadFile& head, HeadRecord record);
    // From now on; nullopt = the shipped one. What can no longer be gone back to is removed.
    Status use(const std::optional<HeadRecord>& record);
    // What was in use before; where that cannot be told or read, the newest that can and grew from the same `base`; nullopt = the
    // shipped one. Conflict when that is in use.
    [[nodiscard]] Result<std::optional<HeadRecord>> earlier(std::uint64_t base) const;

private:
    [[nodiscard]] std::filesystem::path headFile(int number) const;
    [[nodiscard]] std::filesystem::path recordFile(int number) const;
    [[nodiscard]] Result<HeadRecord> record(int number) const;
    [[nodiscard]] Result<int> usedNumber() const; // 0 = the shipped one
    [[nodiscard]] int highestNumber() const;
    [[nodiscard]] int before(int number) const;
    void removeOthers(const HeadRecord& used) const;

    std::filesystem::path m_folder;
    std::string m_kind;
};

} // namespace tandem
