#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataWords.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

// Names of people in Chinese, Japanese and Arabic script.
namespace tandem::pii {

namespace {

char32_t characterAt(std::string_view text, std::size_t& at)
{
    UChar32 character = 0;
    auto next = static_cast<int32_t>(at);
    const char* const bytes = text.data();
    U8_NEXT_OR_FFFD(bytes, next, static_cast<int32_t>(text.size()), character);
    at = static_cast<std::size_t>(next);
    return static_cast<char32_t>(character);
}

struct Character {
    std::size_t begin;
    char32_t value;
};

bool isHan(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || c == U'々';
}
bool isKana(char32_t c)
{
    return c >= 0x3041 && c <= 0x30FF && c != U'・';
}

std::u32string decoded(std::string_view text)
{
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();)
        characters += characterAt(text, at);
    return characters;
}

std::set<std::u32string> decodedNames(std::string_view kind)
{
    std::set<std::u32string> names;
    for (const std::string_view name : namesOfKind(kind))
        names.insert(decoded(name));
    return names;
}

bool isOneOf(char32_t c, std::u32string_view characters)
{
    return characters.find(c) != std::u32string_view::npos;
}

template <std::size_t N>
bool endsWithAny(std::u32string_view text, const std::array<std::u32string_view, N>& words)
{
    return std::any_of(words.begin(), words.end(), [text](std::u32string_view word) { return text.ends_with(word); });
}
template <std::size_t N>
bool startsWithAny(std::u32string_view text, const std::array<std::u32string_view, N>& words)
{
    return std::any_of(words.begin(), words.end(), [text](std::u32string_view word) { return text.starts_with(word); });
}

// Characters that given names are made of.
constexpr std::u32string_view givenCharacters = U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌辉鹏宇晨阳雪梅"
                                                U"琳颖飞鑫燕玲波宁雷凯健俊帆佳欣怡婷雅诗涵梓轩浩博睿"
                                                U"子涵思彤嘉琪瑞恒泽瑶萍莉倩蕾薇莹洁慧春兵龙海峰坤旭东林森楠云露月晓小亚立永世新"
                                                U"成德福义仁智信天宏伦翔宸铭锐毅韬昊然若曦语桐雨"
                                                U"美珍珠凤翠淑惠贞娥琴菊荷莲珊蓉妍姗媛婉璐瑾瑜琛璇维新胜利民光耀祖辰润达远航岩松"
                                                U"柏震彬庆振钢铁树荣富贵良才贤孝友邦安康乐源清江山"
                                                U"琼茜蓓菲茵依可心芝芬芸苗茹荔莎菁蕊蔓奕弘彦徐昕晖晟晶景暄朗朋杉杨权枫柯柳栋桦梁"
                                                U"楚毓沁沛泉泓洪津浦淇淳渊渝湘溪滢漫澄澜焕煜煊熙燕玮玥珂珏珺琦琪琬瑄璟甜畅皓盈盛";
// After a name, or instead of its second character.
constexpr std::u32string_view notGiven
    = U"的是和在跟与及或负会来要说也都了吗呢吧就把被对已将从到给让去想有没不只这那个们两先女经主总您你我他她它，。、！？：；（）"
      U"处收签打提反需发买请报办退问邮正还又才很更最再即等并但而因所以为于里内上下中后前用使";
// Words that begin like a family's name.
constexpr std::array<std::u32string_view, 96> notFamilies{U"高级", U"高兴", U"高清", U"高中", U"高铁", U"高度", U"高峰", U"高效",
    U"高速", U"方便", U"方面", U"方式", U"方法", U"方案", U"方向", U"马上", U"马路", U"周一", U"周二", U"周三", U"周四", U"周五",
    U"周六", U"周日", U"周末", U"周期", U"周年", U"周围", U"张数", U"于是", U"任何", U"任务", U"任意", U"白色", U"白屏", U"白天",
    U"白名", U"金额", U"金融", U"金牌", U"金色", U"万一", U"万事", U"温度", U"温馨", U"夏天", U"夏季", U"江苏", U"江西", U"石家",
    U"黄色", U"黄金", U"钱包", U"严重", U"严格", U"贵司", U"路由", U"路径", U"单位", U"华为", U"何时", U"何种", U"何处", U"付款",
    U"付费", U"毛利", U"成功", U"成都", U"成为", U"陆续", U"许多", U"许可", U"余额", U"段落", U"章节", U"连接", U"关于", U"唐山",
    U"常见", U"常用", U"程序", U"程度", U"万达", U"孔径", U"戴尔", U"施工", U"龙头", U"史上", U"雷达", U"曾经", U"彭博", U"向导",
    U"宋体", U"汤圆", U"白云", U"田野"};
constexpr std::array<std::u32string_view, 45> chineseBefore{U"我是", U"我叫", U"叫", U"名字是", U"姓名", U"姓名：", U"姓名:",
    U"联系人", U"联系人：", U"联系人:", U"收件人：", U"收件人:", U"收件人", U"发件人：", U"发件人:", U"寄件人：", U"收货人：",
    U"收货人", U"持卡人", U"持卡人：", U"户名", U"户名：", U"同事", U"上司", U"经理", U"领导", U"主管", U"老板", U"朋友", U"先生",
    U"女士", U"客户", U"负责人", U"只有", U"找", U"找过", U"联系", U"请", U"由", U"部的", U"司的", U"组的", U"名为", U"署名：",
    U"您好，我是"};
constexpr std::array<std::u32string_view, 18> chineseAfter{U"先生", U"女士", U"小姐", U"经理", U"老师", U"总监", U"主任", U"医生",
    U"律师", U"你好", U"您好", U"同学", U"师傅", U"工程师", U"部长", U"主管", U"董事", U"老板"};

class HanScan {
public:
    HanScan(std::string_view text, std::size_t begin, std::size_t end, bool japanese, Candidates& found)
        : m_found(found)
        , m_end(end)
        , m_japanese(japanese)
    {
        for (std::size_t at = begin; at < end;) {
            m_begins.push_back(at);
            m_characters += characterAt(text, at);
        }
        m_lineStart = begin == 0 || text[begin - 1] == '\n';
        m_lineEnd = end == text.size() || text[end] == '\n' || text[end] == '\r';
    }

