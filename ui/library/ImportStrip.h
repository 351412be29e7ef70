#pragma once

#include "ui/connector/Connector.h"
#include "ui/widgets/TextLabel.h"

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace tandem::ui {

class IconButton;
class TextLink;

// An import as it goes on: what, how far, how long still, and how to stop it; then what came of it, with what was refused. One at
// a time. Hidden until one begins. UI thread; `connector` outlives it.
class ImportStrip : public Surface {
    Q_OBJECT

public:
    explicit ImportStrip(Connector& connector, QWidget* parent = nullptr);
    ImportStrip(const ImportStrip&) = delete;
    ImportStrip& operator=(const ImportStrip&) = delete;
    ~ImportStrip() override; // stops it; what is done is kept

    void start(const std::vector<std::filesystem::path>& paths);
    [[nodiscard]] bool isRunning() const { return m_run != nullptr; }
    void stop();

Q_SIGNALS:
    void ended(); // the library may hold more

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Run {
        std::atomic<int> done = 0;
        std::atomic<int> found = 0;
        std::stop_source stop;
    };
    void follow();
    void finish(const Result<ImportReport>& report);
    [[nodiscard]] QRect barRect() const;

    Connector& m_connector;
    std::shared_ptr<Run> m_run;
    QElapsedTimer m_since;
    QTimer m_timer;
    QString m_name;
    QString m_refused; // a line each
    TextLabel* m_what;
    TextLabel* m_how;
    IconButton* m_close;
    TextLink* m_copy;
};

} // namespace tandem::ui
