#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// The desk's own mail addresses ("support@", "billing@" its company), which are no personal data and often the very answer. They
// show in many past tickets at once: agents name them again and again, and no customer writes from there.
class OwnAddresses {
public:
    struct Ticket {
        std::string_view answer;
        std::vector<std::string_view> customerAddresses;
    };

    OwnAddresses() = default;
    // A company's domain is the desk's own when answers of three tickets or more name an address of a team there, and fewer
    // tickets came from it. A mail provider's domain never is.
    static OwnAddresses seenIn(const std::vector<Ticket>& tickets);

    // Of a team, at an own domain. A person's address is personal data there too.
    [[nodiscard]] bool contains(std::string_view address) const;
    // What of an agent's name is a person's: "" of "Fernway Support" when fernway.example is the desk's own.
    [[nodiscard]] std::string personIn(std::string_view name) const;

private:
    std::set<std::string, std::less<>> m_domains;
};

} // namespace tandem