    void run()
    {
        for (std::size_t i = 0; i < m_characters.size();) {
            const std::size_t after = isHan(m_characters[i]) || m_japanese ? (m_japanese ? japaneseAt(i) : chineseAt(i)) : i;
            if (after > i)
                m_found.push_back({"person", m_begins[i], after < m_begins.size() ? m_begins[after] : m_end, named});
            i = std::max(after, i + 1);
        }
    }

private:
    [[nodiscard]] std::u32string_view from(std::size_t i) const { return std::u32string_view(m_characters).substr(i); }
    [[nodiscard]] std::u32string_view until(std::size_t i) const { return std::u32string_view(m_characters).substr(0, i); }
    // No letter of the script stands at `i`.
    [[nodiscard]] bool isEdge(std::size_t i) const
    {
        return i >= m_characters.size() || (!isHan(m_characters[i]) && !isKana(m_characters[i]));
    }

    [[nodiscard]] std::size_t chineseAt(std::size_t i) const
    {
        static const std::set<std::u32string> families = decodedNames("han");
        std::size_t given = i;
        if (i + 1 < m_characters.size() && families.contains(m_characters.substr(i, 2)))
            given = i + 2;
        else if (families.contains(m_characters.substr(i, 1)) && !startsWithAny(from(i), notFamilies))
            given = i + 1;
        if (given == i)
            return i;
        const bool cued = endsWithAny(until(i), chineseBefore);
        if (startsWithAny(from(given), chineseAfter)
            && (i == 0 || isEdge(i - 1) || cued || isOneOf(m_characters[i - 1], U"的给找和与跟过")))
            return given; // "王经理"
        const bool first = given < m_characters.size() && isHan(m_characters[given]) && !isOneOf(m_characters[given], notGiven);
        if (!first)
            return i;
        const bool second = given + 1 < m_characters.size() && isHan(m_characters[given + 1])
            && !isOneOf(m_characters[given + 1], notGiven) && !startsWithAny(from(given + 1), chineseAfter);
        const std::size_t end = given + (second ? 2 : 1);
        const bool likely
            = isOneOf(m_characters[given], givenCharacters) && (!second || isOneOf(m_characters[given + 1], givenCharacters));
        const bool bounded
            = isEdge(end) || isOneOf(m_characters[end], U"和与及的是在跟负两会来已要") || startsWithAny(from(end), chineseAfter);
        const bool alone = i == 0 && m_lineStart && end == m_characters.size() && m_lineEnd;
        const bool addressed = (i == 0 || isEdge(i - 1)) && startsWithAny(from(end), chineseAfter);
        const bool joined = i > 0 && isOneOf(m_characters[i - 1], U"和、与及") && likely;
        if (cued && (likely || bounded))
            return end;
        return (alone && likely) || addressed || (joined && bounded)
                || (likely && second && bounded && (i == 0 || isEdge(i - 1) || joined))
            ? end
            : i;
    }

