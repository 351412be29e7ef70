#pragma once

#include "base/Clock.h"
#include "base/Text.h"
#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class DocumentKind : std::uint8_t { Article, Resolution };
std::string_view name(DocumentKind kind); // "article", "resolution"
std::optional<DocumentKind> documentKindFrom(std::string_view text);

// An article, or a past ticket's resolution (title = subject, body = agent's resolution, question = customer's message).
struct Document {
    ArticleId id;
    DocumentKind kind = DocumentKind::Article;
    std::string title;
    std::string body; // Markdown
    std::string question; // resolutions only
    Language language = Language::En;
    std::string category; // "" when unknown
    std::string audience;
    std::string plan;
    std::vector<ArticleId> supersedes;
    // Of a learned resolution: what the answer quotes. It holds, and is for somebody, only as long as all of them are.
    std::vector<ArticleId> restsOn;
    std::optional<TimePoint> validFrom;
    std::optional<TimePoint> validUntil;
    bool superseded = false;
    TimePoint updatedAt{};
    std::string contentHash; // of everything that is indexed; a second import of the same hash is a no-op
};

// A piece of a document that is searched and cited as one.
struct Passage {
    PassageId id; // "<article id>#<ordinal>"
    ArticleId article;
    DocumentKind kind = DocumentKind::Article;
    std::string title; // the document's
    std::string heading; // title path inside the document: "Refunds › Duplicate charges"
    std::string text; // plain text; citations quote it verbatim
    std::vector<text::Span> sentences; // of `text`
    Language language = Language::En;
    TimePoint updatedAt{};
};

// What each thing that is weighed adds to a passage's score, which is their sum. Below zero where it falls behind the others'.
struct ScoreParts {
    double meaning = 0;
    double words = 0;
    double identifiers = 0; // codes and numbers of the query that stand in it
    double kind = 0; // for an article, before a past ticket's resolution
    double language = 0; // for the query's own
};

struct ScoredPassage {
    Passage passage;
    double score = 0; // fused, higher is better; comparable within one search only
    double meaning = 0; // cosine of the e5 vectors; 0 without a model
    double words = 0; // BM25
    std::vector<float> sentenceSimilarity; // cosine to the query by sentence of `passage`; empty without a model
    std::optional<ScoreParts> parts{}; // nullopt for one that stands behind those that were compared closely
    // Its document held on the day asked about and holds no longer: the first moment that it did not. nullopt: it holds today.
    std::optional<TimePoint> heldUntil{};
    std::string plan{}; // its document's
    std::string audience{};
};

struct SearchResult {
    std::vector<ScoredPassage> passages; // best first
    double evidence = 0; // 0…1: how likely it is that the best ones answer the query
    double evidenceFloor = 0; // what evidence and a passage's best sentence must reach together to be cited; 0 = not told
    std::size_t searched = 0; // passages there are
};

// Which documents a list holds; the order is that of their ids.
struct DocumentListing {
    std::optional<DocumentKind> kind{};
    std::int64_t offset = 0;
    std::int64_t limit = 1000; // rows; 1…10,000, clamped
};

// A row of a list: what can be said of a document without its text.
struct ListedDocument {
    Document document; // without body and question
    int version = 1; // counts up from 1 with every change of what an article says
};

struct DocumentPage {
    std::vector<ListedDocument> documents;
    std::int64_t total = 0; // without offset and limit
};

} // namespace tandem
