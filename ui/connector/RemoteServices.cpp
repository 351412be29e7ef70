#include "ui/connector/RemoteServices.h"

#include "ui/connector/RemoteImport.h"

#include "desk/Wire.h"

namespace tandem::ui {

namespace {

using Method = RemoteHttp::Method;

std::string ticketPath(const TicketId& id, const char* action = "")
{
    return "/api/v1/tickets/" + wire::percentEncoded(id.value()) + action;
}

std::string approvalPath(const ApprovalId& id, const char* action = "")
{
    return "/api/v1/approvals/" + wire::percentEncoded(id.value()) + action;
}

std::string candidatePath(const CandidateId& id, const char* action)
{
    return "/api/v1/learning/candidates/" + wire::percentEncoded(id.value()) + action;
}

std::string articlePath(const ArticleId& id)
{
    return "/api/v1/knowledge/articles/" + wire::percentEncoded(id.value());
}

template <typename T>
Result<T> understood(const RemoteSession& session, Result<T> read)
{
    return read ? std::move(read) : std::unexpected(session.notUnderstood(read.error()));
}

template <typename T>
Result<T> got(const RemoteSession& session, const std::string& path)
{
    const Json json = TRY(session.request({Method::Get, path, {}, {}}));
    return understood(session, wire::fromJson<T>(json));
}

template <typename T>
Result<std::vector<T>> gotList(const RemoteSession& session, const std::string& path, std::string_view member)
{
    const Json json = TRY(session.request({Method::Get, path, {}, {}}));
    return understood(session, wire::listFromJson<T>(json, member));
}

Status posted(const RemoteSession& session, const std::string& path, Json body)
{
    TRY(session.request({Method::Post, path, std::move(body), {}}));
    return {};
}

std::unexpected<Error> notFromHere(const char* what)
{
    return failure(ErrorCode::Unavailable, std::string(what) + " is done on the server's own machine, with tandemctl");
}

} // namespace

Result<Receipt> RemoteIntake::submit(const Actor& /*actor*/, IncomingMessage message)
{
    Json body{{"customer_id", message.customerId}, {"subject", message.subject}, {"description", message.text},
        {"channel", name(message.channel)}};
    if (message.priority)
        body["priority"] = name(*message.priority);
    const Json json = TRY(m_session.request({Method::Post, "/api/v1/tickets", std::move(body), message.idempotencyKey}));
    const auto id = TRY(requiredString(json, "id"));
    const auto status = TRY(requiredString(json, "status"));
    const auto correlation = TRY(requiredString(json, "correlation_id"));
    return Receipt{TicketId(id), ticketStatusFrom(status).value_or(TicketStatus::Received), CorrelationId(correlation), false};
}

Result<Receipt> RemoteIntake::import(const Actor& /*actor*/, ImportedTicket /*ticket*/)
{
    return notFromHere("Importing tickets");
}

Result<InboxPage> RemoteInbox::page(const Actor& /*actor*/, const InboxQuery& query)
{
    return got<InboxPage>(m_session, "/api/v1/tickets?" + wire::urlQuery(query));
}

Result<InboxCounts> RemoteInbox::counts(const Actor& /*actor*/)
{
    return got<InboxCounts>(m_session, "/api/v1/inbox/counts");
}

Result<TicketSummary> RemoteInbox::summary(const Actor& /*actor*/, const TicketId& id)
{
    return got<TicketSummary>(m_session, ticketPath(id, "/summary"));
}

Result<TicketView> RemoteConversations::ticket(const Actor& /*actor*/, const TicketId& id)
{
    return got<TicketView>(m_session, ticketPath(id));
}

Result<Explanation> RemoteExplainer::explain(const Actor& /*actor*/, const TicketId& id)
{
    return got<Explanation>(m_session, ticketPath(id, "/explanation"));
}

Result<Translation> RemoteTranslations::translate(
    const Actor& /*actor*/, const TranslationRequest& request, std::stop_token /*stop*/)
{
    const Json json = TRY(m_session.request({Method::Post, "/api/v1/translate", wire::toJson(request), {}}));
    return understood(m_session, wire::fromJson<Translation>(json));
}

Result<Message> RemoteConversations::reply(const Actor& /*actor*/, const TicketId& id, const Reply& reply)
{
    const Json json
        = TRY(m_session.request({Method::Post, ticketPath(id, "/messages"), wire::toJson(reply), reply.idempotencyKey}));
    return understood(m_session, wire::fromJson<Message>(json));
}

Result<Message> RemoteConversations::note(
    const Actor& /*actor*/, const TicketId& id, const std::string& text, const std::string& key)
{
    const Json json = TRY(m_session.request({Method::Post, ticketPath(id, "/notes"), {{"text", text}}, key}));
    return understood(m_session, wire::fromJson<Message>(json));
}

Status RemoteConversations::assign(const Actor& /*actor*/, const TicketId& id, const std::optional<ActorId>& assignee)
{
    return posted(m_session, ticketPath(id, "/assign"), {{"assignee", assignee ? Json(assignee->value()) : Json()}});
}

Status RemoteConversations::setCategory(const Actor& /*actor*/, const TicketId& id, Category category)
{
    return posted(m_session, ticketPath(id, "/category"), {{"category", std::string(name(category))}});
}

Result<CandidateId> RemoteConversations::resolve(const Actor& /*actor*/, const TicketId& id, Learn learn)
{
    const Json json = TRY(m_session.request({Method::Post, ticketPath(id, "/resolve"), {{"learn", learn == Learn::Yes}}, {}}));
    const auto candidate = TRY(optionalString(json, "candidate_id"));
    return CandidateId(candidate.value_or(""));
}

Status RemoteConversations::reopen(const Actor& /*actor*/, const TicketId& id)
{
    return posted(m_session, ticketPath(id, "/reopen"), Json::object());
}

Status RemoteConversations::markSeen(const Actor& /*actor*/, const TicketId& id)
{
    return posted(m_session, ticketPath(id, "/seen"), Json::object());
}

Result<std::vector<ApprovalCard>> RemoteApprovals::waiting(const Actor& /*actor*/, int limit)
{
    return gotList<ApprovalCard>(m_session, "/api/v1/approvals?state=waiting&limit=" + std::to_string(limit), "approvals");
}

Result<std::vector<ApprovalCard>> RemoteApprovals::decided(const Actor& /*actor*/, int limit)
{
    return gotList<ApprovalCard>(m_session, "/api/v1/approvals?state=decided&limit=" + std::to_string(limit), "approvals");
}

Result<ApprovalCard> RemoteApprovals::card(const Actor& /*actor*/, const ApprovalId& id)
{
    return got<ApprovalCard>(m_session, approvalPath(id));
}

Result<ApprovalCard> RemoteApprovals::propose(const Actor& /*actor*/, const TicketId& ticket, const ActionRequest& request)
{
    const Json json
        = TRY(m_session.request({Method::Post, ticketPath(ticket, "/actions"), wire::toJson(request), request.idempotencyKey}));
    return understood(m_session, wire::fromJson<ApprovalCard>(json));
}

Status RemoteApprovals::approve(const Actor& /*actor*/, const ApprovalId& id, const std::string& comment)
{
    return posted(m_session, approvalPath(id, "/approve"), {{"comment", comment}});
}

Status RemoteApprovals::reject(const Actor& /*actor*/, const ApprovalId& id, const std::string& comment)
{
    return posted(m_session, approvalPath(id, "/reject"), {{"comment", comment}});
}

Status RemoteReviews::reject(
    const Actor& /*actor*/, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault)
{
    Json body{{"draft_id", draft.value()}};
    if (fault)
        body["fault"] = name(*fault);
    return posted(m_session, ticketPath(ticket, "/draft/reject"), std::move(body));
}

Result<ReplyCheck> RemoteReviews::check(
    const Actor& /*actor*/, const TicketId& ticket, const std::string& text, std::stop_token /*stop*/)
{
    const Json json = TRY(m_session.request({Method::Post, ticketPath(ticket, "/reply/check"), Json{{"text", text}}, {}}));
    return understood(m_session, wire::fromJson<ReplyCheck>(json));
}

Result<std::vector<AutoSendState>> RemoteReviews::autoSend(const Actor& /*actor*/)
{
    return gotList<AutoSendState>(m_session, "/api/v1/reports/auto-send", "categories");
}

Result<std::vector<LearningCandidate>> RemoteLearning::candidates(
    const Actor& /*actor*/, std::optional<CandidateState> state, int limit)
{
    std::string path = "/api/v1/learning/candidates?limit=" + std::to_string(limit);
    if (state)
        path += "&state=" + std::string(name(*state));
    return gotList<LearningCandidate>(m_session, path, "candidates");
}

Status RemoteLearning::accept(const Actor& /*actor*/, const CandidateId& id, const std::optional<std::string>& resolution)
{
    Json body = Json::object();
    if (resolution)
        body["resolution"] = *resolution;
    return posted(m_session, candidatePath(id, "/accept"), std::move(body));
}

Status RemoteLearning::discard(const Actor& /*actor*/, const CandidateId& id)
{
    return posted(m_session, candidatePath(id, "/discard"), Json::object());
}

Status RemoteLearning::undo(const Actor& /*actor*/, const CandidateId& id)
{
    return posted(m_session, candidatePath(id, "/undo"), Json::object());
}

Result<ImportReport> RemoteLibrary::importArticles(const Actor& /*actor*/, const std::vector<std::filesystem::path>& paths,
    const std::function<void(int, int)>& progress, std::stop_token stop)
{
    return RemoteImport(m_session, DocumentKind::Article, progress, std::move(stop)).run(paths);
}

Result<ImportReport> RemoteLibrary::importResolutions(const Actor& /*actor*/, const std::filesystem::path& file,
    const std::function<void(int, int)>& progress, std::stop_token stop)
{
    return RemoteImport(m_session, DocumentKind::Resolution, progress, std::move(stop)).run({file});
}

Result<DocumentPage> RemoteLibrary::list(const Actor& /*actor*/, const DocumentListing& listing)
{
    std::string path
        = "/api/v1/knowledge/titles?offset=" + std::to_string(listing.offset) + "&limit=" + std::to_string(listing.limit);
    if (listing.kind)
        path += "&kind=" + std::string(name(*listing.kind));
    return got<DocumentPage>(m_session, path);
}

Result<std::vector<Document>> RemoteLibrary::versions(const Actor& /*actor*/, const ArticleId& id)
{
    return gotList<Document>(m_session, articlePath(id) + "/versions", "versions");
}

Result<DocumentPage> RemoteLibrary::documents(const Actor& /*actor*/, const DocumentListing& listing)
{
    std::string path
        = "/api/v1/knowledge/articles?offset=" + std::to_string(listing.offset) + "&limit=" + std::to_string(listing.limit);
    if (listing.kind)
        path += "&kind=" + std::string(name(*listing.kind));
    const Json json = TRY(m_session.request({Method::Get, path, {}, {}}));
    std::vector<Document> documents = TRY(understood(m_session, wire::listFromJson<Document>(json, "articles")));
    DocumentPage page;
    page.total = listing.offset + std::ssize(documents);
    if (const auto total = json.find("total"); total != json.end() && total->is_number_integer())
        page.total = total->get<std::int64_t>();
    for (Document& document : documents)
        page.documents.push_back({std::move(document), 1}); // which version is not told with a text
    return page;
}

Result<Document> RemoteLibrary::document(const Actor& /*actor*/, const ArticleId& id)
{
    return got<Document>(m_session, articlePath(id));
}

Result<std::vector<Finding>> RemoteLibrary::findings(const Actor& /*actor*/)
{
    return gotList<Finding>(m_session, "/api/v1/knowledge/findings", "findings");
}

Status RemoteLibrary::dismiss(const Actor& /*actor*/, const FindingId& id)
{
    return posted(m_session, "/api/v1/knowledge/findings/" + wire::percentEncoded(id.value()) + "/dismiss", Json::object());
}

Result<ReviewReport> RemoteLibrary::review(const Actor& /*actor*/, std::stop_token /*stop*/)
{
    return notFromHere("Comparing articles");
}

Status RemoteLibrary::put(const Actor& /*actor*/, const Document& document)
{
    TRY(m_session.request({Method::Put, articlePath(document.id), wire::toJson(document), {}}));
    return {};
}

Status RemoteLibrary::remove(const Actor& /*actor*/, const ArticleId& id)
{
    TRY(m_session.request({Method::Delete, articlePath(id), {}, {}}));
    return {};
}

Result<SearchResult> RemoteLibrary::search(const Actor& /*actor*/, const LibrarySearch& search)
{
    std::string path
        = "/api/v1/knowledge/search?q=" + wire::percentEncoded(search.text) + "&limit=" + std::to_string(search.count);
    if (search.kind)
        path += "&kind=" + std::string(name(*search.kind));
    if (search.language)
        path += "&language=" + std::string(name(*search.language));
    return got<SearchResult>(m_session, path);
}

Result<std::string> RemoteAdministration::createToken(
    const Actor& /*actor*/, Role /*role*/, const std::string& /*tokenName*/, const std::optional<std::string>& /*customerId*/)
{
    return notFromHere("Making a token");
}

Result<Actor> RemoteAdministration::authenticate(const std::string& /*token*/)
{
    return notFromHere("Checking a token");
}

Result<std::vector<Person>> RemoteAdministration::people(const Actor& /*actor*/)
{
    return gotList<Person>(m_session, "/api/v1/people", "people");
}

Health RemoteAdministration::health()
{
    const auto health = got<Health>(m_session, "/health");
    if (health)
        return *health;
    Health unknown;
    unknown.checks.push_back({"server", false, health.error().message});
    return unknown;
}

std::string RemoteAdministration::metrics() const
{
    return {};
}

} // namespace tandem::ui
