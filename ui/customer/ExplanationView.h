#pragma once

#include "model/Explanation.h"

#include <QWidget>

class QVBoxLayout;

namespace tandem::ui {

// What one prediction rests on: the words for and against it, how much the whole message's meaning weighs, the nearest messages
// that were learned from. Says so while that is being found out, and when it cannot be. UI thread.
class ExplanationView : public QWidget {
    Q_OBJECT

public:
    explicit ExplanationView(QWidget* parent = nullptr);

    void showWaiting();
    void showProblem(const QString& why);
    // The message, read anew, does not say it any more.
    void showGone();
    // `read`: what the ticket shows; a prediction of now may be another.
    void showPrediction(const ExplainedPrediction& prediction, const std::vector<NearExample>& examples, const QString& read);

Q_SIGNALS:
    void retryRequested();

private:
    void clear();
    void addHeading(const QString& text);
    void addNote(const QString& text);
    void addWords(const QString& heading, const ExplainedPrediction& prediction, bool positive);
    void addShares(const ExplainedPrediction& prediction);
    void addExamples(ExplainedKind kind, const std::vector<NearExample>& examples);

    QVBoxLayout* m_column = nullptr;
};

} // namespace tandem::ui
