// Articles of ours, of Zendesk's Help Center and of Chatwoot's portals.
#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/JsonFile.h"

#include "base/Text.h"

#include <algorithm>

namespace tandem::formats {
namespace {

Result<std::string> textOf(const std::string& key, const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return std::string(value.get<bool>() ? "true" : "false");
    if (value.is_number_integer())
        return std::to_string(value.get<std::int64_t>());
    if (value.is_null())
        return std::string();
    if (value.is_array()) {
        std::string joined;
        for (const Json& item : value) {
            if (!item.is_string())
                return failure(ErrorCode::InvalidArgument, "its member " + key + " holds something that is not text");
            joined.append(joined.empty() ? "" : ",").append(item.get_ref<const std::string&>());
        }
        return joined;
    }
    return std::string(); // an object: nothing of ours
}

Result<Fields> ownFields(const Json& object)
{
    Fields fields;
    for (const auto& [key, value] : object.items()) {
        if (!value.is_number_float())
            fields.emplace(key, TRY(textOf(key, value)));
    }
    return fields;
}

std::string labelsIn(const Json& article)
{
    std::string all;
    for (const Json& label : memberOf(article, "label_names")) {
        if (label.is_string())
            all += (all.empty() ? "" : ", ") + label.get<std::string>();
    }
    return all;
}

bool isZendesk(const Json& object)
{
    return object.contains("locale") && object.contains("body")
        && (object.contains("section_id") || object.contains("html_url") || object.contains("source_locale"));
}

bool isChatwoot(const Json& object)
{
    return object.contains("content") && (object.contains("account_id") || object.contains("slug") || object.contains("portal"));
}

// `text` is the article or one of its translations.
Fields zendeskFields(const Json& article, const Json& text, const JsonFile& file)
{
    const std::string locale = textIn(text, "locale");
    Fields fields{{"id", "zendesk-" + textIn(article, "id") + "-" + text::fold(locale)}, {"lang", text::fold(locale)},
        {"body", html(textIn(text, "body")).at("body")}, {"title", textIn(text, "title")}};
    if (fields["title"].empty())
        fields["title"] = textIn(article, "name");
    for (const char* key : {"edited_at", "updated_at", "created_at"}) {
        if (fields["updated"].empty())
            fields["updated"] = timeIn(text, key);
    }
    const auto section = file.sections.find(textIn(article, "section_id"));
    fields["category"] = section == file.sections.end() ? labelsIn(article) : section->second;
    // Not everybody may read it; who does, the export does not say.
    if (!memberOf(article, "user_segment_id").is_null())
        fields["audience"] = "restricted";
    return fields;
}

void takeZendesk(const Json& article, const std::string& place, const JsonFile& file, Rows& rows)
{
    const auto isDraft
        = [](const Json& text) { return memberOf(text, "draft") == Json(true) || memberOf(text, "hidden") == Json(true); };
    const auto take = [&](const Json& text) {
        if (isDraft(text))
            ++rows.leftOut["drafts, which are not published"];
        else
            rows.rows.push_back({place, zendeskFields(article, text, file)});
    };
    take(article);
    const std::string own = text::fold(textIn(article, "locale"));
    for (const Json& translation : memberOf(article, "translations")) {
        if (translation.is_object() && text::fold(textIn(translation, "locale")) != own)
            take(translation);
    }
}

void takeChatwoot(const Json& article, const std::string& place, Rows& rows)
{
    const std::string status = textIn(article, "status");
    if (status == "draft" || status == "archived" || status == "0" || status == "2") {
        ++rows.leftOut[status == "draft" || status == "0" ? "drafts, which are not published" : "archived"];
        return;
    }
    Fields fields{{"id", "chatwoot-" + textIn(article, "id")}, {"title", textIn(article, "title")},
        {"body", textIn(article, "content")}, {"updated", timeIn(article, "updated_at")},
        {"category", textIn(memberOf(article, "category"), "name")}};
    std::string locale = textIn(article, "locale");
    if (locale.empty())
        locale = textIn(memberOf(article, "category"), "locale");
    std::ranges::replace(locale, '_', '-'); // Rails writes pt_BR
    if (!locale.empty())
        fields["lang"] = text::fold(locale);
    rows.rows.push_back({place, std::move(fields)});
}

Rows articlesOf(const JsonFile& file)
{
    Rows rows;
    for (const JsonFile::Item& item : file.items) {
        if (!item.json)
            rows.rows.push_back({item.place, std::unexpected(item.json.error())});
        else if (textIn(*item.json, "id").empty())
            rows.rows.push_back({item.place, failure(ErrorCode::InvalidArgument, "it has no id")});
        else if (isZendesk(*item.json))
            takeZendesk(*item.json, item.place, file, rows);
        else if (isChatwoot(*item.json))
            takeChatwoot(*item.json, item.place, rows);
        else
            rows.rows.push_back({item.place, ownFields(*item.json)});
    }
    return rows;
}

} // namespace

Rows jsonLineArticles(std::string_view text)
{
    return articlesOf(fromJsonLines(text));
}

Result<Rows> jsonArticles(std::string_view text)
{
    const JsonFile file = TRY(fromJson(text));
    return articlesOf(file);
}

} // namespace tandem::formats
