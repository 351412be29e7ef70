#pragma once

#include "knowledge/Cohesion.h"
#include "knowledge/PassageSize.h"
#include "model/Knowledge.h"

#include <vector>

namespace tandem {

// Raised when passages come out differently, so that an import chunks unchanged articles anew.
inline constexpr int chunkerVersion = 2;

// A document cut into passages of at most about 900 characters or 220 tokens. A passage never spans two headings; lists, tables
// and code stay whole where they fit; a longer section is cut into as few passages as hold it, where the text turns to something
// else, and the next passage starts with the last sentence of the one before (or the line that introduces the list). Every
// sentence of the body is in some passage. `cohesionOf` is asked about the sentences of a section that is too long for one
// passage; without it, or when its answer has another length, the words they share decide. Pure when it is.
std::vector<Passage> passagesOf(const Document& document, const CohesionOf& cohesionOf = {}, const PassageLimits& limits = {});

} // namespace tandem
