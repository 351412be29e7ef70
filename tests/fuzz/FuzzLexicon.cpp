// links: tandem_pipeline
#include "Fuzzed.h"
#include "pipeline/understand/Lexicon.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

using namespace tandem;

namespace {

constexpr std::array topics{Topic::HumanRequested, Topic::LegalRegulatory, Topic::Refund, Topic::AccountClosure,
    Topic::DataDeletion, Topic::PlanDowngradeCredit, Topic::ChurnThreat, Topic::Abuse, Topic::RepeatedQuestion, Topic::Negation,
    Topic::Urgency, Topic::Sentiment, Topic::Injection};

void write(const std::filesystem::path& file, std::string_view content)
{
    std::ofstream(file, std::ios::binary) << content;
}

// Shipped lexicons that are empty, and a desk's folder.
std::filesystem::path preparedFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "lexiconXXXXXX").string();
    fuzz::require(mkdtemp(name.data()) != nullptr, "a folder can be made");
    std::filesystem::create_directory(name + "/desk");
    write(name + "/choices.tsv", "#\n");
    for (const Topic topic : topics)
        write(name + "/" + std::string(tandem::name(topic)) + ".tsv", "#\n");
    return name;
}

} // namespace

// Any bytes as a desk's choices and patterns, parted by the first NUL: never an error, never more than a moment, and each match
// lies in the text.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path folder = preparedFolder();
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(input.find('\0'), input.size());
    write(folder / "desk" / "choices.tsv", input.substr(0, cut));
    write(folder / "desk" / "refund.tsv", input.substr(std::min(cut + 1, input.size())));
    const auto lexicon = Lexicon::load(folder, folder / "desk");
    fuzz::require(lexicon.has_value(), "a desk's own lines stop nothing");
    const Tokens tokens = tokensOf("I want a a a refund now, please; 请给我退款，返金してください。 ab abc");
    for (const PatternMatch& match : lexicon->matches(tokens, {Language::En, 0, true})) {
        fuzz::require(match.begin < match.end && match.end <= tokens.text.size(), "a match lies in the text");
        fuzz::require(match.lastWord < tokens.words.size() && match.firstWord <= match.lastWord, "its words are the text's");
    }
    return 0;
}
