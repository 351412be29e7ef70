#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataVocabulary.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct Cue {
    std::string_view word; // lower case
    std::string_view type;
};

constexpr std::string_view passport = "national_id";

constexpr std::array cues{Cue{"order", "order"}, Cue{"pedido", "order"}, Cue{"commande", "order"}, Cue{"bestellung", "order"},
    Cue{"bestellnummer", "order"}, Cue{"auftrag", "order"}, Cue{"auftragsnummer", "order"}, Cue{"ordine", "order"},
    Cue{"encomenda", "order"}, Cue{"bestelling", "order"}, Cue{"bestelnummer", "order"}, Cue{"ordernummer", "order"},
    Cue{"zamówienie", "order"}, Cue{"zamówienia", "order"}, Cue{"sipariş", "order"}, Cue{"الطلب", "order"}, Cue{"طلب", "order"},
    Cue{"订单", "order"}, Cue{"注文", "order"}, Cue{"account", "account"}, Cue{"acct", "account"}, Cue{"customer", "account"},
    Cue{"client", "account"}, Cue{"cuenta", "account"}, Cue{"compte", "account"}, Cue{"kundennummer", "account"},
    Cue{"kontonummer", "account"}, Cue{"konto", "account"}, Cue{"kundennr", "account"}, Cue{"conto", "account"},
    Cue{"conta", "account"}, Cue{"klantnummer", "account"}, Cue{"rekening", "account"}, Cue{"rekeningnummer", "account"},
    Cue{"klienta", "account"}, Cue{"konta", "account"}, Cue{"müşteri", "account"}, Cue{"hesap", "account"},
    Cue{"حساب", "account"}, Cue{"الحساب", "account"}, Cue{"العميل", "account"}, Cue{"账号", "account"}, Cue{"账户", "account"},
    Cue{"客户", "account"}, Cue{"口座", "account"}, Cue{"お客様", "account"}, Cue{"顧客", "account"}, Cue{"会員", "account"},
    Cue{"cliente", "account"}, Cue{"membership", "account"}, Cue{"member", "account"}, Cue{"contract", "account"},
    Cue{"policy", "account"}, Cue{"kunden-nr", "account"}, Cue{"kunde", "account"}, Cue{"vertragsnummer", "account"},
    Cue{"vertrag", "account"}, Cue{"mitgliedsnummer", "account"}, Cue{"contrato", "account"}, Cue{"contrat", "account"},
    Cue{"contratto", "account"}, Cue{"socio", "account"}, Cue{"klantnr", "account"}, Cue{"contractnummer", "account"},
    Cue{"umowy", "account"}, Cue{"umowa", "account"}, Cue{"abone", "account"}, Cue{"sözleşme", "account"},
    Cue{"العقد", "account"}, Cue{"العضوية", "account"}, Cue{"会员", "account"}, Cue{"合同", "account"}, Cue{"契約", "account"},
    Cue{"顾客", "account"}, Cue{"siparişim", "order"}, Cue{"siparişi", "order"}, Cue{"hesabım", "account"}, Cue{"طلبي", "order"},
    Cue{"bestel", "order"}, Cue{"objednávka", "order"}, Cue{"encomendas", "order"}, Cue{"orden", "order"},
    Cue{"passport", passport}, Cue{"pasaporte", passport}, Cue{"passeport", passport}, Cue{"reisepass", passport},
    Cue{"reisepassnummer", passport}, Cue{"personalausweis", passport}, Cue{"ausweisnummer", passport},
    Cue{"passaporto", passport}, Cue{"passaporte", passport}, Cue{"paspoort", passport}, Cue{"paspoortnummer", passport},
    Cue{"paszport", passport}, Cue{"paszportu", passport}, Cue{"pasaport", passport}, Cue{"جواز السفر", passport},
    Cue{"جواز سفر", passport}, Cue{"جواز سفري", passport}, Cue{"护照", passport}, Cue{"護照", passport},
    Cue{"パスポート", passport}, Cue{"旅券", passport}};

// Words that may stand between the cue and its number, longest first where one begins another.
constexpr std::array<std::string_view, 43> fillers{"núm", "nro", "id.", "編號", "numarası:", "no'su", "de", "do", "numarasi",
    "numarası", "numaram", "number", "nummer", "número", "numéro", "numero", "numer", "cliente", "client", "kunde", "klant",
    "番号", "编号", "号码", "رقم", "は", "号", "码", "num", "nr", "no", "id", "nº", "n°", "n.º", "number:", "n", "is", "es",
    "ist", "est", "è", "é"};

constexpr std::size_t usualLength = 5;
constexpr std::size_t passportLength = 7;

bool isFill(char c)
{
    return c == ' ' || c == '#' || c == ':' || c == '.' || c == '-' || c == '(' || c == '=';
}

