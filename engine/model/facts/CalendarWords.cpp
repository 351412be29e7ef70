#include "model/facts/CalendarWords.h"

#include "base/Text.h"

#include <array>
#include <unordered_map>

namespace tandem {

namespace {

using Names = std::unordered_map<std::string_view, int>;

// Folded, without accents; en es fr de it pt nl pl tr ar.
constexpr std::array<std::string_view, 12> months{
    "january jan enero janvier januar gennaio janeiro januari styczen stycznia ocak يناير",
    "february feb febrero fevrier februar febbraio fevereiro februari luty lutego subat فبراير",
    "march mar marzo mars marz marco maart marzec marca mart مارس",
    "april apr abril avril aprile kwiecien kwietnia nisan أبريل ابريل",
    "may mayo mai maggio maio mei maj maja mayis مايو",
    "june jun junio juin juni giugno junho czerwiec czerwca haziran يونيو",
    "july jul julio juillet juli luglio julho lipiec lipca temmuz يوليو",
    "august aug agosto aout augustus sierpien sierpnia agustos أغسطس اغسطس",
    "september sep sept septiembre septembre settembre setembro wrzesien wrzesnia eylul سبتمبر",
    "october oct octubre octobre oktober ottobre outubro pazdziernik pazdziernika ekim أكتوبر اكتوبر",
    "november nov noviembre novembre novembro listopad listopada kasim نوفمبر",
    "december dec diciembre decembre dezember dicembre dezembro grudzien grudnia aralik ديسمبر",
};

constexpr std::array<std::string_view, 7> weekdays{
    "monday mondays lunes lundi montag montags lunedi segunda-feira maandag poniedzialek poniedzialku pazartesi الاثنين الإثنين",
    "tuesday tuesdays martes mardi dienstag dienstags martedi terca-feira dinsdag wtorek wtorku sali الثلاثاء",
    "wednesday wednesdays miercoles mercredi mittwoch mittwochs mercoledi quarta-feira woensdag sroda srody carsamba الأربعاء",
    "thursday thursdays jueves jeudi donnerstag donnerstags giovedi quinta-feira donderdag czwartek czwartku persembe الخميس",
    "friday fridays viernes vendredi freitag freitags venerdi sexta-feira vrijdag piatek piatku cuma الجمعة",
    "saturday saturdays sabado samedi samstag samstags sabato zaterdag sobota soboty cumartesi السبت",
    "sunday sundays domingo dimanche sonntag sonntags domenica zondag niedziela niedziele niedzieli pazar الأحد",
};

constexpr std::string_view doubtful
    = "may mar mars march mart mai maj maja sep jan jun jul dec oct nov aug apr feb marco ocak ekim "
      "marca lipca luty juni juli";

template <std::size_t count>
Names namesOf(const std::array<std::string_view, count>& lists)
{
    Names names;
    int number = 0;
    for (const std::string_view list : lists) {
        ++number;
        for (const std::string_view word : text::split(list, ' '))
            names.emplace(word, number);
    }
    return names;
}

int find(const Names& names, std::string_view word)
{
    const auto found = names.find(word);
    return found == names.end() ? 0 : found->second;
}

} // namespace

int monthOfWord(std::string_view folded)
{
    static const Names names = namesOf(months);
    return find(names, folded);
}

bool isDoubtfulMonth(std::string_view folded)
{
    static const Names names = namesOf(std::array{doubtful});
    return find(names, folded) != 0;
}

int weekdayOfWord(std::string_view folded)
{
    static const Names names = namesOf(weekdays);
    return find(names, folded);
}

} // namespace tandem
