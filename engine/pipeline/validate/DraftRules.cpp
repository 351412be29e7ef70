#include "pipeline/validate/DraftRules.h"

#include "base/Ascii.h"
#include "base/Files.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

constexpr std::size_t repeatedWords = 8;
constexpr std::size_t repeatedWhole = 6;

// " a b c ", and where each word of it stands.
struct Words {
    std::string text = " ";
    std::vector<text::Span> places; // in what was read
    std::vector<std::size_t> begins; // in `text`, of the space before it

    explicit Words(std::string_view read)
    {
        for (const text::Span& word : text::words(read)) {
            begins.push_back(text.size() - 1);
            text += text::foldAccents(word.of(read));
            text += ' ';
            places.push_back(word);
        }
    }
    // With the spaces around them.
    [[nodiscard]] std::string_view part(std::size_t first, std::size_t count) const
    {
        const std::size_t end = first + count < begins.size() ? begins[first + count] + 1 : text.size();
        return std::string_view(text).substr(begins[first], end - begins[first]);
    }
};

// Names and places of a prompt are nobody's words.
std::string_view withoutFrontMatter(std::string_view contents)
{
    // Not starts_with: g++ 12 takes the short text of a string for uninitialised there.
    const std::size_t end = contents.find("---\n") == 0 ? contents.find("\n---\n") : std::string_view::npos;
    return end == std::string_view::npos ? contents : contents.substr(end + 5);
}

std::optional<text::Span> markIn(std::string_view sentence)
{
    constexpr auto marks
        = std::to_array<std::string_view>({"no_answer", "customer_message", "earlier_conversation", "customer_history"});
    const std::string lower = text::lowerAscii(sentence);
    for (const std::string_view mark : marks) {
        if (const std::size_t at = lower.find(mark); at != std::string::npos)
            return text::Span{at, at + mark.size()};
    }
    return std::nullopt;
}

} // namespace

DraftRules::DraftRules(const std::vector<std::string>& instructions, const std::vector<std::string>& competitors)
{
    for (const std::string& text : instructions)
        m_instructions += Words(text).text + "\n";
    for (const std::string& name : competitors) {
        if (Words words(name); !words.places.empty())
            m_competitors.push_back(std::move(words.text));
    }
}

Result<DraftRules> DraftRules::load(const std::filesystem::path& prompts, const std::vector<std::string>& competitors)
{
    std::vector<std::string> texts;
    std::error_code error;
    std::filesystem::directory_iterator files(prompts, error);
    if (error)
        return failure(ErrorCode::Io, "The folder " + prompts.string() + " cannot be read: " + error.message());
    for (const auto& file : files) {
        if (file.path().extension() != ".md")
            continue;
        const std::string contents = TRY(readFile(file.path(), "prompt"));
        texts.emplace_back(withoutFrontMatter(contents));
    }
    if (texts.empty())
        return failure(ErrorCode::Io, "The folder " + prompts.string() + " holds no prompt (*.md); install Tandem again");
    return DraftRules(texts, competitors);
}

std::optional<text::Span> DraftRules::instructionIn(std::string_view sentence) const
{
    if (m_instructions.empty())
        return std::nullopt;
    if (const auto mark = markIn(sentence))
        return mark;
    const Words words(sentence);
    const std::size_t count = words.places.size();
    if (count < repeatedWhole)
        return std::nullopt;
    const std::size_t row = std::min(count, repeatedWords);
    for (std::size_t first = 0; first + row <= count; ++first) {
        if (m_instructions.contains(words.part(first, row)))
            return text::Span{words.places[first].begin, words.places[first + row - 1].end};
    }
    return std::nullopt;
}

std::vector<DraftRules::Naming> DraftRules::competitorsIn(std::string_view sentence) const
{
    std::vector<Naming> named;
    if (m_competitors.empty())
        return named;
    const Words words(sentence);
    for (std::size_t i = 0; i < m_competitors.size(); ++i) {
        const std::size_t at = words.text.find(m_competitors[i]);
        if (at == std::string::npos)
            continue;
        const auto first = static_cast<std::size_t>(std::ranges::lower_bound(words.begins, at) - words.begins.begin());
        const auto past = static_cast<std::size_t>(
            std::ranges::lower_bound(words.begins, at + m_competitors[i].size() - 1) - words.begins.begin());
        named.push_back({i, {words.places[first].begin, words.places[past - 1].end}});
    }
    return named;
}

} // namespace tandem
