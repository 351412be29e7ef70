#pragma once

#include "base/Clock.h"
#include "desk/Approvals.h"

#include <QString>

class QVBoxLayout;

// What a proposal says beside its amount, and who has said yes to it.
namespace tandem::ui {

// Who proposed it and why, its parameters, the policy's clause, before and after, evidence, what became of it.
void addProposal(QVBoxLayout& rows, const ApprovalCard& card, TimePoint now);
// The keys: each that was turned with its comment, and how many are missing.
void addKeys(QVBoxLayout& rows, const ApprovalCard& card, TimePoint now);
// "1 of 2 keys" while two are needed, "one key" otherwise.
QString keysWord(const Approval& approval);
// What is said once a key was turned.
QString turnedWords(const Approval& before);

} // namespace tandem::ui
