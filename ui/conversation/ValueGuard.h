#pragma once

#include "ui/conversation/DraftText.h"

#include <QWidget>

class QLineEdit;

namespace tandem::ui {

class Button;
class TextLabel;
class TextLink;

// The strip that stops a reply which holds a value that is not in the evidence: take the evidence's value, or say why it may go
// out. UI thread.
class ValueGuard : public QWidget {
    Q_OBJECT

public:
    explicit ValueGuard(QWidget* parent = nullptr);

    // Shows the strip for a value.
    void stop(const ValueFinding& finding);
    [[nodiscard]] const ValueFinding& finding() const { return m_finding; }

Q_SIGNALS:
    void fixRequested(const QString& value, const QString& replacement);
    void sendAnyway(const QString& reason);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void askReason();

    ValueFinding m_finding;
    TextLabel* m_words = nullptr;
    TextLink* m_use = nullptr;
    TextLink* m_anyway = nullptr;
    QWidget* m_reasonRow = nullptr;
    QLineEdit* m_reason = nullptr;
    Button* m_send = nullptr;
};

} // namespace tandem::ui
