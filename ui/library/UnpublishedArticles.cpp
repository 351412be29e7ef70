#include "ui/library/UnpublishedArticles.h"

#include "desk/Wire.h"

#include <QFile>

namespace tandem::ui {

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
            QFile::copy(file, file + QStringLiteral(".damaged")); // what somebody wrote is not written over
        }
    }
    m_writer.emplace(file, [](std::uint64_t, bool) { });
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
