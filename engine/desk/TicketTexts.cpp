#include "desk/TicketTexts.h"

#include "base/Text.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace tandem {

namespace {

constexpr int pageSize = 1000;

bool isBlank(char32_t codePoint)
{
    const bool isWord = (codePoint >= U'0' && codePoint <= U'9') || (codePoint >= U'a' && codePoint <= U'z') || codePoint >= 0xC0;
    const bool isPunctuation = (codePoint >= 0x2000 && codePoint <= 0x206F) || (codePoint >= 0x3000 && codePoint <= 0x303F)
        || (codePoint >= 0xFF00 && codePoint <= 0xFF0F) || codePoint == 0x060C || codePoint == 0x061F;
    return !isWord || isPunctuation;
}

// Scripts that are written without spaces: there a word may begin anywhere.
bool isUnspaced(char32_t codePoint)
{
    return (codePoint >= 0x3040 && codePoint <= 0x30FF) || (codePoint >= 0x3400 && codePoint <= 0x9FFF);
}

// Every word behind a space; before an ideograph there is one too.
std::string searchable(std::string_view text)
{
    std::string out;
    bool isInside = false;
    for (const char32_t codePoint : text::codePoints(text::foldAccents(text))) {
        if (isBlank(codePoint)) {
            isInside = false;
            continue;
        }
        if (!isInside || isUnspaced(codePoint))
            out += ' ';
        text::appendCodePoint(out, codePoint);
        isInside = !isUnspaced(codePoint);
    }
    return out;
}

struct Piece {
    std::string text; // " refund"; a run of ideographs is one piece; "" = the number alone
    std::optional<std::int64_t> number; // set when it is all digits
};

std::optional<std::int64_t> numberIn(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

// "#12 refund" → number 12; " refund". "anna@customer.example" names several words, which need not stand side by side.
std::vector<Piece> piecesOf(const std::string& query)
{
    std::vector<Piece> pieces;
    for (const std::string_view part : text::split(query, ' ')) {
        if (const auto number = part.starts_with('#') ? numberIn(part.substr(1)) : std::nullopt) {
            pieces.push_back({"", number});
            continue;
        }
        std::string words = searchable(part);
        if (std::ranges::any_of(text::codePoints(words), isUnspaced)) {
            pieces.push_back({std::move(words), std::nullopt});
            continue;
        }
        for (const std::string_view word : text::split(words, ' ')) {
            if (!word.empty())
                pieces.push_back({" " + std::string(word), numberIn(word)});
        }
    }
    return pieces;
}

// "s1700000000000.12": the position of a page's last ticket.
Result<std::pair<std::int64_t, std::int64_t>> positionIn(std::string_view cursor)
{
    const auto dot = cursor.find('.');
    const auto wrong = [] {
        return failure(
            ErrorCode::InvalidArgument, "The cursor is not one that this search of tickets gave out; start without one");
    };
    if (!cursor.starts_with('s') || dot == std::string_view::npos)
        return wrong();
    const auto key = numberIn(cursor.substr(1, dot - 1));
    const auto number = numberIn(cursor.substr(dot + 1));
    if (!key || !number)
        return wrong();
    return std::pair(*key, *number);
}

bool holds(const std::vector<Piece>& pieces, std::int64_t number, const std::string& text)
{
    return std::ranges::all_of(pieces, [&](const Piece& piece) {
        return piece.number == number || (!piece.text.empty() && text.find(piece.text) != std::string::npos);
    });
}

} // namespace

TicketTexts::TicketTexts(Store& store)
    : m_store(store)
{
}

void TicketTexts::changed(const TicketId& id)
{
    const std::lock_guard lock(m_changedMutex);
    m_changed.insert(id);
}

Status TicketTexts::prepare(const std::stop_token& stop)
{
    const std::lock_guard lock(m_mutex);
    return prepareLocked(stop);
}

Result<TicketTexts::Matches> TicketTexts::find(const Query& query)
{
    std::optional<Position> after;
    if (!query.cursor.empty())
        after = TRY(positionIn(query.cursor));
    const std::vector<Piece> pieces = piecesOf(text::collapseWhitespace(query.text));
    if (pieces.empty())
        return Matches{};
    const std::lock_guard lock(m_mutex);
    TRY(prepareLocked({}));
    Matches matches;
    std::vector<std::pair<Position, std::size_t>> found; // behind the cursor
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (!fits(entry, query.filter) || !holds(pieces, entry.number, entry.text))
            continue;
        ++matches.total;
        for (std::size_t limit = 0; limit < matches.due.size(); ++limit)
            matches.due[limit] += entry.dueAt && *entry.dueAt < query.dueBefore[limit] ? 1 : 0;
        const Position at = position(entry, query.order);
        if (!after || *after < at)
            found.emplace_back(at, i);
    }
    const std::size_t begin
        = after ? 0 : std::min(found.size(), static_cast<std::size_t>(std::max<std::int64_t>(query.offset, 0)));
    const std::size_t end = std::min(found.size(), begin + query.limit);
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::size_t i = begin; i < end; ++i)
        matches.page.push_back(m_entries[found[i].second].id);
    if (end < found.size() && end > begin) {
        const Position& last = found[end - 1].first;
        matches.cursor = "s" + std::to_string(last.first) + "." + std::to_string(last.second);
    }
    return matches;
}

