#pragma once

#include "pipeline/Policy.h"

#include <map>
#include <string>
#include <string_view>

namespace tandem {

// The settings that make a policy, by their keys in Config: what Policy::from() reads back as the same policy.
std::map<std::string, std::string> settingsOf(const Policy& policy);

// As one JSON object, which is how a policy is stored with decisions.
std::string policyText(const Policy& policy);
// Corrupt when the text is not what policyText() makes. Settings that came later have their defaults.
Result<Policy> policyFrom(std::string_view text);

} // namespace tandem
