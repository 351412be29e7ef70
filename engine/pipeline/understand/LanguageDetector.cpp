#include "pipeline/understand/LanguageDetector.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"
#include "pipeline/understand/Cld2Evidence.h"

#include <algorithm>
#include <cmath>

namespace tandem {

namespace {

constexpr std::size_t consideredBytes = 8U << 10U;
constexpr double mixedShare = 0.2;

// Forms that Japanese uses and Simplified Chinese does not.
bool isJapaneseForm(char32_t codePoint)
{
    static constexpr std::u32string_view forms
        = U"円気図広対応楽検駅働込畑枠塩関発売読転変単専戦児実仮価歳済団囲圧営栄桜殻覚観顔帰亀犠拠挙険験権厳効鉱桟賛歯辞湿釈収従"
          U"渋獣縦処叙"
          U"焼証奨譲醸剰畳繊薬訳躍揺様謡頼覧竜隣涙塁暦歴恋齢郎録楼湾両勧歓陥巻渇経軽茎鶏芸撃県顕検剣圏倹載剤雑惨";
    return forms.contains(codePoint);
}

double logistic(double value)
{
    return 1 / (1 + std::exp(-value));
}

} // namespace

struct LanguageDetector::Scripts {
    double latin = 0; // letters
    double arabic = 0;
    double han = 0; // characters; each says about as much as two letters
    double kana = 0;
    double japaneseForms = 0;

    explicit Scripts(std::string_view text)
    {
        for (std::size_t at = 0; at < text.size();) {
            const Character character = characterAt(text, at);
            switch (kindOf(character.codePoint)) {
            case CharacterKind::Letter: latin += 1; break;
            case CharacterKind::Arabic: arabic += 1; break;
            case CharacterKind::Han:
                han += 1;
                japaneseForms += isJapaneseForm(character.codePoint) ? 1 : 0;
                break;
            case CharacterKind::Kana: kana += 1; break;
            default: break;
            }
            at += character.length;
        }
    }
    [[nodiscard]] double ideographic() const { return 2 * (han + kana); }
    [[nodiscard]] double total() const { return latin + arabic + ideographic(); }
    [[nodiscard]] bool japanese() const { return kana > 0.04 * (han + kana) || (kana == 0 && japaneseForms > 0.1 * han); }
};

Result<LanguageDetector> LanguageDetector::load(const std::filesystem::path& models)
{
    HeadFile head = TRY(HeadFile::load(models / "language.bin", "language"));
    const LinearHead* spelling = head.find("both");
    if (head.classes.size() != latinLanguageCount || spelling == nullptr || spelling->shape().buckets != buckets
        || spelling->shape().dimensions != dimensions)
        return failure(ErrorCode::Corrupt,
            "The model file " + (models / "language.bin").string() + " does not fit this program; train it again.");
    return LanguageDetector(std::move(head));
}

std::string LanguageDetector::latinWords(std::string_view text)
{
    const std::string folded = text::fold(text::truncate(text, consideredBytes));
    std::string words = " ";
    for (std::size_t at = 0; at < folded.size();) {
        const Character character = characterAt(folded, at);
        if (kindOf(character.codePoint) == CharacterKind::Letter)
            words += folded.substr(at, character.length);
        else if (words.back() != ' ' && character.codePoint != 0x307) // the dot that folding leaves of a Turkish İ
            words += ' ';
        at += character.length;
    }
    if (words.back() != ' ')
        words += ' ';
    return words;
}

LanguageDetector::Features LanguageDetector::features(std::string_view foldedWords)
{
    const Cld2Evidence evidence = cld2Evidence(foldedWords);
    const auto wordCount = static_cast<double>(std::count(foldedWords.begin(), foldedWords.end(), ' '));
    Features result{spellingFeatures(foldedWords, buckets), {}};
    result.vector.reserve(dimensions);
    const auto append = [&](const std::array<float, latinLanguageCount>& scores, double count) {
        for (const float score : scores)
            result.vector.push_back(static_cast<float>(score / (12 * std::sqrt(1 + count))));
    };
    append(evidence.quadgrams, evidence.quadgramCount);
    append(evidence.words, wordCount);
    append(evidence.distinct, wordCount);
    return result;
}

LanguageDetector::LatinGuess LanguageDetector::latin(std::string_view foldedWords) const
{
    const LinearHead* head = m_head.find("both");
    if (head == nullptr || foldedWords.size() < 2)
        return {};
    const Features seen = features(foldedWords);
    const std::vector<double> probabilities = head->probabilities(seen.words, seen.vector);
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    return {latinLanguages[static_cast<std::size_t>(best - probabilities.begin())], *best};
}

bool LanguageDetector::holdsSecondLatin(std::string_view text, Language first) const
{
    double words = 0;
    double foreign = 0;
    for (const text::Span& span : text::sentences(text)) {
        const std::string folded = latinWords(span.of(text));
        const auto count = static_cast<double>(std::count(folded.begin(), folded.end(), ' ')) - 1;
        words += count;
        if (count < 4)
            continue;
        const LatinGuess guess = latin(folded);
        if (guess.language != first && guess.confidence > 0.9)
            foreign += count;
    }
    return words > 0 && foreign >= mixedShare * words;
}

LanguageGuess LanguageDetector::detect(std::string_view text) const
{
    const std::string_view considered = text::truncate(text, consideredBytes);
    const Scripts scripts(considered);
    const double total = scripts.total();
    if (total == 0)
        return {Language::En, 0, false};
    const double strongest = std::max({scripts.latin, scripts.arabic, scripts.ideographic()});
    LanguageGuess guess;
    guess.mixed = total - strongest >= mixedShare * total && total - strongest >= 8;
    if (strongest == scripts.ideographic()) {
        guess.language = scripts.japanese() ? Language::Ja : Language::Zh;
        // Kana prove Japanese; a handful of shared characters proves little.
        guess.confidence = scripts.kana > 0 ? 0.99 : std::min(0.99, 0.6 + 0.1 * scripts.han);
    } else if (strongest == scripts.arabic) {
        guess.language = Language::Ar;
        guess.confidence = logistic(1.5 + 0.5 * scripts.arabic);
    } else {
        const LatinGuess latinGuess = latin(latinWords(considered));
        guess.language = latinGuess.language;
        guess.confidence = latinGuess.confidence;
        guess.mixed = guess.mixed || holdsSecondLatin(considered, guess.language);
    }
    guess.confidence *= strongest / total;
    return guess;
}

} // namespace tandem
