#pragma once

#include "model/Knowledge.h"
#include "ui/shell/FileWriter.h"

#include <QObject>
#include <QString>

#include <map>
#include <optional>

namespace tandem::ui {

// Articles as they are being written, until they are published or given up: kept in a file (0600), so that neither going
// elsewhere nor closing the console loses one. Each is the whole document; its content hash is that of what it was made from, ""
// = it is new. UI thread; the file is written on another one.
class UnpublishedArticles : public QObject {
    Q_OBJECT

public:
    // Reads what an earlier run left. `file`: "" = in memory alone.
    explicit UnpublishedArticles(const QString& file);

    [[nodiscard]] const std::map<ArticleId, Document>& all() const { return m_articles; }
    [[nodiscard]] const Document* find(const ArticleId& id) const;
    void keep(const Document& article);
    void drop(const ArticleId& id);
    // False: what was kept last could not be written, so that it is lost when the console closes.
    [[nodiscard]] bool isOnDisk() const { return m_onDisk; }

Q_SIGNALS:
    void onDiskChanged();
    void listChanged(); // one came, went, or has another title

private:
    void save();
    void setOnDisk(bool good);

    bool m_onDisk = true;
    std::map<ArticleId, Document> m_articles;
    std::optional<FileWriter> m_writer;
};

} // namespace tandem::ui
