#include "knowledge/import/PastTicket.h"

#include "base/Text.h"

namespace tandem::formats {
namespace {

constexpr const char* bySystem = "-1"; // who wrote what triggers and automations write

std::string idOf(const Json& object, std::string_view idMember, std::string_view objectMember)
{
    const std::string id = textIn(object, idMember);
    return id.empty() ? textIn(memberOf(object, objectMember), "id") : id;
}

const Json& commentsOf(const Json& ticket)
{
    const Json& comments = memberOf(ticket, "comments");
    return comments.is_object() ? memberOf(comments, "comments") : comments;
}

std::string wordsOf(const Json& comment)
{
    for (const char* key : {"body", "plain_body"}) {
        if (std::string words = textIn(comment, key); !text::trim(words).empty())
            return words;
    }
    return html(textIn(comment, "html_body")).at("body");
}

class Reader {
public:
    Reader(const Json& ticket, const JsonFile& file)
        : m_json(ticket)
        , m_file(file)
        , m_requester(idOf(ticket, "requester_id", "requester"))
    {
    }

    PastTicket read()
    {
        m_ticket.id = "zendesk-ticket-" + textIn(m_json, "id");
        m_ticket.subject = textIn(m_json, "subject");
        if (m_ticket.subject.empty())
            m_ticket.subject = textIn(m_json, "raw_subject");
        for (const std::string& time :
            {timeIn(memberOf(m_json, "metric_set"), "solved_at"), timeIn(m_json, "solved_at"), timeIn(m_json, "updated_at")}) {
            if (m_ticket.resolvedAt.empty())
                m_ticket.resolvedAt = time;
        }
        takePeople();
        for (const Json& comment : commentsOf(m_json))
            takeComment(comment);
        const bool hasQuestion = !m_ticket.said.empty() && m_ticket.said.front().by == PastTicket::Said::By::Customer;
        const std::string description = textIn(m_json, "description");
        const bool byCustomer
            = idOf(m_json, "submitter_id", "submitter") == m_requester || memberOf(m_json, "submitter_id").is_null();
        if (!hasQuestion && byCustomer && !description.empty())
            m_ticket.said.insert(
                m_ticket.said.begin(), {PastTicket::Said::By::Customer, description, timeIn(m_json, "created_at")});
        return std::move(m_ticket);
    }

private:
    void takePeople()
    {
        for (const char* role : {"requester", "submitter", "assignee"}) {
            const Json& person = memberOf(m_json, role);
            m_ticket.addPerson(person.is_string() ? JsonFile::Person{person.get<std::string>(), "", ""} : personIn(person));
            takeKnown(textIn(m_json, std::string(role) + "_id"));
        }
        for (const Json& other : memberOf(m_json, "collaborators"))
            m_ticket.addPerson(personIn(other));
        const Json& from = memberOf(memberOf(memberOf(m_json, "via"), "source"), "from");
        m_ticket.addPerson({textIn(from, "name"), textIn(from, "address"), ""});
        const auto requester = m_file.people.find(m_requester);
        for (const std::string& address : {textIn(memberOf(m_json, "requester"), "email"), textIn(m_json, "requester_email"),
                 textIn(from, "address"), requester == m_file.people.end() ? std::string() : requester->second.email}) {
            if (!address.empty())
                m_ticket.customerAddresses.push_back(address);
        }
        m_ticket.addPerson({"", textIn(m_json, "requester_email"), ""});
    }

    void takeKnown(const std::string& id)
    {
        if (const auto found = m_file.people.find(id); found != m_file.people.end())
            m_ticket.addPerson(found->second);
    }

    void takeComment(const Json& comment)
    {
        const std::string author = idOf(comment, "author_id", "author");
        const std::string channel = textIn(memberOf(comment, "via"), "channel");
        takeKnown(author);
        m_ticket.addPerson(personIn(memberOf(comment, "author")));
        if (memberOf(comment, "public") != Json(true) || author == bySystem || channel == "rule")
            return;
        std::string words = wordsOf(comment);
        if (text::trim(words).empty())
            return;
        if (m_requester.empty())
            m_requester = author; // who speaks first asks
        const auto known = m_file.people.find(author);
        std::string role = textIn(memberOf(comment, "author"), "role");
        if (role.empty() && known != m_file.people.end())
            role = known->second.role;
        const bool isCustomer = author == m_requester || role == "end-user";
        m_ticket.said.push_back({isCustomer ? PastTicket::Said::By::Customer : PastTicket::Said::By::Agent, std::move(words),
            timeIn(comment, "created_at")});
    }

    const Json& m_json;
    const JsonFile& m_file;
    std::string m_requester;
    PastTicket m_ticket;
};

} // namespace

Result<Fields> zendeskTicket(const Json& ticket, const JsonFile& file)
{
    const std::string status = text::fold(textIn(ticket, "status"));
    if (status != "solved" && status != "closed")
        return failure(ErrorCode::Conflict, "tickets that are not solved");
    if (!commentsOf(ticket).is_array())
        return failure(ErrorCode::Conflict, "tickets without their comments: export them with comments");
    if (textIn(ticket, "id").empty())
        return failure(ErrorCode::InvalidArgument, "it has no id");
    auto fields = resolutionFields(Reader(ticket, file).read());
    if (!fields)
        return failure(ErrorCode::Conflict, "tickets that no person answered in public");
    return std::move(*fields);
}

} // namespace tandem::formats
