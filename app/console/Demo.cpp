#include "app/console/Demo.h"

#include "desk/Wire.h"

#include <array>
#include <chrono>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace tandem::app {

namespace {

// Members of a demo ticket that tell the past; everything else is what a caller of the REST interface would send.
constexpr std::array<const char*, 5> pastMembers{"id", "language", "received_minutes_ago", "assignee", "thread"};

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

Result<std::vector<Json>> linesOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream)
        return failure(ErrorCode::NotFound, "The demo's tickets are not in " + file.string() + "; reinstall Tandem");
    std::vector<Json> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(TRY(parseJson(line)));
    return lines;
}

double minutesAgo(const Json& json, const char* member)
{
    const auto minutes = optionalNumber(json, member);
    return minutes ? minutes->value_or(0) : 0;
}

// Seeds step by step on one of the connector's threads.
class Seeder {
public:
    Seeder(ui::Desk& desk, Actor owner, std::filesystem::path demo, std::function<void(const QString&)> say)
        : m_desk(desk)
        , m_owner(std::move(owner))
        , m_demo(std::move(demo))
        , m_say(std::move(say))
        , m_now(SystemClock().now())
    {
    }

    Status seed()
    {
        auto tickets = TRY(linesOf(m_demo / "tickets.jsonl"));
        m_say(QObject::tr("Loading models"));
        TRY(m_desk.library.importArticles(m_owner, {m_demo / "articles"}, progress(QObject::tr("Reading articles")), {}));
        TRY(m_desk.library.importResolutions(
            m_owner, m_demo / "resolutions.jsonl", progress(QObject::tr("Reading resolutions")), {}));
        TRY(hireColleagues());
        for (const Json& ticket : tickets)
            TRY(submit(ticket));
        return {};
    }

private:
    std::function<void(int, int)> progress(const QString& what)
    {
        return [this, what](int done, int all) { m_say(QObject::tr("%1, %2 of %3").arg(what).arg(done).arg(all)); };
    }

    Status hireColleagues()
    {
        for (const char* colleague : {"Marta Nowak", "Ivo Kral"})
            TRY(m_desk.administration.createToken(m_owner, Role::Agent, colleague, std::nullopt));
        for (const Person& person : TRY(m_desk.administration.people(m_owner)))
            m_people[person.name] = Actor{person.id, person.role, person.name, {}};
        m_people["you"] = m_owner;
        return {};
    }

    Status submit(const Json& ticket)
    {
        Json request = ticket;
        for (const char* member : pastMembers)
            request.erase(member);
        ImportedTicket imported;
        imported.message = TRY(wire::incomingMessage(request));
        imported.receivedAt = at(minutesAgo(ticket, "received_minutes_ago"));
        if (const auto assignee = TRY(optionalString(ticket, "assignee")))
            imported.assignee = m_people[*assignee].id;
        const auto thread = ticket.find("thread");
        if (thread != ticket.end()) {
            for (const Json& entry : *thread)
                imported.thread.push_back(TRY(message(entry)));
        }
        TRY(m_desk.intake.import(m_owner, std::move(imported)));
        return {};
    }

    Result<Message> message(const Json& entry)
    {
        const std::string author = TRY(requiredString(entry, "author"));
        Message message;
        message.text = TRY(requiredString(entry, "text"));
        message.at = at(minutesAgo(entry, "minutes_ago"));
        message.author = author == "customer" ? Author::Customer : Author::Agent;
        message.visibility = author == "note" ? Visibility::Internal : Visibility::Public;
        if (message.author == Author::Agent) {
            const auto name = TRY(optionalString(entry, "name"));
            message.actor = m_people[name.value_or("you")].id;
        }
        return message;
    }

    [[nodiscard]] TimePoint at(double minutes) const
    {
        return m_now - std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double, std::ratio<60>>(minutes));
    }

    ui::Desk& m_desk;
    Actor m_owner;
    std::filesystem::path m_demo;
    std::function<void(const QString&)> m_say;
    TimePoint m_now;
    std::map<std::string, Actor> m_people; // by name
};

} // namespace

void seedDemo(ui::Connector& connector, const std::filesystem::path& resources, QObject* context,
    const std::function<void(const QString&)>& said)
{
    const auto say = [context, said](const QString& text) {
        QMetaObject::invokeMethod(context, [said, text] { said(text); }, Qt::QueuedConnection);
    };
    connector.ask(
        context,
        [owner = connector.actor(), demo = resources / "demo", say](
            ui::Desk& desk) { return Seeder(desk, owner, demo, say).seed(); },
        [said](const Status& seeded) { said(seeded ? QString() : qt(seeded.error().message)); });
}

} // namespace tandem::app
