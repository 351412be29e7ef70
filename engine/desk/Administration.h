#pragma once

#include "base/Error.h"
#include "model/Desk.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

struct HealthCheck {
    std::string name; // "store", "embedder", "knowledge", "queue"
    bool ok = false;
    std::string detail; // one sentence; what to do when not ok
};

struct Person {
    ActorId id;
    Role role = Role::Agent;
    std::string name; // personal
};

struct Health {
    bool ready = false; // true once tickets are being processed
    std::vector<HealthCheck> checks;
    double uptimeSeconds = 0;
};

// Access and health. Thread-safe, synchronous.
class Administration {
public:
    Administration() = default;
    Administration(const Administration&) = delete;
    Administration& operator=(const Administration&) = delete;
    virtual ~Administration() = default;

    // A new bearer token ("tdm_" and 43 characters of base64url, 256 random bits). Only its hash is kept. Admin only.
    // `customerId`: the caller's customer_id, required for Role::Customer and refused for others.
    virtual Result<std::string> createToken(
        const Actor& actor, Role role, const std::string& tokenName, const std::optional<std::string>& customerId)
        = 0;
    // Whose token it is; Unauthenticated when unknown or revoked. Constant-time in the token.
    virtual Result<Actor> authenticate(const std::string& token) = 0;
    // Who can be given a ticket: agents, supervisors and admins with a valid token, by name, and the actor. Forbidden for
    // customers and services.
    virtual Result<std::vector<Person>> people(const Actor& actor) = 0;
    virtual Health health() = 0;
    [[nodiscard]] virtual std::string metrics() const = 0; // Prometheus text
};

} // namespace tandem
