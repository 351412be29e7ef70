#include "services/embedding/UnigramTokenizer.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace tandem {
namespace {

constexpr std::string_view visibleSpace = "\xE2\x96\x81";
constexpr std::uint64_t hashStart = 14695981039346656037ULL;
constexpr std::size_t filterBits = std::size_t{1} << 23U;
constexpr double unknownPenalty = 10; // below the worst piece, as SentencePiece has it

std::uint64_t extended(std::uint64_t hash, std::string_view bytes)
{
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
    return hash;
}

std::size_t characterLength(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::size_t spread(std::uint64_t hash)
{
    return static_cast<std::size_t>(hash ^ (hash >> 29U));
}

std::string withVisibleSpaces(std::string_view text)
{
    std::string result;
    result.reserve(text.size() + text.size() / 2);
    bool atSpace = true; // the first word gets one too
    for (const char byte : text) {
        if (byte == ' ') {
            atSpace = true;
            continue;
        }
        if (atSpace)
            result += visibleSpace;
        atSpace = false;
        result += byte;
    }
    return result;
}

} // namespace

void UnigramTokenizer::add(std::string_view piece, float score, Kind kind)
{
    m_text += piece;
    m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    m_scores.push_back(score);
    m_reserved.push_back(kind == Kind::Reserved || piece.empty());
}

void UnigramTokenizer::finish()
{
    m_slots.assign(std::bit_ceil(m_ends.size() * 2 + 2), 0);
    m_beginnings.assign(filterBits / 64, 0);
    auto worst = std::numeric_limits<double>::max();
    for (std::size_t id = 0; id < m_ends.size(); ++id) {
        if (m_reserved[id])
            continue;
        worst = std::min(worst, static_cast<double>(m_scores[id]));
        const auto text = piece(id);
        auto hash = hashStart;
        for (std::size_t at = 0; at < text.size();) {
            const auto character = text.substr(at, characterLength(text[at]));
            hash = extended(hash, character);
            at += character.size();
            const auto bit = spread(hash) % filterBits;
            m_beginnings[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
        auto slot = spread(hash) & (m_slots.size() - 1);
        while (m_slots[slot] != 0)
            slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = static_cast<std::uint32_t>(id + 1);
    }
    m_unknownScore = worst - unknownPenalty;
}

std::string_view UnigramTokenizer::piece(std::size_t id) const
{
    const auto begin = id == 0 ? 0 : m_ends[id - 1];
    return std::string_view(m_text).substr(begin, m_ends[id] - begin);
}

bool UnigramTokenizer::mayBegin(std::uint64_t hash) const
{
    const auto bit = spread(hash) % filterBits;
    return ((m_beginnings[bit / 64] >> (bit % 64)) & 1U) != 0;
}

std::int32_t UnigramTokenizer::find(std::uint64_t hash, std::string_view text) const
{
    for (auto slot = spread(hash) & (m_slots.size() - 1); m_slots[slot] != 0; slot = (slot + 1) & (m_slots.size() - 1)) {
        if (piece(m_slots[slot] - 1) == text)
            return static_cast<std::int32_t>(m_slots[slot] - 1);
    }
    return -1;
}

// Viterbi over byte positions; only those at character boundaries are ever reached.
Tokens UnigramTokenizer::segment(std::string_view text) const
{
    struct Step {
        double score = -std::numeric_limits<double>::max();
        std::size_t from = 0;
        std::int32_t token = 0;
    };
    std::vector<Step> best(text.size() + 1);
    best[0].score = 0;
    const auto offer = [&best](std::size_t from, std::size_t to, std::int32_t token, double score) {
        if (score > best[to].score)
            best[to] = {score, from, token};
    };
    for (std::size_t from = 0; from < text.size();) {
        const auto next = std::min(from + characterLength(text[from]), text.size());
        auto hash = hashStart;
        bool covered = false;
        for (std::size_t to = from; to < text.size();) {
            const auto character = text.substr(to, characterLength(text[to]));
            hash = extended(hash, character);
            to += character.size();
            if (!mayBegin(hash))
                break;
            if (const auto id = find(hash, text.substr(from, to - from)); id >= 0) {
                offer(from, to, id, best[from].score + static_cast<double>(m_scores[static_cast<std::size_t>(id)]));
                covered = covered || to == next;
            }
        }
        if (!covered)
            offer(from, next, m_special.unknown, best[from].score + m_unknownScore);
        from = next;
    }
    Tokens backwards;
    for (auto at = text.size(); at > 0; at = best[at].from) {
        if (best[at].token != m_special.unknown || backwards.empty() || backwards.back() != m_special.unknown)
            backwards.push_back(best[at].token);
    }
    std::ranges::reverse(backwards);
    return backwards;
}

Tokens UnigramTokenizer::tokens(std::string_view text, std::size_t limit) const
{
    auto result = segment(withVisibleSpaces(text));
    if (result.size() > limit - 2)
        result.resize(limit - 2);
    result.insert(result.begin(), m_special.begin);
    result.push_back(m_special.end);
    return result;
}

float UnigramTokenizer::score(std::int32_t token) const
{
    if (token < 0 || static_cast<std::size_t>(token) >= m_scores.size() || m_reserved[static_cast<std::size_t>(token)])
        return static_cast<float>(m_unknownScore);
    return m_scores[static_cast<std::size_t>(token)];
}

} // namespace tandem
