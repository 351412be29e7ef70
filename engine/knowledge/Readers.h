#pragma once

#include <set>
#include <string>
#include <string_view>

namespace tandem {

// For whom something is looked up.
struct Reader {
    std::string plan; // "" = not known
    std::string audience; // "" = a customer of whom no more is known
};

// The names of a list as front matter has it: separated by commas, without blanks around them, in any letter case.
std::set<std::string> readerNames(std::string_view list);

// For whom a document is, by its lists, which are read once. An empty list is for everyone; otherwise the reader's name must be
// in it. A plan that is not known is in every list. A customer of whom no more is known is taken for any audience but the desk's
// own people ("internal", "agents", "staff", "support" …). A value.
class Readership {
public:
    Readership() = default; // for everyone
    Readership(std::string_view plans, std::string_view audiences);
    [[nodiscard]] bool includes(const Reader& reader) const;

private:
    std::set<std::string> m_plans;
    std::set<std::string> m_audiences;
    bool m_isDesksOwn = false; // the audiences name its people alone
};

} // namespace tandem