bool TicketTexts::fits(const Entry& entry, const TicketFilter& filter)
{
    const bool hasStatus = filter.statuses.empty() || std::ranges::find(filter.statuses, entry.status) != filter.statuses.end();
    return hasStatus && (!filter.queue || filter.queue == entry.queue) && (!filter.team || filter.team == entry.team)
        && (!filter.language || filter.language == entry.language) && (!filter.assignee || filter.assignee == entry.assignee)
        && (!filter.group || filter.group == entry.group);
}

// As TicketStore::list sorts.
TicketTexts::Position TicketTexts::position(const Entry& entry, TicketOrder order)
{
    const auto key = [](std::optional<TimePoint> time) {
        return time ? std::int64_t{time->time_since_epoch().count()} : std::numeric_limits<std::int64_t>::max();
    };
    switch (order) {
    case TicketOrder::Due: return {key(entry.dueAt), entry.number};
    case TicketOrder::Waiting: return {key(entry.waitingSince), entry.number};
    case TicketOrder::Newest: break;
    }
    return {-key(entry.createdAt), -entry.number};
}

Status TicketTexts::prepareLocked(const std::stop_token& stop)
{
    if (m_loaded)
        return refresh();
    {
        // What changes from here on is read again, even if a page below has it already.
        const std::lock_guard lock(m_changedMutex);
        m_changed.clear();
    }
    TicketListing listing;
    listing.limit = pageSize;
    do {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "Reading the tickets' texts was stopped");
        TRY(take(listing, listing.cursor));
    } while (!listing.cursor.empty());
    m_loaded = true;
    return refresh();
}

Status TicketTexts::refresh()
{
    std::unordered_set<TicketId> changed;
    {
        const std::lock_guard lock(m_changedMutex);
        changed.swap(m_changed);
    }
    std::vector<TicketId> ids(changed.begin(), changed.end());
    for (std::size_t begin = 0; begin < ids.size(); begin += pageSize) {
        const std::size_t end = std::min(ids.size(), begin + pageSize);
        TicketListing listing;
        listing.limit = pageSize;
        listing.filter.among.assign(
            ids.begin() + static_cast<std::ptrdiff_t>(begin), ids.begin() + static_cast<std::ptrdiff_t>(end));
        std::string cursor;
        if (const Status taken = take(listing, cursor); !taken) {
            const std::lock_guard lock(m_changedMutex); // the next search tries again
            m_changed.insert(ids.begin(), ids.end());
            return taken;
        }
    }
    return {};
}

Status TicketTexts::take(const TicketListing& listing, std::string& cursor)
{
    const TicketPage page
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.tickets().list(listing); }));
    for (const ListedTicket& listed : page.tickets) {
        const Ticket& ticket = listed.ticket;
        const auto [place, isNew] = m_places.try_emplace(ticket.id, m_entries.size());
        if (isNew)
            m_entries.emplace_back();
        Entry& entry = m_entries[place->second];
        entry.id = ticket.id;
        entry.text = searchable(listed.customerName) + searchable(ticket.subject);
        entry.number = ticket.number;
        entry.status = ticket.status;
        entry.queue = ticket.route ? std::optional(ticket.route->queue) : std::nullopt;
        entry.team = ticket.route ? ticket.route->team : "";
        entry.language = ticket.classification ? std::optional(ticket.classification->language.language) : std::nullopt;
        entry.assignee = ticket.assignee;
        entry.group = ticket.group ? std::optional(ticket.group->id) : std::nullopt;
        entry.createdAt = ticket.createdAt;
        entry.waitingSince = ticket.waitingSince;
        entry.dueAt = ticket.dueAt;
    }
    cursor = page.cursor;
    return {};
}

} // namespace tandem