std::size_t skipFillers(const Source& source, std::size_t at)
{
    const std::string_view lower = source.lower;
    for (int words = 0; words < 5; ++words) {
        while (
            at < lower.size() && (isFill(lower[at]) || lower.substr(at).starts_with("：") || lower.substr(at).starts_with("№")))
            at += isFill(lower[at]) ? 1 : 3;
        const auto filler = std::find_if(fillers.begin(), fillers.end(), [&](std::string_view each) {
            const std::size_t end = at + each.size();
            return lower.substr(at).starts_with(each)
                && (end == lower.size() || !isLetter(lower[end]) || static_cast<unsigned char>(each.back()) >= 0x80);
        });
        if (filler == fillers.end())
            break;
        at += filler->size();
    }
    return at;
}

// "2026-04-11", "03/04/2026": day, month and year.
bool isDate(std::string_view code)
{
    const std::size_t first = code.find_first_of("-/");
    const std::size_t second = first == std::string_view::npos ? first : code.find_first_of("-/", first + 1);
    if (second == std::string_view::npos || code.find_first_of("-/", second + 1) != std::string_view::npos)
        return false;
    const std::size_t middle = second - first - 1;
    const std::size_t last = code.size() - second - 1;
    const bool digits = std::all_of(code.begin(), code.end(), [](char c) { return isDigit(c) || c == '-' || c == '/'; });
    return digits && middle <= 2
        && ((first == 4 && last <= 2 && code.starts_with("20")) || (first <= 2 && (last == 4 || last == 2)));
}

// "order 12000 pieces"
bool isAmount(std::string_view code)
{
    return code.ends_with("000") && std::all_of(code.begin(), code.end(), isDigit);
}

// A number or code: at least `least` characters, three digits among them.
std::size_t referenceEnd(std::string_view text, std::size_t at, std::size_t least)
{
    std::size_t end = at;
    int digits = 0;
    while (end < text.size() && end - at < 40
        && (isAlnum(text[end])
            || ((text[end] == '-' || text[end] == '/') && end > at && end + 1 < text.size() && isAlnum(text[end + 1])))) {
        digits += isDigit(text[end]) ? 1 : 0;
        ++end;
    }
    const std::string_view code = text.substr(at, end - at);
    return digits >= 3 && code.size() >= least && !isDate(code) && !isAmount(code) ? end : at;
}

// Turkish names the thing after its number: "TR-770412 numaralı siparişim".
void scanNumbered(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    static constexpr std::array<std::string_view, 3> marks{" numaralı ", " no'lu ", " nolu "};
    static const CueList words = cueList(marks, [](std::string_view mark) { return mark; });
    words.each(lower, [&](std::size_t index, std::size_t at) {
        const std::string_view mark = marks[index];
        const std::string_view thing = lower.substr(at + mark.size(), 16);
        const bool order = thing.starts_with("sipari");
        const bool account = thing.starts_with("müşteri") || thing.starts_with("hesa") || thing.starts_with("abone")
            || thing.starts_with("sözleşme");
        std::size_t begin = at;
        while (begin > 0 && at - begin < 40 && (isAlnum(lower[begin - 1]) || lower[begin - 1] == '-' || lower[begin - 1] == '/'))
            --begin;
        if ((order || account) && referenceEnd(source.text, begin, usualLength) == at)
            found.push_back({order ? "order" : "account", begin, at, named});
    });
}

} // namespace

void scanReferences(const Source& source, Candidates& found)
{
    scanNumbered(source, found);
    const std::string_view lower = source.lower;
    static const CueList words = cueList(cues, [](const Cue& cue) { return cue.word; });
    words.each(lower, [&](std::size_t index, std::size_t at) {
        const Cue& cue = cues[index];
        const std::size_t after = at + cue.word.size();
        if ((at > 0 && isAlnum(lower[at - 1]) && isLetter(cue.word.front()))
            || (after < lower.size() && isLetter(lower[after]) && static_cast<unsigned char>(cue.word.back()) < 0xE0
                && static_cast<unsigned char>(cue.word.front()) < 0xE0))
            return;
        const std::size_t begin = skipFillers(source, after);
        // "order #1042": a sign or a word such as "number" makes a short one clear.
        const std::size_t usual = begin > after + 1 ? usualLength - 1 : usualLength;
        const std::size_t least = cue.type == passport ? passportLength : usual;
        if (const std::size_t end = referenceEnd(source.text, begin, least); end > begin)
            found.push_back({cue.type, begin, end, named});
    });
}

void addReferenceWords(std::vector<std::string_view>& words)
{
    for (const Cue& cue : cues)
        words.push_back(cue.word);
    words.insert(words.end(), fillers.begin(), fillers.end());
}

} // namespace tandem::pii
