#pragma once

#include <string_view>
#include <vector>

// Every word and sign that the scanners of personal data look for, for tests that repeat each of them a hundred thousand times.
namespace tandem::pii {

std::vector<std::string_view> scannedWords();

// Each adds those of one scanner.
void addSecretWords(std::vector<std::string_view>& words);
void addPasswordWords(std::vector<std::string_view>& words);
void addOneTimeCodeWords(std::vector<std::string_view>& words);
void addReferenceWords(std::vector<std::string_view>& words);
void addAddressLabels(std::vector<std::string_view>& words);

} // namespace tandem::pii
