// ArticlePane's writing half: what is kept, discarded and published, and what is said of it.
#include "ui/library/ArticlePane.h"

#include "base/Text.h"
#include "ui/library/ArticleForm.h"
#include "ui/library/NoticeStrip.h"
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
    const Document* draft = m_unpublished.find(m_id);
    const Document document = typed(draft != nullptr ? draft->contentHash
            : current() != nullptr                   ? current()->contentHash
                                                     : std::string());
    if (current() != nullptr && saysTheSame(document, *current()))
        m_unpublished.drop(m_id);
    else
        m_unpublished.keep(document);
    showState();
}

void ArticlePane::discard()
{
    m_keep.stop();
    const Document* kept = m_unpublished.find(m_id);
    if (kept == nullptr)
        return;
    const bool wasNew = isNew();
    Document draft = *kept;
    if (mayEdit())
        draft = typed(draft.contentHash);
    m_unpublished.drop(m_id);
    if (wasNew)
        close();
    else
        show();
    Q_EMIT discarded(draft);
}

void ArticlePane::restoreDraft(const Document& draft)
{
    if (m_unpublished.find(draft.id) != nullptr)
        return;
    m_unpublished.keep(draft);
    if (m_id == draft.id)
        show();
    else
        open(draft.id);
}

// What stands in the form.
Document ArticlePane::typed(const std::string& madeFrom) const
{
    Document document = m_form->document();
    document.id = m_id;
    document.contentHash = madeFrom;
    return document;
}

// Why it may not be changed, or what became of the changes.
void ArticlePane::showNotice()
{
    const Document* draft = m_unpublished.find(m_id);
    const Document* published = current();
    if (m_id.empty() || (draft == nullptr && published == nullptr)) {
        m_notice->say({});
        return;
    }
    if (!mayEdit())
        m_notice->say(tr("Articles are changed by supervisors and admins; you can read this one and what it said before."));
    else if (draft != nullptr && !m_unpublished.isOnDisk())
        m_notice->say(
            tr("Your changes cannot be kept on this machine's disk: they are lost when the console closes. Publish them, "
               "or make room."),
            tr("Discard"));
    else if (draft != nullptr && published != nullptr && draft->contentHash != published->contentHash)
        m_notice->say(tr("Somebody published another version since you began. Publishing puts your text in its place."),
            tr("Discard mine"));
    else if (draft != nullptr)
        m_notice->say(isNew() ? tr("A new article. Drafts cannot cite it until it is published.")
                              : tr("Your changes are kept here. Nobody else sees them until they are published."),
            tr("Discard"));
    else if (published->kind == DocumentKind::Resolution)
        m_notice->say(tr("What a person answered. No earlier versions are kept of it."));
    else
        m_notice->say({});
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
    put(*draft, tr("Published: drafts can cite it now."));
}

void ArticlePane::put(const Document& document, const QString& done)
{
    m_publishing = true;
    m_error->hide();
    showState();
    m_connector.ask(
        this,
        [actor = m_connector.actor(), document](Desk& desk) -> Putting {
            Status status = desk.library.put(actor, document); // refuses what was made from another version
            if (status || status.error().code != ErrorCode::Conflict || document.contentHash.empty())
                return {std::move(status), std::nullopt};
            const auto present = desk.library.document(actor, document.id);
            if (!present && present.error().code != ErrorCode::NotFound)
                return {std::unexpected(present.error()), std::nullopt};
            if (present && present->contentHash == document.contentHash)
                return {std::move(status), std::nullopt}; // it is refused for another reason
            return {std::move(status), present ? present->contentHash : std::string()};
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
    const Document* kept = m_unpublished.find(id);
    const bool isDraft = kept != nullptr && saysTheSame(*kept, document);
    const QString why = status ? QString()
        : deleted              ? tr("Somebody deleted it since you began; publishing again brings it back.")
        : conflict && !isDraft ? tr("Somebody published another version meanwhile. Look at it, then restore again.")
        : conflict ? tr("Somebody published another version since you began: here is what yours would change in it. Publishing "
                        "again replaces it.")
                   : qt(status.error().message);
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
    if (id != m_id || deleted || (!status && !conflict))
        return;
    m_compareNext = conflict;
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
