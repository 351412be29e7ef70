#pragma once

#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/JsonFile.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem::formats {

// A conversation as another desk exported it, before it is a resolution.
struct PastTicket {
    struct Said {
        enum class By : std::uint8_t { Customer, Agent };
        By by = By::Customer;
        std::string text;
        std::string at; // comparable with that of the others; "" = unknown
    };

    std::string id;
    std::string subject;
    std::string resolvedAt;
    std::vector<Said> said; // public messages of people
    std::vector<std::string> persons; // names and addresses of everybody around it
    std::vector<std::string> customerAddresses;

    void addPerson(const JsonFile::Person& person);
};

// The customer's first message and the last answer of a person. nullopt: nobody answered.
std::optional<Fields> resolutionFields(PastTicket ticket);

// A ticket of Zendesk with its comments, or a conversation of Chatwoot with its messages; the error of a ticket to leave out is
// the reason (Conflict), InvalidArgument when it is neither.
Result<Fields> zendeskTicket(const Json& ticket, const JsonFile& file);
Result<Fields> chatwootConversation(const Json& conversation);

} // namespace tandem::formats
