#pragma once

#include "model/Desk.h"

#include <QString>

class QVBoxLayout;

// Rows of the approval page's columns.
namespace tandem::ui {

void clearRows(QVBoxLayout& rows);
void addFact(QVBoxLayout& rows, const QString& label, const QString& text);
void addQuote(QVBoxLayout& rows, const QString& text); // what a person wrote, lit
void addHeading(QVBoxLayout& rows, const QString& text);
void addStep(QVBoxLayout& rows, int number, const QString& text);
void addChainState(QVBoxLayout& rows, bool intact);
void addEntry(QVBoxLayout& rows, const QString& time, const QString& text, const QString& hash);

// An audit entry in plain words; `actor` may be "".
QString eventWords(const AuditEntry& entry, const QString& actor);

} // namespace tandem::ui
