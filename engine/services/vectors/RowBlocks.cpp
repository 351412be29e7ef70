#include "services/vectors/RowBlocks.h"

#include <cstdlib>
#include <new>

#include <sys/mman.h>

namespace tandem {
namespace {

constexpr std::size_t largePage = std::size_t{2} << 20U;

}

void RowBlocks::Release::operator()(std::byte* block) const
{
    std::free(block);
}

std::byte* RowBlocks::append()
{
    if (m_rows >> blockShift == m_blocks.size()) {
        const std::size_t size = ((m_rowBytes << blockShift) + largePage - 1) / largePage * largePage;
        void* memory = std::aligned_alloc(largePage, size);
        if (memory == nullptr)
            throw std::bad_alloc();
        // Searches jump from row to row: with large pages they look up far fewer pages. Only whole ones, or the last would be
        // mostly empty. Advice; its failure is fine.
        (void)::madvise(memory, (m_rowBytes << blockShift) / largePage * largePage, MADV_HUGEPAGE);
        m_blocks.emplace_back(static_cast<std::byte*>(memory));
    }
    return at(m_rows++);
}

} // namespace tandem
