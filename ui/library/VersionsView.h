#pragma once

#include "model/Knowledge.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace tandem::ui {

class Button;
class CardList;
class DiffView;
class EmptyState;
class TextLabel;

// What an article said before: the versions, and what has changed since the chosen one, or would by what is being written. UI
// thread.
class VersionsView : public QWidget {
    Q_OBJECT

public:
    explicit VersionsView(QWidget* parent = nullptr);

    // The present one first.
    void setVersions(std::vector<Document> versions);
    // What is being written here, to be seen beside what is published; nullptr = nothing is.
    void setDraft(const Document* draft);
    void chooseDraft();
    // Whether a former version may be put again.
    void setMayRestore(bool may);
    void focusList();

Q_SIGNALS:
    void restoreWanted(const tandem::Document& former, int version);

private:
    void choose(const QString& id);
    void list(const QString& selected);
    [[nodiscard]] QString usual() const;
    void compareDraft();

    std::vector<Document> m_versions;
    std::optional<Document> m_draft;
    std::size_t m_chosen = 0; // place in m_versions
    bool m_mayRestore = false;
    CardList* m_list;
    TextLabel* m_what;
    Button* m_restore;
    DiffView* m_diff;
    QWidget* m_body;
    EmptyState* m_empty;
};

} // namespace tandem::ui
