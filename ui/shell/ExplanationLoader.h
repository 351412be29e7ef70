#pragma once

#include <QObject>

namespace tandem::ui {

class Connector;
class ReadingBox;

// Brings the reasons for how a ticket was read from the desk when a person wants to see them. UI thread.
class ExplanationLoader : public QObject {
    Q_OBJECT

public:
    // Both outlive the loader.
    ExplanationLoader(Connector& connector, ReadingBox& box, QObject* parent = nullptr);
};

} // namespace tandem::ui
