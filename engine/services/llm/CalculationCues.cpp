#include "services/llm/CalculationCues.h"

#include "base/Text.h"
#include "model/ContentWords.h"
#include "model/facts/Measures.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace tandem {

namespace {

// Folded phrases of the twelve languages, each between word boundaries, ideographic ones anywhere.
constexpr auto priceCues = std::to_array<std::string_view>({"cost", "costs", "price", "how much", "pay", "cuesta", "cuestan",
    "costaria", "precio", "cuanto", "coute", "coutent", "couterait", "prix", "combien", "kostet", "kosten", "preis", "wie viel",
    "wieviel", "costa", "costano", "costerebbe", "prezzo", "quanto", "custa", "custam", "custaria", "preco", "kost", "prijs",
    "hoeveel", "kosztuje", "cena", "ile", "fiyat", "fiyati", "ucret", "ucreti", "kac para", "ne kadar", "تكلفة", "سعر", "كم",
    "多少钱", "价格", "费用", "料金", "いくら", "価格"});
constexpr auto endCues = std::to_array<std::string_view>({"until when", "by when", "until which date", "until what date",
    "by which date", "by what date", "last day", "latest date", "what date", "which date", "hasta cuando", "hasta que fecha",
    "que fecha", "jusqu'a quand", "jusqu'a quelle date", "quelle date", "bis wann", "bis zu welchem datum", "welchem datum",
    "fino a quando", "entro quando", "entro che data", "quale data", "ate quando", "ate que data", "que data", "tot wanneer",
    "welke datum", "do kiedy", "do jakiej daty", "ne zamana kadar", "hangi tarihe kadar", "حتى متى", "إلى متى", "الى متى",
    "到什么时候", "到哪一天", "截止", "いつまで", "何日まで"});
constexpr auto countCues = std::to_array<std::string_view>({"how many", "cuantos", "cuantas", "combien de", "wie viele",
    "wieviele", "quanti", "quante", "quantos", "quantas", "hoeveel", "ile", "kac", "كم", "几个", "多少个", "いくつ", "何個"});
constexpr auto limitCues = std::to_array<std::string_view>({"at most", "up to", "maximum", "limited to", "no more than",
    "como maximo", "hasta", "au maximum", "jusqu'a", "hochstens", "maximal", "bis zu", "al massimo", "fino a", "no maximo", "ate",
    "maximaal", "hoogstens", "tot", "najwyzej", "maksymalnie", "do", "en fazla", "بحد أقصى", "حتى", "最多", "まで", "最大"});
// A period that runs backwards from its date, or again and again.
constexpr auto otherPeriodCues
    = std::to_array<std::string_view>({"before", "prior", "every", "antes", "cada", "avant", "chaque", "vor", "alle", "jede",
        "prima", "ogni", "voor", "voordat", "elke", "przed", "co", "once", "her", "قبل", "كل", "之前", "每", "前に", "ごと"});
constexpr auto perCues = std::to_array<std::string_view>(
    {"per", "a", "each", "every", "por", "al", "par", "pro", "je", "za", "na", "basina", "لكل", "每", "あたり"});
constexpr auto packCues = std::to_array<std::string_view>(
    {"pack", "packs", "bundle", "paquete", "lot", "paket", "pacchetto", "pacote", "pakket", "pakiet", "حزمة", "包", "パック"});
// People whom a price counts, one word for another: "What do 12 users cost?" at a price per seat. Stems are made of them.
constexpr auto people
    = std::to_array<std::string_view>({"seat seats user users person people persons member members licence license",
        "licences licenses usuario usuarios asiento asientos puesto puestos plaza plazas persona personas licencia licencias",
        "utilisateur utilisateurs siège sièges poste postes personne personnes licence licences place places",
        "Platz Plätze Plätzen Nutzer Nutzern Benutzer Person Personen Lizenz Lizenzen Mitglied Mitglieder Mitarbeiter",
        "utente utenti posto posti persona persone licenza licenze",
        "usuário usuários utilizador lugar lugares pessoa pessoas licença",
        "gebruiker gebruikers plaats plaatsen persoon personen licentie licenties",
        "stanowisko stanowisk użytkownik użytkowników osób", "kullanıcı koltuk kişi lisans",
        "مستخدم مستخدمين مستخدما مقعد مقاعد مقعدا شخص أشخاص", "用户", "席位", "ユーザー", "シート"});

bool isWordByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

bool holdsAny(std::string_view folded, std::span<const std::string_view> phrases)
{
    return std::ranges::any_of(phrases, [&](std::string_view phrase) {
        const auto lead = static_cast<unsigned char>(phrase.front());
        const bool anywhere = lead >= 0xE3 && lead <= 0xE9;
        for (auto at = folded.find(phrase); at != std::string_view::npos; at = folded.find(phrase, at + 1)) {
            const auto end = at + phrase.size();
            if (anywhere || ((at == 0 || !isWordByte(folded[at - 1])) && (end == folded.size() || !isWordByte(folded[end]))))
                return true;
        }
        return false;
    });
}

std::span<const std::string_view> phrasesOf(Cue cue)
{
    switch (cue) {
    case Cue::Price: return priceCues;
    case Cue::End: return endCues;
    case Cue::Count: return countCues;
    case Cue::Limit: return limitCues;
    case Cue::OtherPeriod: return otherPeriodCues;
    case Cue::Per: return perCues;
    case Cue::Pack: return packCues;
    }
    return {};
}

} // namespace

bool holdsCue(std::string_view folded, Cue cue)
{
    return holdsAny(folded, phrasesOf(cue));
}

bool isPerson(const std::string& stem)
{
    static const std::set<std::string> stems = [] {
        std::set<std::string> made;
        for (const std::string_view words : people) {
            for (const ContentWord& word : contentWords(words))
                made.insert(word.stem);
        }
        return made;
    }();
    return stems.contains(stem);
}

double pricePeriod(std::string_view folded)
{
    double found = 0;
    const auto see = [&](double factor) { found = found == 0 || found == factor ? factor : -1; };
    for (const text::Span& span : text::words(folded)) {
        const std::string_view word = span.of(folded);
        if (const auto measure = measureOfWord(word); measure && measure->dimension == Dimension::Months)
            see(measure->factor);
        if (word == "monthly" || word == "monatlich" || word == "mensual" || word == "mensuel" || word == "mensile")
            see(1);
        if (word == "yearly" || word == "annual" || word == "annually" || word == "jahrlich" || word == "anual"
            || word == "annuel" || word == "annuale")
            see(12);
    }
    return std::max(found, 0.0);
}

} // namespace tandem
