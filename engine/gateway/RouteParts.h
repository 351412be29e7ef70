#pragma once

#include "base/Json.h"
#include "gateway/Endpoint.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

// What the handlers of many routes need. Pure.
namespace tandem::gateway {

inline const std::vector<Role> everyone{Role::Customer, Role::Service, Role::Agent, Role::Supervisor, Role::Admin};
inline const std::vector<Role> readers{Role::Service, Role::Agent, Role::Supervisor, Role::Admin};
inline const std::vector<Role> agents{Role::Agent, Role::Supervisor, Role::Admin};
inline const std::vector<Role> supervisors{Role::Supervisor, Role::Admin};

Response json(int status, const Json& body);
Response nothing(); // 204

// The path's id; 404 when no id of the engine's could look like it. `what` as in "ticket".
std::expected<std::string, Problem> idIn(const Call& call, std::string_view what);

// The header, "" without one. 400 unless it comes once with 1 to 255 visible ASCII characters.
std::expected<std::string, Problem> idempotencyKey(const Request& request);
// The header or the body's member, or a new key when there is neither: 400 when they differ, 422 when the member has another
// form.
std::expected<std::string, Problem> idempotencyKey(const Request& request, const std::string& member);

// The body as a JSON object with none but these members; an empty one when there is no body and it is optional. 422 names a
// member that is unknown.
std::expected<Json, Problem> bodyWith(const Call& call, Body need, std::initializer_list<std::string_view> known);

} // namespace tandem::gateway
