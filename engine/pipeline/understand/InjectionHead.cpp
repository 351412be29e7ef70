#include "pipeline/understand/InjectionHead.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t learnedKinds = 7;
constexpr float flagValue = 0.5F; // beside words of length 1
constexpr std::size_t shortestSegment = 24; // bytes; less is drawn to what follows
constexpr std::size_t longestSegment = 320;
constexpr std::size_t longestJudged = 2000; // bytes of one text
constexpr std::size_t fewestFeatures = 6; // three words and their pairs: less says nothing

std::uint32_t bucketOf(InjectionKind kind)
{
    const std::uint64_t hash = text::hash64("injection " + std::string(name(kind)));
    return static_cast<std::uint32_t>((hash ^ (hash >> 29U)) % InjectionHead::buckets);
}

bool endsSentence(std::string_view text, std::size_t at, const Character& character)
{
    const char32_t c = character.codePoint;
    if (c == U'\n' || c == U'。' || c == U'！' || c == U'？' || c == U'؟')
        return true;
    if (c != U'.' && c != U'!' && c != U'?' && c != U';')
        return false;
    const std::size_t next = at + character.length;
    return next >= text.size() || text[next] == ' ' || text[next] == '\n' || text[next] == '"' || text[next] == '\'';
}

// Without links and the hosts of addresses, which say nothing about what is wanted.
std::string masked(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")) {
            at = std::min(text.find_first_of(" \t\n\"'<>()[]{}", at), text.size());
        } else if (text[at] == '@' && at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0) {
            at = std::min(text.find_first_of(" \t\n\"'<>()[]{},;:", at), text.size());
        } else {
            result += text[at++];
        }
    }
    return result;
}

WordFeatures sum(const WordFeatures& a, const WordFeatures& b)
{
    WordFeatures result;
    result.reserve(a.size() + b.size());
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() || right != b.end()) {
        if (right == b.end() || (left != a.end() && left->bucket < right->bucket))
            result.push_back(*left++);
        else if (left == a.end() || right->bucket < left->bucket)
            result.push_back(*right++);
        else
            result.push_back({left->bucket, (left++)->value + (right++)->value});
    }
    return result;
}

} // namespace

std::vector<text::Span> injectionSegments(std::string_view text)
{
    std::vector<text::Span> segments;
    std::size_t begin = 0;
    std::size_t space = 0; // behind the last space
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const std::size_t next = at + character.length;
        const bool full = next - begin >= longestSegment;
        if (character.codePoint == U' ' || character.codePoint == U'\n')
            space = next;
        if (full || (endsSentence(text, at, character) && next - begin >= shortestSegment)) {
            const std::size_t end = full && space > begin + longestSegment / 2 ? space : next;
            segments.push_back({begin, end});
            begin = end;
        }
        at = next;
    }
    if (begin < text.size())
        segments.push_back({begin, text.size()});
    return segments;
}

std::vector<std::string> InjectionHead::classes()
{
    std::vector<std::string> names{"none"};
    for (std::size_t i = 0; i < learnedKinds; ++i)
        names.emplace_back(name(static_cast<InjectionKind>(i)));
    return names;
}

Result<InjectionHead> InjectionHead::load(const std::filesystem::path& models)
{
    const std::filesystem::path file = models / "injection.head";
    InjectionHead head;
    head.m_file = TRY(HeadFile::load(file, "injection"));
    const LinearHead* words = head.m_file.find("words");
    if (words == nullptr || words->shape().buckets != buckets || head.m_file.inverseFrequency.size() != buckets
        || head.m_file.classes != classes())
        return unfitModel(file);
    return head;
}

TextCounts InjectionHead::merged(const TextCounts& a, const TextCounts& b)
{
    return {sum(a.words, b.words), sum(a.characters, b.characters)};
}

TextCounts InjectionHead::count(std::string_view text)
{
    const std::string plain = masked(text::truncate(text, longestJudged));
    TextCounts counts;
    for (const text::Span& segment : injectionSegments(plain))
        counts = merged(counts, countFeatures(text::trim(segment.of(plain)), buckets));
    return counts;
}

WordFeatures InjectionHead::features(
    const TextCounts& counts, const InjectionKinds& found, const std::vector<float>& inverseFrequency)
{
    WordFeatures flags;
    for (std::size_t i = 0; i < injectionKindCount; ++i) {
        if (found.test(i))
            flags = sum(flags, {{bucketOf(static_cast<InjectionKind>(i)), flagValue}});
    }
    return sum(weighFeatures(counts, inverseFrequency), flags);
}

InjectionHead::Judgement InjectionHead::judge(const TextCounts& counts, const InjectionKinds& found) const
{
    if (counts.words.size() < fewestFeatures && found.none())
        return {};
    const LinearHead* head = m_file.find("words");
    const std::vector<double> probabilities = head->probabilities(features(counts, found, m_file.inverseFrequency), {});
    const auto best = std::max_element(probabilities.begin() + 1, probabilities.end()) - probabilities.begin() - 1;
    return {1 - probabilities.front(), static_cast<InjectionKind>(best)};
}

} // namespace tandem
