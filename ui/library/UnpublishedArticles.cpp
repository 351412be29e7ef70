#include "ui/library/UnpublishedArticles.h"

#include "desk/Wire.h"

#include <QFile>

#include <utility>

namespace tandem::ui {

namespace {

constexpr int mostDamaged = 100;

// A copy of a file that cannot be read, beside those of other days.
bool keptBeside(const QString& file)
{
    for (int number = 1; number <= mostDamaged; ++number) {
        const QString copy = file + QStringLiteral(".damaged") + (number == 1 ? QString() : QStringLiteral("-%1").arg(number));
        if (!QFile::exists(copy))
            return QFile::copy(file, copy);
    }
    return false;
}

} // namespace

UnpublishedArticles::UnpublishedArticles(const QString& file)
{
    if (file.isEmpty())
        return;
    QFile left(file);
    if (left.open(QIODevice::ReadOnly)) {
        const auto json = parseJson(left.readAll().toStdString());
        const auto articles = json ? wire::listFromJson<Document>(*json, "articles")
                                   : Result<std::vector<Document>>(std::unexpected(json.error()));
        if (articles) {
            for (const Document& article : *articles)
                m_articles.insert_or_assign(article.id, article);
        } else {
            left.close();
            m_onDisk = keptBeside(file);
            if (!m_onDisk)
                return; // what somebody wrote is not written over
        }
    }
    m_writer.emplace(file, [this](std::uint64_t /*version*/, bool good) {
        QMetaObject::invokeMethod(this, [this, good] { setOnDisk(good); }, Qt::QueuedConnection);
    });
}

void UnpublishedArticles::setOnDisk(bool good)
{
    if (std::exchange(m_onDisk, good) != good)
        Q_EMIT onDiskChanged();
}

const Document* UnpublishedArticles::find(const ArticleId& id) const
{
    const auto found = m_articles.find(id);
    return found == m_articles.end() ? nullptr : &found->second;
}

void UnpublishedArticles::keep(const Document& article)
{
    const Document* before = find(article.id);
    const bool listed = before != nullptr && before->title == article.title;
    m_articles.insert_or_assign(article.id, article);
    save();
    if (!listed)
        Q_EMIT listChanged();
}

void UnpublishedArticles::drop(const ArticleId& id)
{
    if (m_articles.erase(id) == 0)
        return;
    save();
    Q_EMIT listChanged();
}

void UnpublishedArticles::save()
{
    if (!m_writer)
        return;
    std::vector<Document> articles;
    for (const auto& [id, article] : m_articles)
        articles.push_back(article);
    m_writer->write(articles.empty() ? QByteArray() : QByteArray::fromStdString(toText(wire::listJson("articles", articles))));
}

} // namespace tandem::ui