    [[nodiscard]] std::size_t japaneseAt(std::size_t i) const;

    Candidates& m_found;
    std::u32string m_characters;
    std::vector<std::size_t> m_begins;
    std::size_t m_end;
    bool m_japanese;
    bool m_lineStart = false;
    bool m_lineEnd = false;
};

constexpr std::array<std::u32string_view, 16> honorifics{U"様", U"さん", U"さま", U"氏", U"くん", U"ちゃん", U"殿", U"部長",
    U"課長", U"社長", U"先生", U"係長", U"店長", U"と申し", U"と言い", U"といい"};
constexpr std::array<std::u32string_view, 10> speakers{
    U"です", U"と申し", U"と言い", U"といい", U"でございます", U"より", U"です。", U"だ。", U"が担当", U"に連絡"};
constexpr std::array<std::u32string_view, 28> japaneseBefore{U"名前は", U"名前：", U"名前:", U"氏名：", U"氏名:", U"氏名は",
    U"お届け先：", U"届け先：", U"宛名：", U"差出人：", U"差出人:", U"担当：", U"担当者：", U"担当の", U"担当は", U"同僚の",
    U"上司の", U"部下の", U"友人の", U"主人の", U"妻の", U"夫の", U"母の", U"父の", U"息子の", U"娘の", U"管理者は", U"名義は"};
constexpr std::u32string_view places = U"区市県町村駅店部課社株銀支学製線橋屋庁署院館";

std::size_t HanScan::japaneseAt(std::size_t i) const
{
    static const std::set<std::u32string> families = decodedNames("kanji");
    static const std::set<std::u32string> kana = decodedNames("kana");
    if (i > 0 && isHan(m_characters[i - 1]))
        return i;
    std::size_t family = i;
    for (std::size_t length = 3; length >= 1 && family == i; --length) {
        if (i + length <= m_characters.size() && families.contains(m_characters.substr(i, length)))
            family = i + length;
    }
    if (family == i)
        return i;
    const bool cued = endsWithAny(until(i), japaneseBefore);
    const bool speaks = i >= 1 && m_characters[i - 1] == U'の';
    const bool bounded = i == 0 || isEdge(i - 1);
    const bool alone = i == 0 && m_lineStart && m_lineEnd;
    if (startsWithAny(from(family), honorifics))
        return family;
    if ((cued || speaks || bounded) && startsWithAny(from(family), speakers) && family - i >= 2)
        return family;
    if (alone && family == m_characters.size() && family - i >= 2)
        return family;
    // A given name: up to three characters, kanji or kana, with a space before it or without.
    std::size_t given = family;
    if (given < m_characters.size() && (m_characters[given] == U' ' || m_characters[given] == U'　'))
        ++given;
    std::size_t end = given;
    while (end < m_characters.size() && end < given + 3 && isHan(m_characters[end]) && !isOneOf(m_characters[end], places)
        && m_characters[end] != U'様')
        ++end;
    if (end == given) {
        for (std::size_t length = 4; length >= 2 && end == given; --length) {
            if (kana.contains(m_characters.substr(given, length)))
                end = given + length;
        }
        if (end > given && end < m_characters.size() && (isKana(m_characters[end])) && !startsWithAny(from(end), honorifics)
            && !isOneOf(m_characters[end], U"がはをにとでのも"))
            end = given;
    }
    if (end == given || end - i < 3)
        return i;
    const bool ends = isEdge(end) || isOneOf(m_characters[end], U"がはをにとでのもだ") || startsWithAny(from(end), honorifics);
    const bool begins = cued || bounded || isOneOf(m_characters[i - 1], U"のはがとをに");
    return ends && begins ? end : i;
}

bool isArabicLetter(char32_t c)
{
    return c >= 0x621 && c <= 0x6FF && c != U'؟' && c != U'،' && c != U'؛';
}

struct ArabicWord {
    std::size_t begin;
    std::size_t end;
};

// Given names that are ordinary words, too.
constexpr std::array<std::string_view, 26> arabicWords{"سعيد", "أمل", "امل", "كريم", "صالح", "حسن", "سالم", "هدى", "منى", "رضا",
    "كمال", "جمال", "صلاح", "عادل", "نادية", "سناء", "شهد", "وفاء", "سلطان", "بدر", "ناصر", "فرح", "إيمان", "ايمان", "رغد",
    "نبيل"};
constexpr std::array<std::string_view, 44> arabicBefore{"اسمي", "إسمي", "أنا", "انا", "معكم", "معك", "السيد", "السيدة", "الأستاذ",
    "الأستاذة", "الاستاذ", "المهندس", "المهندسة", "الدكتور", "الدكتورة", "الشيخ", "أهلا", "اهلا", "أهلاً", "مرحبا", "مرحباً",
    "عزيزي", "عزيزتي", "تحياتي", "التحية", "زميلي", "زميلتي", "مديري", "مديرتي", "زوجي", "زوجتي", "أخي", "أختي", "صديقي",
    "صديقتي", "ابني", "ابنتي", "المستلم", "الاسم", "من", "إلى", "شكرا", "أستاذ", "باسم"};

class ArabicScan {
public:
    ArabicScan(std::string_view text, Candidates& found)
        : m_text(text)
        , m_found(found)
    {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            if (static_cast<unsigned char>(text[at]) < 0xD8 || static_cast<unsigned char>(text[at]) > 0xDB) {
                ++at;
                continue;
            }
            while (at < text.size()) {
                std::size_t next = at;
                if (!isArabicLetter(characterAt(text, next)))
                    break;
                at = next;
            }
            if (at == begin)
                ++at;
            else
                m_words.push_back({begin, at});
        }
    }

