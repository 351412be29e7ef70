#pragma once

// The members in JSON of what the library holds and finds; see WireForm.h. The names are public.
#include "desk/WireReader.h"
#include "desk/WireWriter.h"

namespace tandem::wire::form {

// What is told of a document beside its texts.
template <typename Archive>
void standing(Archive& archive, Like<Document> auto& document)
{
    archive("language", document.language);
    archive("category", document.category);
    archive("audience", document.audience);
    archive("plan", document.plan);
    archive("supersedes", document.supersedes);
    archive("valid_from", document.validFrom);
    archive("valid_until", document.validUntil);
    archive("superseded", document.superseded);
    archive("updated_at", document.updatedAt);
    archive("content_hash", document.contentHash);
}

template <typename Archive>
void members(Archive& archive, Like<Document> auto& document)
{
    archive.id("id", document.id);
    archive("kind", document.kind);
    archive("title", document.title);
    archive("body", document.body);
    archive("question", document.question);
    standing(archive, document);
}

template <typename Archive>
void members(Archive& archive, Like<Passage> auto& passage)
{
    archive.id("passage_id", passage.id);
    archive.id("article_id", passage.article);
    archive("kind", passage.kind);
    archive("title", passage.title);
    archive("heading", passage.heading);
    archive("text", passage.text);
    archive("sentences", SpansOf{passage.text, passage.sentences});
    archive("language", passage.language);
    archive("updated_at", passage.updatedAt);
}

// Without its texts.
template <typename Archive>
void members(Archive& archive, Like<ListedDocument> auto& listed)
{
    auto& document = listed.document;
    archive.id("id", document.id);
    archive("kind", document.kind);
    archive("title", document.title);
    standing(archive, document);
    archive("version", listed.version);
}

template <typename Archive>
void members(Archive& archive, Like<DocumentPage> auto& page)
{
    archive("articles", page.documents);
    archive("total", page.total);
}

template <typename Archive>
void members(Archive& archive, Like<FindingSide> auto& side)
{
    archive.id("article_id", side.article);
    archive("title", side.title);
    archive("language", side.language);
    archive.id("passage_id", side.passage);
    archive("text", side.text);
    archive("sentence", side.sentence);
    archive("value", side.value);
    archive("content_hash", side.contentHash);
}

template <typename Archive>
void members(Archive& archive, Like<Finding> auto& finding)
{
    archive.id("id", finding.id);
    archive("kind", finding.kind);
    archive("first", finding.first);
    archive("second", finding.second);
    archive("score", finding.score);
    archive("found_at", finding.foundAt);
    archive("dismissed_by", finding.dismissedBy);
    archive("dismissed_at", finding.dismissedAt);
}

template <typename Archive>
void members(Archive& archive, Like<ScoreParts> auto& parts)
{
    archive("meaning", parts.meaning);
    archive("words", parts.words);
    archive("identifiers", parts.identifiers);
    archive("kind", parts.kind);
    archive("language", parts.language);
}

template <typename Archive>
void members(Archive& archive, Like<ScoredPassage> auto& scored)
{
    members(archive, scored.passage);
    archive("score", scored.score);
    archive("meaning", scored.meaning);
    archive("words", scored.words);
    archive("sentence_similarity", scored.sentenceSimilarity);
    archive("parts", scored.parts);
    archive("held_until", scored.heldUntil);
    archive("plan", scored.plan);
    archive("audience", scored.audience);
}

template <typename Archive>
void members(Archive& archive, Like<SearchResult> auto& result)
{
    archive("results", result.passages);
    archive("evidence", result.evidence);
    archive.orElse("evidence_floor", result.evidenceFloor);
    archive.orElse("searched", result.searched);
}

} // namespace tandem::wire::form
