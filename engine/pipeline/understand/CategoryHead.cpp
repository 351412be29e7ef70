#include "pipeline/understand/CategoryHead.h"

#include <algorithm>
#include <string>

namespace tandem {

namespace {

bool fits(const HeadFile& learned, const HeadFile& shipped)
{
    const bool alike = learned.kind == shipped.kind && learned.classes == shipped.classes
        && learned.inverseFrequency.size() == shipped.inverseFrequency.size();
    return alike && std::ranges::all_of(std::initializer_list<const char*>{"both", "words"}, [&](const char* name) {
        const LinearHead* head = learned.find(name);
        const LinearHead* like = shipped.find(name);
        return head != nullptr && like != nullptr && head->shape().classes == like->shape().classes
            && head->shape().buckets == like->shape().buckets && head->shape().dimensions == like->shape().dimensions;
    });
}

} // namespace

CategoryHead::CategoryHead(HeadFile shipped)
    : m_all(only(std::move(shipped)))
    , m_shipped(m_all.front().get())
    , m_current(m_shipped)
{
}

CategoryHead::Heads CategoryHead::only(HeadFile shipped)
{
    Heads heads;
    const std::uint64_t fingerprint = shipped.fingerprint();
    heads.push_back(std::make_unique<const Known>(std::move(shipped), fingerprint));
    return heads;
}

Status CategoryHead::use(HeadFile learned)
{
    const std::lock_guard lock(m_mutex);
    if (!fits(learned, m_shipped->file))
        return failure(
            ErrorCode::Corrupt, "The learned category model does not fit this program; run 'tandemctl learn run' again.");
    const std::uint64_t fingerprint = learned.fingerprint();
    const auto known = std::ranges::find_if(m_all, [&](const auto& each) { return each->fingerprint == fingerprint; });
    if (known != m_all.end()) {
        m_current.store(known->get(), std::memory_order_release);
        return {};
    }
    m_all.push_back(std::make_unique<const Known>(std::move(learned), fingerprint));
    m_current.store(m_all.back().get(), std::memory_order_release);
    return {};
}

void CategoryHead::useShipped()
{
    const std::lock_guard lock(m_mutex);
    m_current.store(m_shipped, std::memory_order_release);
}

} // namespace tandem
