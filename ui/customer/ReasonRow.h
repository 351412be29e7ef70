#pragma once

#include <QWidget>

#include <cstdint>

namespace tandem {
struct EscalationReason;
enum class HighStakesAction : std::uint8_t;
} // namespace tandem

namespace tandem::ui {

// Why a person is wanted: the reason in plain words, its value against the threshold, what it rests on. UI thread.
class ReasonRow : public QWidget {
    Q_OBJECT

public:
    ReasonRow(const EscalationReason& reason, HighStakesAction action, QWidget* parent = nullptr);
};

} // namespace tandem::ui
