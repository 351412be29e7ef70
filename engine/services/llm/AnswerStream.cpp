#include "services/llm/AnswerStream.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view around = " \t\r\n.!\"'`*";

} // namespace

bool isNoAnswer(std::string_view answer)
{
    const std::size_t begin = std::min(answer.find_first_not_of(around), answer.size());
    answer.remove_prefix(begin);
    if (!answer.starts_with(noAnswer))
        return false;
    return answer.find_first_not_of(around, noAnswer.size()) == std::string_view::npos;
}

AnswerStream::AnswerStream(const std::function<void(std::string_view text)>& say, const RedactedTexts& texts, std::string before)
    : m_say(say)
    , m_restore(texts)
    , m_before(std::move(before))
{
}

void AnswerStream::say(std::string_view text)
{
    if (!m_say || text.empty())
        return;
    if (!std::exchange(m_said, true))
        m_say(m_before);
    m_say(text);
}

void AnswerStream::add(std::string_view piece)
{
    if (!m_begun) {
        m_start += piece;
        const std::string_view start
            = std::string_view(m_start).substr(std::min(m_start.find_first_not_of(around), m_start.size()));
        if (isNoAnswer(m_start) || noAnswer.starts_with(start))
            return;
        m_begun = true;
        const std::string all = std::exchange(m_start, {});
        return add(std::string_view(all).substr(all.find_first_not_of(spaces)));
    }
    const std::size_t last = piece.find_last_not_of(spaces);
    if (last == std::string_view::npos) {
        m_spaces += piece;
        return;
    }
    say(m_restore.add(std::exchange(m_spaces, {}) + std::string(piece.substr(0, last + 1))));
    m_spaces = piece.substr(last + 1);
}

void AnswerStream::finish(std::string_view after)
{
    if (!m_begun && !isNoAnswer(m_start))
        say(text::trim(m_start));
    say(m_restore.rest());
    if (m_said)
        say(after);
}

void AnswerStream::clear()
{
    m_restore.clear();
    m_start.clear();
    m_spaces.clear();
    m_begun = false;
    m_said = false;
}

} // namespace tandem
