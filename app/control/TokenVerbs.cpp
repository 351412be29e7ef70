#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace tandem::app {

namespace {

struct TokenRequest {
    std::string role;
    std::string name;
    std::string customer;
};

Result<std::string> newToken(Session& session, const TokenRequest& request)
{
    Engine* engine = TRY(session.engine());
    const auto role = roleFrom(request.role);
    if (!role)
        return failure(ErrorCode::InvalidArgument, "There is no role '" + request.role + "'");
    const auto customer = request.customer.empty() ? std::nullopt : std::optional(request.customer);
    return engine->administration().createToken(session.actor(), *role, request.name, customer);
}

Exit createToken(Session& session, const TokenRequest& request)
{
    const auto token = newToken(session, request);
    if (!token)
        return refused(token.error());
    std::cout << *token << "\n";
    return Exit::Success;
}

} // namespace

void addTokenVerbs(CLI::App& program, Session& session)
{
    CLI::App* token = program.add_subcommand("token", "Access tokens for the REST interface");
    token->require_subcommand(1);
    CLI::App* create = token->add_subcommand("create", "Makes a token and prints it alone; it cannot be shown again");
    const auto request = std::make_shared<TokenRequest>();
    create->add_option("--role", request->role, "What the token may do")
        ->required()
        ->check(CLI::IsMember({"agent", "supervisor", "admin", "service", "customer"}));
    create->add_option("--name", request->name, "What it is for; shown in the audit log's list of tokens")->required();
    create->add_option("--customer", request->customer, "Whose tickets it sees; for the role customer alone")->type_name("ID");
    create->callback([&session, request] { session.setAction([&session, request] { return createToken(session, *request); }); });
}

} // namespace tandem::app
