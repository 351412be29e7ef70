#include "services/llm/CountedThings.h"

#include "model/facts/Measures.h"

#include <algorithm>
#include <array>
#include <set>

namespace tandem {

namespace {

constexpr std::size_t mostWords = 3;
constexpr std::size_t reach = 20; // bytes from a number to what it counts

// People whom a price counts. Stems are made of them.
constexpr auto people
    = std::to_array<std::string_view>({"seat seats user users person people persons member members licence license",
        "licences licenses usuario usuarios asiento asientos puesto puestos plaza plazas persona personas licencia licencias",
        "utilisateur utilisateurs siège sièges poste postes personne personnes licence licences place places",
        "Platz Plätze Plätzen Nutzer Nutzern Benutzer Person Personen Lizenz Lizenzen Mitglied Mitglieder Mitarbeiter",
        "utente utenti posto posti persona persone licenza licenze",
        "usuário usuários utilizador lugar lugares pessoa pessoas licença",
        "gebruiker gebruikers plaats plaatsen persoon personen licentie licenties",
        "stanowisko stanowisk użytkownik użytkownika użytkowników osoba osobę osób", "kullanıcı koltuk kişi lisans",
        "مستخدم مستخدمين مستخدما مقعد مقاعد مقعدا شخص أشخاص", "用户", "席位", "ユーザー", "シート"});
// Signs of which no thing is made; a run of ideographs has no gaps that show where one ends.
constexpr auto joining = std::to_array<std::string_view>(
    {"每", "月", "年", "的", "多", "少", "付", "は", "で", "の", "を", "が", "に", "も", "と", "あ"});

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

bool isJoining(const std::string& stem)
{
    return std::ranges::any_of(joining, [&](std::string_view sign) { return stem.contains(sign); });
}

} // namespace

std::vector<std::string> thingsFrom(std::string_view text, const std::vector<ContentWord>& words, std::size_t begin)
{
    std::vector<std::string> things;
    std::size_t end = begin;
    for (const ContentWord& word : words) {
        if (word.span.begin < begin)
            continue;
        const std::string_view gap = word.span.begin > end ? text.substr(end, word.span.begin - end) : std::string_view();
        const bool isFirst = things.empty();
        const bool isNear = isFirst ? gap.size() <= reach && gap.find_first_of(".,;:!?()") == std::string_view::npos
                                    : gap.empty() || gap == " " || gap == "-";
        if (!isNear || things.size() == mostWords || word.shape == WordShape::Number || isJoining(word.stem)
            || measureOfWord(text::foldAccents(word.span.of(text))))
            break;
        things.push_back(word.stem);
        end = word.span.end;
    }
    return things;
}

std::vector<std::string> thingsCounted(std::string_view text, const std::vector<ContentWord>& words, const Fact& number)
{
    return thingsFrom(text, words, number.span.end);
}

bool nameTheSame(const std::vector<std::string>& left, const std::vector<std::string>& right)
{
    return std::ranges::any_of(left, [&](const std::string& thing) {
        return std::ranges::any_of(
            right, [&](const std::string& other) { return thing == other || (isPerson(thing) && isPerson(other)); });
    });
}

} // namespace tandem
