#include "services/llm/IrregularForms.h"

#include "base/Text.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tandem {

namespace {

// The base form first.
constexpr std::string_view verbs
    = "undo undone undid;pay paid;send sent;lose lost;keep kept;buy bought;sell sold;hold held;choose chosen chose;write written "
      "wrote;give given gave;take taken took;get got gotten;make made;do done did;go gone went;run ran;break broken broke;forget "
      "forgotten forgot;steal stolen stole;begin begun began;build built;repay repaid;overwrite overwritten "
      "overwrote;withdraw withdrawn withdrew;shrink shrunk;grow grown grew;freeze frozen froze;spend spent;bring brought;see "
      "seen "
      "saw;show shown;speak spoken spoke;reset resetting;hide hidden hid;understand understood;draw drawn drew;rebuild rebuilt";

std::unordered_map<std::string, std::string> baseForms()
{
    std::unordered_map<std::string, std::string> forms;
    for (const std::string_view verb : text::split(verbs, ';')) {
        const auto words = text::split(verb, ' ');
        for (const std::string_view word : words)
            forms.emplace(stemOf(word), stemOf(words.front()));
    }
    return forms;
}

} // namespace

std::vector<ContentWord> comparableWords(std::string_view text)
{
    static const auto forms = baseForms();
    std::vector<ContentWord> words = contentWords(text);
    for (ContentWord& word : words) {
        if (const auto found = forms.find(word.stem); found != forms.end() && word.shape == WordShape::Plain)
            word.stem = found->second;
    }
    return words;
}

} // namespace tandem
