// What the category model learned.
#include "desk/Wire.h"
#include "desk/WireMembers.h"

namespace tandem::wire {

namespace {

Json figures(const HeadFigures& figures)
{
    return {{"macro_f1", figures.macroF1}, {"accuracy", figures.accuracy}, {"log_loss", figures.logLoss}};
}

Json record(const HeadRecord& record)
{
    return {{"number", record.number}, {"at", form::write(record.at)}, {"examples", record.examples},
        {"shipped", figures(record.shipped)}, {"learned", figures(record.learned)}, {"gain_low", record.gainLow}};
}

} // namespace

Json toJson(const AdaptationReport& report)
{
    return {{"verdict", name(report.verdict)}, {"examples", report.examples}, {"shipped", figures(report.shipped)},
        {"learned", figures(report.learned)}, {"gain_low", report.gainLow}};
}

Json toJson(const AdaptationStatus& status)
{
    return {{"labels", {{"set", status.set}, {"confirmed", status.confirmed}}},
        {"used", status.used ? record(*status.used) : Json()}, {"running", status.isRunning},
        {"last", status.last ? toJson(*status.last) : Json()},
        {"problem", status.problem.empty() ? Json() : Json(status.problem)}};
}

} // namespace tandem::wire
