#pragma once

#include "base/Error.h"
#include "model/Desk.h"

#include <string>

namespace tandem {

// Somebody who works at the desk: neither a customer nor a program.
inline bool isDeskPerson(Role role)
{
    return role == Role::Agent || role == Role::Supervisor || role == Role::Admin;
}

inline bool isDecider(Role role)
{
    return role == Role::Supervisor || role == Role::Admin;
}

// `what`: "Notes are written by …", the sentence that the error says.
inline Status requireDeskPerson(const Actor& actor, const char* what)
{
    if (isDeskPerson(actor.role))
        return {};
    return failure(ErrorCode::Forbidden, what);
}

inline Status requireDecider(const Actor& actor, const char* what)
{
    if (isDecider(actor.role))
        return {};
    return failure(ErrorCode::Forbidden, what);
}

} // namespace tandem
