#pragma once

#include "ui/library/Hit.h"
#include "ui/theme/Theme.h"

#include <QListView>

#include <vector>

namespace tandem::ui {

// What a search found, a card each: place and score, the words around the query's in two lines, the bar of the score's parts and
// the parts in figures. Enter or a click opens one. UI thread.
class HitList : public QListView {
    Q_OBJECT

public:
    explicit HitList(QWidget* parent = nullptr);

    void setHits(std::vector<Hit> hits);
    [[nodiscard]] const std::vector<Hit>& hits() const { return m_hits; }
    // The first card when none is chosen yet.
    void openChosen();

Q_SIGNALS:
    void opened(const tandem::ui::Hit& hit);

private:
    class Model;
    class Delegate;
    void open(const QModelIndex& index);

    std::vector<Hit> m_hits;
    Model* m_model;
};

} // namespace tandem::ui