    void run()
    {
        for (std::size_t i = 0; i < m_words.size();) {
            const std::size_t after = nameAt(i);
            i = std::max(after, i + 1);
        }
    }

private:
    [[nodiscard]] std::string_view word(std::size_t i) const
    {
        return m_text.substr(m_words[i].begin, m_words[i].end - m_words[i].begin);
    }
    [[nodiscard]] bool linked(std::size_t i) const
    {
        return i + 1 < m_words.size() && m_words[i + 1].begin == m_words[i].end + 1 && m_text[m_words[i].end] == ' ';
    }
    static bool isIn(const std::set<std::string_view>& names, std::string_view word) { return names.contains(word); }
    static const std::set<std::string_view>& given()
    {
        static const std::set<std::string_view> names(namesOfKind("arabic").begin(), namesOfKind("arabic").end());
        return names;
    }
    static const std::set<std::string_view>& families()
    {
        static const std::set<std::string_view> names(namesOfKind("arabic_family").begin(), namesOfKind("arabic_family").end());
        return names;
    }
    static bool isBetween(std::string_view word)
    {
        return word == "بن" || word == "بنت" || word == "ابن" || word == "أبو" || word == "ابو" || word == "آل" || word == "عبد";
    }
    // "القحطاني"
    static bool isOrigin(std::string_view word) { return word.starts_with("ال") && word.ends_with("ي") && word.size() >= 12; }

