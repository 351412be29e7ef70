// ArticlePane's writing half: what is kept, discarded and published.
#include "ui/library/ArticlePane.h"

#include "base/Text.h"
#include "ui/library/ArticleForm.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Strings.h"

#include <QLocale>

namespace tandem::ui {

namespace {

bool saysTheSame(const Document& left, const Document& right)
{
    return left.title == right.title && left.body == right.body && left.language == right.language
        && left.audience == right.audience && left.plan == right.plan;
}

} // namespace

void ArticlePane::keepEdits()
{
    m_keep.stop();
    const bool isThere = current() != nullptr || m_unpublished.find(m_id) != nullptr; // else it is still read
    if (m_id.empty() || !isThere || !mayEdit())
        return;
    Document document = m_form->document();
    if (current() != nullptr && saysTheSame(document, *current())) {
        m_unpublished.drop(m_id);
    } else {
        const Document* draft = m_unpublished.find(m_id);
        document.id = m_id;
        document.contentHash = draft != nullptr ? draft->contentHash : current() != nullptr ? current()->contentHash : "";
        m_unpublished.keep(document);
    }
    showState();
}

void ArticlePane::discard()
{
    m_keep.stop();
    const ArticleId id = m_id;
    const bool wasNew = isNew();
    m_unpublished.drop(id);
    if (wasNew) {
        close();
        Q_EMIT discarded(id);
        return;
    }
    show();
}

void ArticlePane::publish()
{
    if (!mayEdit() || m_publishing)
        return;
    keepEdits();
    const Document* draft = m_unpublished.find(m_id);
    if (draft == nullptr)
        return;
    if (text::trim(draft->title).empty() || text::trim(draft->body).empty()) {
        m_error->say(QString(), tr("An article needs a title and a text before it can be published."), {});
        return;
    }
    put(*draft, tr("Published. Searches find it, and drafts can cite it."));
}

void ArticlePane::put(const Document& document, const QString& done)
{
    m_publishing = true;
    m_error->hide();
    showState();
    m_connector.ask(
        this,
        [actor = m_connector.actor(), document](Desk& desk) -> Putting {
            if (!document.contentHash.empty()) {
                const auto present = desk.library.document(actor, document.id);
                if (!present && present.error().code == ErrorCode::NotFound)
                    return {failure(ErrorCode::Conflict, "It was deleted"), std::string()};
                if (!present)
                    return {std::unexpected(present.error()), std::nullopt};
                if (present->contentHash != document.contentHash)
                    return {failure(ErrorCode::Conflict, "There is another version"), present->contentHash};
            }
            return {desk.library.put(actor, document), std::nullopt};
        },
        [this, document, done](const Putting& putting) { putDone(document, putting, done); });
}

void ArticlePane::putDone(const Document& document, const Putting& putting, const QString& done)
{
    const Status& status = putting.status;
    m_publishing = false;
    const ArticleId& id = document.id;
    const bool conflict = putting.present.has_value();
    const bool deleted = conflict && putting.present->empty();
    const QString why = status ? QString()
        : deleted              ? tr("Somebody deleted it since you began; publishing again brings it back.")
        : conflict ? tr("Somebody published another version since you began. Look at Versions; publishing again replaces it.")
                   : qt(status.error().message);
    const Document* kept = m_unpublished.find(id);
    const bool isDraft = kept != nullptr && saysTheSame(*kept, document);
    if (status) {
        if (isDraft)
            m_unpublished.drop(id);
        Q_EMIT said(done);
        Q_EMIT published(id);
    } else if (id == m_id) {
        m_error->say(tr("Not published."), why, {});
    } else {
        Q_EMIT said(tr("An article was not published: %1").arg(why));
    }
    if (conflict && isDraft) {
        Document copy = document; // whoever was told of the other version means it the next time
        copy.contentHash = *putting.present;
        m_unpublished.keep(copy);
    }
    showState();
    if (id == m_id && (status || conflict) && !deleted)
        reload();
}

// The old text as a new version.
void ArticlePane::restore(const Document& former, int version)
{
    if (current() == nullptr || m_publishing)
        return;
    Document document = former;
    document.kind = current()->kind;
    document.question = current()->question;
    document.contentHash = current()->contentHash;
    put(document, tr("v%1 is published again, as a new version.").arg(QLocale().toString(version)));
}

} // namespace tandem::ui
