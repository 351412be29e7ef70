#include "ui/conversation/DraftText.h"

#include "ui/conversation/PlainText.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace tandem::ui {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(Support)
};

constexpr QChar placeholder(0x00A0);

QString lineSeparated(QString text)
{
    return text.replace(u'\n', QChar(QChar::LineSeparator));
}

// Names of values come quoted or bare: `"CET" is not in the evidence`, `€38.00 is not in the evidence; nearest is €32.00`.
QString withoutQuotes(QString value)
{
    value = value.trimmed();
    if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"'))
        return value.sliced(1, value.size() - 2);
    return value;
}

// Sentences stand in the draft's text in order; what lies between them keeps its line breaks.
class Assembler {
public:
    Assembler(const Draft& draft, const std::vector<Passage>& evidence)
        : m_whole(shownText(draft.text))
        , m_evidence(evidence)
    {
    }

    DraftText assemble(const std::vector<DraftSentence>& sentences)
    {
        for (const DraftSentence& sentence : sentences)
            add(sentence);
        // A closing line that is no sentence of its own.
        QString rest = m_whole.sliced(m_at);
        while (!rest.isEmpty() && rest.back().isSpace())
            rest.chop(1);
        m_result.text += lineSeparated(rest);
        m_result.directions = DraftDirections::OfEachSentence;
        return std::move(m_result);
    }

private:
    void add(const DraftSentence& sentence)
    {
        const QString text = shownText(sentence.text).trimmed();
        if (text.isEmpty()) {
            m_result.sentences.push_back({});
            m_result.sentences.back().begin = m_result.sentences.back().end = static_cast<int>(m_result.text.size());
            return;
        }
        const qsizetype found = m_whole.indexOf(text, m_at);
        if (found >= 0) {
            m_result.text += lineSeparated(m_whole.sliced(m_at, found - m_at));
            m_at = found + text.size();
        } else if (!m_result.text.isEmpty()) {
            m_result.text += u' ';
        }
        SentenceSpan span;
        span.begin = static_cast<int>(m_result.text.size());
        m_result.text += lineSeparated(text);
        span.end = static_cast<int>(m_result.text.size());
        span.support = supportOf(sentence);
        placeValue(span, sentence, text);
        for (const int source : sourcesOf(sentence, m_evidence)) {
            span.chips.push_back({source, static_cast<int>(m_result.text.size())});
            m_result.text += placeholder;
        }
        m_result.sentences.push_back(std::move(span));
    }

    static void placeValue(SentenceSpan& span, const DraftSentence& sentence, const QString& text)
    {
        const QString value = valueFinding(sentence).value;
        const qsizetype at = value.isEmpty() ? -1 : text.indexOf(value);
        if (at < 0)
            return;
        span.valueBegin = span.begin + static_cast<int>(at);
        span.valueEnd = span.valueBegin + static_cast<int>(value.size());
    }

    QString m_whole;
    const std::vector<Passage>& m_evidence;
    qsizetype m_at = 0;
    DraftText m_result;
};

} // namespace

Support supportOf(const DraftSentence& sentence)
{
    if (!sentence.factual)
        return Support::Courtesy;
    if (!sentence.supported)
        return Support::Unsupported;
    return sentence.score < certaintyFloor ? Support::Weak : Support::Supported;
}

QString supportWord(Support support)
{
    switch (support) {
    case Support::Courtesy: return Say::tr("no claim");
    case Support::Supported: return Say::tr("supported");
    case Support::Weak: return Say::tr("weak");
    case Support::Unsupported: break;
    }
    return Say::tr("unsupported");
}

ValueFinding valueFinding(const DraftSentence& sentence)
{
    if (sentence.supported || !sentence.factual || sentence.reason.empty())
        return {};
    static const QRegularExpression fault(
        QStringLiteral("^(.+?) (?:is not in the evidence|stands in the evidence for something else)"
                       "(?:; (?:nearest is|here it says) (.+))?$"));
    static const QRegularExpression exchange(QStringLiteral("^It says \"(.+)\" where the evidence says \"(.+)\"$"));
    const QString reason = shownLine(sentence.reason);
    QRegularExpressionMatch match = fault.match(reason);
    if (!match.hasMatch())
        match = exchange.match(reason);
    const QString value = withoutQuotes(match.captured(1));
    if (value.isEmpty() || !shownText(sentence.text).contains(value))
        return {};
    return {value, withoutQuotes(match.captured(2))};
}

QString withNearest(const QString& sentence, const ValueFinding& finding)
{
    QString fixed = sentence;
    const qsizetype at = finding.value.isEmpty() || finding.nearest.isEmpty() ? -1 : fixed.indexOf(finding.value);
    if (at >= 0)
        fixed.replace(at, finding.value.size(), finding.nearest);
    return fixed;
}

std::vector<int> sourcesOf(const DraftSentence& sentence, const std::vector<Passage>& evidence)
{
    std::vector<int> sources;
    for (const Citation& citation : sentence.citations) {
        const auto found = std::ranges::find(evidence, citation.passage, &Passage::id);
        const int source = static_cast<int>(found - evidence.begin()) + 1;
        if (found != evidence.end() && std::ranges::find(sources, source) == sources.end())
            sources.push_back(source);
    }
    std::ranges::sort(sources);
    return sources;
}

DraftText draftText(const Draft& draft, const std::vector<Passage>& evidence)
{
    return Assembler(draft, evidence).assemble(draft.sentences);
}

} // namespace tandem::ui