    [[nodiscard]] bool cued(std::size_t i) const
    {
        if (i == 0)
            return false;
        const std::string_view between = m_text.substr(m_words[i - 1].end, m_words[i].begin - m_words[i - 1].end);
        return between.size() <= 6 && std::find(arabicBefore.begin(), arabicBefore.end(), word(i - 1)) != arabicBefore.end();
    }
    [[nodiscard]] bool fillsLine(std::size_t begin, std::size_t end) const
    {
        const std::size_t from = m_words[begin].begin;
        const std::size_t to = m_words[end - 1].end;
        return from > 0 && m_text[from - 1] == '\n' && (to == m_text.size() || m_text[to] == '\n' || m_text[to] == '\r');
    }

    // Takes the name at word `i` and returns the word after it; `i` when none begins there.
    std::size_t nameAt(std::size_t i)
    {
        std::string_view first = word(i);
        std::size_t begin = m_words[i].begin;
        // "and", "for", "by" are written together with the name.
        if (!isIn(given(), first) && (first.starts_with("و") || first.starts_with("ل") || first.starts_with("ب"))) {
            first.remove_prefix(2);
            begin += 2;
        }
        const bool strong = isIn(given(), first);
        if (!strong && !(isBetween(first) && first == "عبد"))
            return i;
        const bool weak = std::find(arabicWords.begin(), arabicWords.end(), first) != arabicWords.end();
        std::size_t end = i + 1;
        while (linked(end - 1) && end < i + 4) {
            const std::string_view next = word(end);
            const bool joined = isBetween(next) && linked(end);
            if (joined)
                end += 2;
            else if (isIn(given(), next) || isIn(families(), next) || (isOrigin(next) && end == i + 1))
                ++end;
            else
                break;
        }
        const bool several = end > i + 1;
        if (!several && !(cued(i) && !weak) && !fillsLine(i, end) && !(cued(i) && word(i - 1).starts_with("اسم")))
            return i;
        m_found.push_back({"person", begin, m_words[end - 1].end, named});
        return end;
    }

    std::string_view m_text;
    std::vector<ArabicWord> m_words;
    Candidates& m_found;
};

} // namespace

void scanIdeographicPeople(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    // Hiragana and katakana begin with the bytes E3 81 to E3 83.
    const bool japanese = text.contains("\xE3\x81") || text.contains("\xE3\x82") || text.contains("\xE3\x83");
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min({text.find_first_of("\r\n", begin), begin + 3000, text.size()});
        const std::string_view line = text.substr(begin, end - begin);
        // Letters of these scripts begin with the bytes E3 to E9.
        if (std::any_of(line.begin(), line.end(),
                [](char c) { return (static_cast<unsigned char>(c) & 0xF0U) == 0xE0 && static_cast<unsigned char>(c) >= 0xE3; }))
            HanScan(text, begin, end, japanese, found).run();
        begin = end < text.size() && (text[end] == '\n' || text[end] == '\r') ? end + 1 : end;
    }
}

void scanArabicPeople(const Source& source, Candidates& found)
{
    if (std::any_of(source.text.begin(), source.text.end(),
            [](char c) { return static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB; }))
        ArabicScan(source.text, found).run();
}

} // namespace tandem::pii
