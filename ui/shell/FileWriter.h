#pragma once

#include <QByteArray>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <functional>

namespace tandem::ui {

// Keeps a small file (0600) as it should be, on a thread of its own: whoever says what stands in it does not wait for the disk.
// Only the newest content counts; older ones that have not been written by then never are.
class FileWriter {
public:
    // Everything up to this version is on disk, or could not be written; on the writer's thread.
    using Written = std::function<void(std::uint64_t version, bool good)>;

    FileWriter(QString file, Written written);
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    // Waits until the newest content is written.
    ~FileWriter();

    // Returns the content's version, which counts up from 1. Empty content removes the file.
    std::uint64_t write(const QByteArray& content);
    // Blocks until nothing is left to write; false: the newest content could not be.
    bool wait();

    // The same at once, on the caller's thread.
    static bool writeNow(const QString& file, const QByteArray& content);

private:
    const QString m_file;
    const Written m_written;
    std::atomic<std::uint64_t> m_newest = 0;
    std::atomic<bool> m_good = true;
    QThreadPool m_pool;
};

} // namespace tandem::ui
