#include "pipeline/understand/LanguageDetector.h"

#include "base/Logistic.h"
#include "base/Text.h"
#include "pipeline/learn/Characters.h"
#include "pipeline/understand/Cld2Evidence.h"
#include "pipeline/understand/HanForms.h"
#include "pipeline/understand/ProseLines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tandem {

namespace {

constexpr std::size_t consideredBytes = 8U << 10U;
constexpr double mixedShare = 0.2;
constexpr double fewestOfOthers = 4; // letters that Arabic does not have, for a text to be of another language,
constexpr double shareOfOthers = 0.07; // and their share
constexpr double longestWithoutKana = 20; // Han characters of a Japanese text
constexpr double likelyJapanese = 0.8; // without kana
constexpr double sharedWriting = 0.6; // sure of Chinese by nothing but a few characters that Japanese has too
constexpr double fewShared = 4;

// Forms that Japanese uses and Simplified Chinese does not.
bool isJapaneseForm(char32_t codePoint)
{
    static constexpr std::u32string_view forms
        = U"円気図広対応楽検駅働込畑枠塩関発売読転変単専戦児実仮価歳済団囲圧営栄桜殻覚観顔帰亀犠拠挙険験権厳効鉱桟賛歯辞湿釈収従"
          U"渋獣縦処叙"
          U"焼証奨譲醸剰畳繊薬訳躍揺様謡頼覧竜隣涙塁暦歴恋齢郎録楼湾両勧歓陥巻渇経軽茎鶏芸撃県顕検剣圏倹載剤雑惨";
    return forms.contains(codePoint);
}

// Letters of Persian, Urdu and their neighbours that Arabic does not have.
bool isForeignArabic(char32_t codePoint)
{
    static constexpr std::u32string_view letters = U"پچژگکیںٹڈڑےہھۆێەڕڵ";
    return letters.contains(codePoint);
}

bool isHangul(char32_t codePoint)
{
    return codePoint >= 0xAC00 && codePoint <= 0xD7A3;
}

// Words that Japanese writes in characters which Chinese shares, but does not put together like that.
bool holdsJapaneseWord(std::string_view text)
{
    static constexpr std::array<std::string_view, 60> words{"番号", "返金", "注文", "担当", "口座", "会社", "返信", "返事",
        "料金", "苦情", "御社", "弊社", "他社", "自社", "当社", "端末", "添付", "手数料", "名前", "残高", "宛名", "荷物", "至急",
        "入金", "出金", "不具合", "一括", "返品", "返却", "返送", "要望", "振替", "割引", "日割", "受付", "取引", "抹消",
        "株式会", "部屋", "退会", "再送", "削除", "送料", "未着", "何日", "何度", "今朝", "来月", "先月", "曜日", "月曜", "火曜",
        "水曜", "木曜", "金曜", "土曜", "日曜", "割増", "前払", "用件"};
    return std::ranges::any_of(words, [text](std::string_view word) { return text.contains(word); });
}

// Whether nothing in it could end a sentence before its end; false in doubt. What ends sentences elsewhere than in ASCII is
// written in three bytes.
bool isOneSentence(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(" \t\r\n.!?\"')");
    return !text.contains("\u0085") // a line end of old
        && std::ranges::none_of(text.substr(0, last == std::string_view::npos ? 0 : last),
            [](char c) { return std::string_view(".!?\n\r\v\f").contains(c) || static_cast<unsigned char>(c) >= 0xE1; });
}

} // namespace

struct LanguageDetector::Scripts {
    double latin = 0; // letters
    double arabic = 0;
    double han = 0; // characters; each says about as much as two letters
    double kana = 0;
    double japaneseForms = 0;
    double chinese = 0; // of the Han characters, those that only Chinese writes
    double notSimplified = 0; // those that Chinese does not write
    double other = 0; // letters of any other script
    double foreignArabic = 0;

    explicit Scripts(std::string_view text)
    {
        for (std::size_t at = 0; at < text.size();) {
            const Character character = characterAt(text, at);
            switch (kindOf(character.codePoint)) {
            case CharacterKind::Letter:
                if (isLatin(character.codePoint))
                    latin += 1;
                else
                    other += isHangul(character.codePoint) ? 2 : 1;
                break;
            case CharacterKind::Arabic:
                arabic += 1;
                foreignArabic += isForeignArabic(character.codePoint) ? 1 : 0;
                break;
            case CharacterKind::Han: addHan(character.codePoint); break;
            case CharacterKind::Kana: kana += 1; break;
            default: break;
            }
            at += character.length;
        }
    }
    [[nodiscard]] double ideographic() const { return 2 * (han + kana); }
    [[nodiscard]] double total() const { return latin + arabic + ideographic() + other; }
    [[nodiscard]] bool isOfOtherLanguage() const
    {
        return foreignArabic >= fewestOfOthers && foreignArabic > shareOfOthers * arabic;
    }

    // Kana prove Japanese; a sentence without is Chinese, but a few characters may be either.
    [[nodiscard]] LanguageGuess eastern(std::string_view text) const
    {
        if (kana > 0)
            return {kana > 0.04 * (han + kana) ? Language::Ja : Language::Zh, 0.99, false};
        const double confidence = std::min(0.99, 0.6 + 0.1 * han);
        if (japaneseForms > 0.1 * han)
            return {Language::Ja, confidence, false};
        if (chinese > 0 || han > longestWithoutKana)
            return {Language::Zh, confidence, false};
        if (notSimplified > 0 || holdsJapaneseWord(text))
            return {Language::Ja, std::min(likelyJapanese, confidence), false};
        return {Language::Zh, std::min(0.99, sharedWriting + 0.1 * std::max(0.0, han - fewShared)), false};
    }

private:
    void addHan(char32_t codePoint)
    {
        const HanUse use = hanUse(codePoint);
        han += 1;
        japaneseForms += isJapaneseForm(codePoint) ? 1 : 0;
        chinese += use == HanUse::Chinese ? 1 : 0;
        notSimplified += use == HanUse::Japanese ? 1 : 0;
    }
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
    if (isOneSentence(text))
        return false;
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
    const std::string prose = withoutCode(text::truncate(text, consideredBytes));
    const Scripts scripts(prose);
    const double total = scripts.total();
    if (total == 0)
        return {Language::En, 0, false};
    const double strongest = std::max({scripts.latin, scripts.arabic, scripts.ideographic(), scripts.other});
    const bool isMixed = total - strongest >= mixedShare * total && total - strongest >= 8;
    LanguageGuess guess;
    if (strongest == scripts.other || (strongest == scripts.arabic && scripts.isOfOtherLanguage()))
        return {Language::En, 0, isMixed}; // none of the twelve
    if (strongest == scripts.ideographic()) {
        guess = scripts.eastern(prose);
    } else if (strongest == scripts.arabic) {
        guess = {Language::Ar, logistic(1.5 + 0.5 * scripts.arabic), false};
    } else {
        const LatinGuess latinGuess = latin(latinWords(prose));
        guess = {latinGuess.language, latinGuess.confidence, holdsSecondLatin(prose, latinGuess.language)};
    }
    guess.mixed = guess.mixed || isMixed;
    guess.confidence *= strongest / total;
    return guess;
}

} // namespace tandem
