#pragma once

#include "privacy/Redaction.h"
#include "privacy/Redactor.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Several texts redacted with one numbering: the same value is the same placeholder in all of them. A placeholder that one of
// them holds already, as what is kept of another ticket does, stands for nobody here: it is left out. Immutable once made,
// thread-safe.
class RedactedTexts {
public:
    [[nodiscard]] const Redacted& operator[](std::size_t index) const { return m_texts[index]; } // as they were given
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    // A text that quotes any of them, such as an answer, with every placeholder turned back; one that is none of theirs stays.
    [[nodiscard]] std::string restore(std::string_view text) const { return withValues(text, m_values); }
    // Whether a text that quotes them has a placeholder of personal data that restore() leaves.
    [[nodiscard]] bool holdsUnknownPlaceholder(std::string_view answer) const;

private:
    friend RedactedTexts redactTogether(std::span<const std::string_view> texts, std::string_view knownPerson);
    std::vector<Redacted> m_texts;
    PlaceholderValues m_values;
};

// `knownPerson`: a name that the caller knows to be one (the customer's). It is redacted wherever it stands, whole or in part,
// introduced as a name or not, as NameSearch finds it; so is, in all the texts, who was found in any of them. Common words that
// are part of the name go with it: an answer gets them back.
RedactedTexts redactTogether(std::span<const std::string_view> texts, std::string_view knownPerson = "");

// Fixed words of ours. Only a literal of the program's source can be one, so that nothing anybody else wrote gets past redact().
class OwnWords {
public:
    consteval OwnWords(const char* words) // NOLINT(google-explicit-constructor): meant to be written as a literal
        : m_words(words)
    {
    }
    [[nodiscard]] std::string_view words() const { return m_words; }

private:
    std::string_view m_words;
};

// Puts redacted texts and our own words together.
class RedactedJoiner {
public:
    RedactedJoiner& add(OwnWords words);
    RedactedJoiner& add(const Redacted& redacted);
    [[nodiscard]] const std::string& text() const { return m_joined.m_text; }
    [[nodiscard]] Redacted take() { return std::move(m_joined); }

private:
    Redacted m_joined;
};

// Restores an answer while it is being written: a placeholder that came in pieces is held back until it is whole. Not
// thread-safe; the texts outlive it.
class StreamedRestore {
public:
    explicit StreamedRestore(const RedactedTexts& texts)
        : m_texts(texts)
    {
    }
    // What can be said after this piece.
    std::string add(std::string_view piece);
    // What was held back, at the end.
    std::string rest();
    // The answer begins anew.
    void clear() { m_held.clear(); }

private:
    const RedactedTexts& m_texts;
    std::string m_held;
};

} // namespace tandem
