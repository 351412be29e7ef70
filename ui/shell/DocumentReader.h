#pragma once

#include "model/Knowledge.h"
#include "ui/connector/Connector.h"
#include "ui/shell/Overlay.h"

namespace tandem::ui {

class Banner;
class ElidedLabel;
class MarkdownView;

// A whole article or resolution over the window, the cited words lit and scrolled to. Reads it through `connector`, which
// outlives it. UI thread.
class DocumentReader final : public Overlay {
    Q_OBJECT

public:
    DocumentReader(Connector& connector, QWidget* window);

    // `quote`: the cited words; "" = none.
    void read(const ArticleId& id, const QString& quote);

protected:
    [[nodiscard]] QRect panelRect(const QSize& window) const override;

private:
    void take(const Result<Document>& document);

    Connector& m_connector;
    ArticleId m_wanted;
    QString m_quote;
    ElidedLabel* m_title = nullptr;
    ElidedLabel* m_meta = nullptr;
    Banner* m_error = nullptr;
    MarkdownView* m_text = nullptr;
};

} // namespace tandem::ui
