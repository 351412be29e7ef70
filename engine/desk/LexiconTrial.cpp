#include "desk/LexiconTrial.h"

#include "base/Text.h"
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/Lexicon.h"
#include "pipeline/understand/SignalReader.h"

#include <algorithm>
#include <iterator>

namespace tandem {

std::filesystem::path lexiconFolder(const std::filesystem::path& workspace)
{
    return workspace / "lexicons";
}

Result<LexiconReport> checkLexicons(const std::filesystem::path& resources, const std::filesystem::path& own)
{
    const Lexicon lexicon = TRY(Lexicon::load(resources / "lexicons", own));
    LexiconReport report{lexicon.deskPatterns(), {}};
    std::ranges::transform(lexicon.problems(), std::back_inserter(report.problems), described);
    return report;
}

Result<LexiconReading> readByLexicons(
    const std::filesystem::path& resources, const std::filesystem::path& own, const std::string& text)
{
    if (!text::isValidUtf8(text) || text::trim(text).empty())
        return failure(ErrorCode::InvalidArgument, "The text to be read is empty or not UTF-8; say what to read");
    const Lexicon lexicon = TRY(Lexicon::load(resources / "lexicons", own));
    const LanguageDetector languages = TRY(LanguageDetector::load(resources / "models"));
    const SignalReader reader = TRY(SignalReader::load(resources / "models"));
    LexiconReading reading;
    reading.language = languages.detect(text);
    const Tokens tokens = tokensOf(text);
    std::vector<PatternMatch> matches = lexicon.matches(tokens, reading.language);
    const SignalFlags heard = flagsOf(reader.read(tokens, matches, {}));
    for (std::size_t signal = 0; signal < signalCount; ++signal) {
        if (heard[signal])
            reading.signalNames.emplace_back(signalName(signal));
    }
    std::ranges::copy(lexicon.injectionMatches(tokens), std::back_inserter(matches));
    std::ranges::stable_sort(matches, {}, &PatternMatch::begin);
    for (const PatternMatch& match : matches) {
        const Pattern& pattern = *match.pattern;
        reading.matches.push_back({std::string(name(pattern.topic)), pattern.source == PatternSource::Desk, pattern.line,
            pattern.language, pattern.weight, pattern.note, text.substr(match.begin, match.end - match.begin)});
    }
    return reading;
}

} // namespace tandem
