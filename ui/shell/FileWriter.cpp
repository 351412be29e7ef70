#include "ui/shell/FileWriter.h"

#include <QFile>
#include <QSaveFile>

#include <utility>

namespace tandem::ui {

FileWriter::FileWriter(QString file, Written written)
    : m_file(std::move(file))
    , m_written(std::move(written))
{
    m_pool.setMaxThreadCount(1); // so that they are written in their order
}

FileWriter::~FileWriter()
{
    m_pool.waitForDone();
}

std::uint64_t FileWriter::write(const QByteArray& content)
{
    const std::uint64_t version = ++m_newest;
    m_pool.start([this, version, content] {
        if (version != m_newest)
            return; // the newer one says what came of both
        const bool good = writeNow(m_file, content);
        m_good = good;
        m_written(version, good);
    });
    return version;
}

bool FileWriter::wait()
{
    m_pool.waitForDone();
    return m_good;
}

bool FileWriter::writeNow(const QString& file, const QByteArray& content)
{
    if (content.isEmpty())
        return !QFile::exists(file) || QFile::remove(file);
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly))
        return false;
    target.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    target.write(content);
    return target.commit();
}

} // namespace tandem::ui
