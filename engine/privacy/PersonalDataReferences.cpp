#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct Cue {
    std::string_view word; // lower case
    std::string_view type;
};

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
    Cue{"客户", "account"}, Cue{"口座", "account"}, Cue{"お客様", "account"}, Cue{"顧客", "account"}, Cue{"会員", "account"}};

// Words that may stand between the cue and its number, longest first where one begins another.
constexpr std::array<std::string_view, 33> fillers{"numarası", "numaram", "number", "nummer", "número", "numéro", "numero",
    "numer", "cliente", "client", "kunde", "klant", "番号", "编号", "号码", "رقم", "は", "号", "码", "num", "nr", "no", "id",
    "nº", "n°", "n.º", "number:", "is", "es", "ist", "est", "è", "é"};

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
            return lower.substr(at).starts_with(each) && (end == lower.size() || !isLetter(lower[end]));
        });
        if (filler == fillers.end())
            break;
        at += filler->size();
    }
    return at;
}

// A number or code: at least five characters, three digits among them.
std::size_t referenceEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    int digits = 0;
    while (end < text.size() && end - at < 40
        && (isAlnum(text[end])
            || ((text[end] == '-' || text[end] == '/') && end > at && end + 1 < text.size() && isAlnum(text[end + 1])))) {
        digits += isDigit(text[end]) ? 1 : 0;
        ++end;
    }
    return digits >= 3 && end - at >= 5 ? end : at;
}

} // namespace

void scanReferences(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    for (const Cue& cue : cues) {
        for (std::size_t at = lower.find(cue.word); at != std::string_view::npos;
            at = lower.find(cue.word, at + cue.word.size())) {
            const std::size_t after = at + cue.word.size();
            if ((at > 0 && isAlnum(lower[at - 1]) && isLetter(cue.word.front()))
                || (after < lower.size() && isLetter(lower[after])))
                continue;
            const std::size_t begin = skipFillers(source, after);
            if (const std::size_t end = referenceEnd(source.text, begin); end > begin && begin > after - 1)
                found.push_back({cue.type, begin, end, named});
        }
    }
}

} // namespace tandem::pii
