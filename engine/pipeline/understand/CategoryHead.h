#pragma once

#include "base/Error.h"
#include "pipeline/learn/HeadFile.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace tandem {

// The category classifier in use: the shipped one, or one that the desk learned. Thread-safe; who judges never waits.
class CategoryHead {
public:
    explicit CategoryHead(HeadFile shipped);
    CategoryHead(const CategoryHead&) = delete;
    CategoryHead& operator=(const CategoryHead&) = delete;
    ~CategoryHead() = default;

    [[nodiscard]] const HeadFile& shipped() const { return m_shipped->file; }
    // Valid as long as this: a head that was in use once is kept, since somebody may still be judging by it. They are few.
    [[nodiscard]] const HeadFile& current() const { return m_current.load(std::memory_order_acquire)->file; }
    // HeadFile::fingerprint() of current(), worked out once.
    [[nodiscard]] std::uint64_t currentFingerprint() const { return m_current.load(std::memory_order_acquire)->fingerprint; }
    // From now on. Corrupt when it has not the shape of the shipped one.
    Status use(HeadFile learned);
    void useShipped();

private:
    struct Known {
        HeadFile file;
        std::uint64_t fingerprint = 0;
    };

    using Heads = std::vector<std::unique_ptr<const Known>>;
    static Heads only(HeadFile shipped);

    std::mutex m_mutex; // of those who change it
    Heads m_all; // the shipped one first
    const Known* m_shipped;
    std::atomic<const Known*> m_current;
};

} // namespace tandem
