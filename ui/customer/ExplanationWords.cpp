#include "ui/customer/ExplanationWords.h"

#include "ui/conversation/Words.h"
#include "ui/inbox/TicketWords.h"
#include "ui/widgets/Strings.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace tandem::ui {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(ExplanationWords)
};

} // namespace

QString sentimentWord(Sentiment sentiment)
{
    switch (sentiment) {
    case Sentiment::Negative: return Say::tr("Unhappy");
    case Sentiment::Positive: return Say::tr("Happy");
    case Sentiment::Neutral: break;
    }
    return Say::tr("Neutral");
}

QString urgencyNoun(Urgency urgency)
{
    switch (urgency) {
    case Urgency::Low: return Say::tr("Low");
    case Urgency::Medium: return Say::tr("Medium");
    case Urgency::High: return Say::tr("High");
    case Urgency::Critical: break;
    }
    return Say::tr("Critical");
}

QString signalWord(const std::string& signal)
{
    if (const auto action = highStakesActionFrom(signal); action && *action != HighStakesAction::None)
        return Say::tr("%1 wanted").arg(actionNoun(signal));
    if (signal == "abuse")
        return Say::tr("Abuse");
    const auto code = escalationCodeFrom(signal);
    return code ? reasonWords(*code, HighStakesAction::None) : qt(signal);
}

QString readWord(ExplainedKind kind, const std::string& value)
{
    switch (kind) {
    case ExplainedKind::Category:
        if (const auto category = categoryFrom(value))
            return categoryWord(*category);
        break;
    case ExplainedKind::Urgency:
        if (const auto urgency = urgencyFrom(value))
            return urgencyNoun(*urgency);
        break;
    case ExplainedKind::Sentiment:
        if (const auto sentiment = sentimentFrom(value))
            return sentimentWord(*sentiment);
        break;
    case ExplainedKind::Language:
        if (const auto language = languageFrom(value))
            return languageWord(*language);
        break;
    case ExplainedKind::Signal: return signalWord(value);
    case ExplainedKind::Injection: return Say::tr("Steers the assistant");
    }
    return qt(value);
}

QString readScore(ExplainedKind kind, double score)
{
    if (kind == ExplainedKind::Urgency || kind == ExplainedKind::Sentiment)
        return isolated(scoreText(score));
    return isolated(Say::tr("%1 %").arg(QLocale().toString(std::lround(score * 100))));
}

QString headingFor(const ExplainedPrediction& prediction)
{
    if (prediction.kind == ExplainedKind::Urgency)
        return Say::tr("Makes it more urgent");
    if (prediction.kind == ExplainedKind::Sentiment)
        return Say::tr("Sounds happier");
    return Say::tr("Speaks for “%1”").arg(readWord(prediction.kind, prediction.value));
}

QString headingAgainst(const ExplainedPrediction& prediction)
{
    if (prediction.kind == ExplainedKind::Urgency)
        return Say::tr("Makes it less urgent");
    if (prediction.kind == ExplainedKind::Sentiment)
        return Say::tr("Sounds unhappier");
    if (prediction.runnerUp.empty())
        return Say::tr("Speaks against it");
    return Say::tr("Speaks for “%1” instead").arg(readWord(prediction.kind, prediction.runnerUp));
}

QString shareWord(ShareKind kind)
{
    switch (kind) {
    case ShareKind::Words: return Say::tr("All words together");
    case ShareKind::Form: return Say::tr("Length and form");
    case ShareKind::Meaning: return Say::tr("Meaning of the whole message");
    case ShareKind::Rules: return Say::tr("Word lists");
    case ShareKind::Earlier: return Say::tr("Earlier messages");
    case ShareKind::Customer: return Say::tr("Plan and priority");
    case ShareKind::Script: break;
    }
    return Say::tr("The letters it is written in");
}

} // namespace tandem::ui
