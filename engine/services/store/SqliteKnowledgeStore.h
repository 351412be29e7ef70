#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/SqliteFindingStore.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteKnowledgeStore final : public KnowledgeStore {
public:
    SqliteKnowledgeStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes);

    Status put(const Document& document, const std::string& modelId, const std::vector<StoredPassage>& passages) override;
    Status remove(const ArticleId& id) override;
    Result<std::vector<Document>> formerVersions(const ArticleId& id) override;
    Result<DocumentPage> page(const DocumentListing& listing) override;
    Status eachDocument(const std::function<Status(const Document&, const std::string& modelId)>& visit) override;
    FindingStore& findings() override { return m_findings; }
    Result<std::optional<Document>> find(const ArticleId& id) override;
    Result<std::optional<std::pair<std::string, std::string>>> version(const ArticleId& id) override;
    Result<std::vector<StoredPassage>> passages(const std::vector<PassageId>& ids) override;
    Status eachPassage(const std::function<Status(const StoredPassage&)>& visit) override;
    Result<std::vector<Document>> list() override;
    Result<std::int64_t> revision() override;

private:
    Status insertPassage(const ArticleId& article, const StoredPassage& stored);
    [[nodiscard]] Result<Document> documentFrom(const SqliteRows& rows) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
    CommittedChanges& m_changes;
    SqliteFindingStore m_findings;
};

} // namespace tandem
