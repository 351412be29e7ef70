#include "desk/DraftBook.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

// How many bytes of `text` are whole characters: a piece may have ended inside one.
std::size_t wholeSize(std::string_view text)
{
    constexpr std::size_t longest = 4;
    for (std::size_t back = 1; back <= std::min(longest, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U)
            continue; // inside a character
        const std::size_t wanted = byte < 0xC0U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
        return wanted > back ? text.size() - back : text.size();
    }
    return text.size();
}

} // namespace

std::uint64_t DraftBook::begin(const TicketId& ticket, Time now)
{
    Entry& entry = m_drafts[ticket] = {};
    entry.writing = ++m_last;
    entry.draft = ++m_last;
    entry.begun = now;
    entry.due = now;
    m_ended.erase(ticket);
    return entry.writing;
}

DraftBook::Entry* DraftBook::entry(const TicketId& ticket, std::uint64_t writing)
{
    const auto found = m_drafts.find(ticket);
    return found == m_drafts.end() || found->second.writing != writing ? nullptr : &found->second;
}

void DraftBook::plan(Entry& entry, Time now) const
{
    if (!entry.due)
        entry.due = entry.told ? std::max(now, *entry.told + m_limits.pause) : now;
}

void DraftBook::enter(const TicketId& ticket, std::uint64_t writing, DraftStage stage, Time now)
{
    Entry* found = entry(ticket, writing);
    if (found == nullptr)
        return;
    // The last words of a stage do not wait for words that never come.
    if (std::exchange(found->stage, stage) != stage)
        found->due = now;
    if (stage == DraftStage::Writing && found->text.empty())
        found->begun = now;
    plan(*found, now);
}

void DraftBook::add(const TicketId& ticket, std::uint64_t writing, std::string_view text, Time now)
{
    Entry* found = entry(ticket, writing);
    if (found == nullptr || found->full || text.empty())
        return;
    found->full = found->text.size() + text.size() > m_limits.text;
    found->text += text.substr(0, m_limits.text - found->text.size());
    plan(*found, now);
}

void DraftBook::startOver(const TicketId& ticket, std::uint64_t writing, Time now)
{
    Entry* found = entry(ticket, writing);
    if (found == nullptr)
        return;
    found->draft = ++m_last;
    found->text.clear();
    found->full = false;
    found->begun = now;
    found->due = now;
}

void DraftBook::end(const TicketId& ticket, std::uint64_t writing)
{
    if (entry(ticket, writing) == nullptr)
        return;
    m_drafts.erase(ticket);
    m_ended.insert(ticket);
}

std::vector<TicketId> DraftBook::due(Time now)
{
    std::vector<TicketId> tickets(m_ended.begin(), m_ended.end());
    m_ended.clear();
    for (auto& [ticket, entry] : m_drafts) {
        if (!entry.due || *entry.due > now)
            continue;
        entry.due.reset();
        entry.told = now;
        tickets.push_back(ticket);
    }
    return tickets;
}

std::optional<DraftBook::Time> DraftBook::next() const
{
    if (!m_ended.empty())
        return Time::min();
    std::optional<Time> next;
    for (const auto& [ticket, entry] : m_drafts) {
        if (entry.due && (!next || *entry.due < *next))
            next = entry.due;
    }
    return next;
}

std::optional<DraftNews> DraftBook::read(const TicketId& ticket, Place& place, Time now) const
{
    const auto found = m_drafts.find(ticket);
    DraftNews news;
    news.ticket = ticket;
    if (found == m_drafts.end()) {
        const std::optional<std::uint64_t> known = std::exchange(place, Place{.draft = 0}).draft;
        if (known == 0U)
            return std::nullopt;
        news.draft = known.value_or(0);
        return news;
    }
    const Entry& entry = found->second;
    const bool isAnother = place.draft != entry.draft;
    if (isAnother)
        place = {.draft = entry.draft, .stage = entry.stage};
    const std::string_view whole(entry.text.data(), wholeSize(entry.text));
    const std::string_view rest = whole.substr(std::min(place.bytes, whole.size()));
    if (!isAnother && rest.empty() && std::exchange(place.stage, entry.stage) == entry.stage)
        return std::nullopt;
    place.stage = entry.stage;
    news.draft = entry.draft;
    news.stage = entry.stage;
    news.from = place.codePoints;
    news.text = text::truncate(rest, m_limits.piece);
    if (news.text.empty())
        news.text = rest.substr(0, m_limits.piece); // no characters at all: passed on all the same, or it would never end
    news.age = std::chrono::duration_cast<Milliseconds>(now - entry.begun);
    place.bytes += news.text.size();
    place.codePoints += text::codePointCount(news.text);
    return news;
}

} // namespace tandem
