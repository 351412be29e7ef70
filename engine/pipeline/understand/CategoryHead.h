#pragma once

#include "base/Error.h"
#include "pipeline/learn/HeadFile.h"

#include <atomic>
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

    [[nodiscard]] const HeadFile& shipped() const { return *m_shipped; }
    // Valid as long as this: a head that was in use once is kept, since somebody may still be judging by it. They are few.
    [[nodiscard]] const HeadFile& current() const { return *m_current.load(std::memory_order_acquire); }
    // From now on. Corrupt when it has not the shape of the shipped one.
    Status use(HeadFile learned);
    void useShipped();

private:
    std::mutex m_mutex; // of those who change it
    std::vector<std::unique_ptr<const HeadFile>> m_all; // the shipped one first
    const HeadFile* m_shipped;
    std::atomic<const HeadFile*> m_current;
};

} // namespace tandem
