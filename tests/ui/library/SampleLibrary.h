#pragma once

#include "ui/support/ShelfDesk.h"

#include <array>
#include <string>

namespace tandem::ui {

inline constexpr const char* refundPolicy = R"(# Refund policy

## 1 What can be refunded

Plans are paid in advance. A plan that is cancelled runs until the end of its month or year.

## 2 How long it takes

Refunds go back to the card or account that paid, within **five banking days**.

- Cards: two to five days, by the bank that issued them.
- Direct debit: five days.
- Bank transfer: we ask for the account first.

## 3 Charges made by mistake

### 3.1 Wrong amount

Tell us the invoice's number. The difference is credited to the next invoice.

### 3.2 Duplicate charges

Charges for the same workspace are compared daily. If two charges are captured on the same calendar day, the earlier plan's charge is refundable **in full for 30 days** after capture, also when the second charge is an annual plan. Later requests are credited instead. See [Switching to annual billing](switching).

### 3.3 Charges after a cancellation

A charge after the day of a cancellation is returned without being asked.

```
status: refunded
reference: FILE-507
```
)";

inline void addSamples(MemoryShelf& shelf)
{
    using namespace std::chrono_literals;
    const auto ago = [&shelf](int days) { return shelf.now - std::chrono::hours(24 * days); };
    const auto add = [&](const char* id, const char* title, Language language, int days, int versions) -> Document& {
        Document* document = nullptr;
        for (int version = 1; version <= versions; ++version)
            document = &shelf.add(id, title, "## " + std::string(title) + "\n\nWhat customers ask for.", language);
        document->updatedAt = ago(days);
        return *document;
    };
    std::string former = refundPolicy;
    former.replace(former.find("30 days"), 7, "14 days");
    former.replace(former.find(", also when the second charge is an annual plan"), 47, "");
    former.replace(former.find("- Bank transfer: we ask for the account first.\n"), 47, "");
    for (int version = 1; version < 14; ++version)
        shelf.add("refund-policy", "Refund policy", former).updatedAt = ago(90 - version * 6);
    shelf.add("refund-policy", "Refund policy", refundPolicy).updatedAt = ago(3);
    add("switching", "Switching to annual billing", Language::En, 33, 9);
    add("invoices", "Invoices and receipts", Language::En, 110, 4);
    add("zahlungsarten", "Zahlungsarten", Language::De, 70, 6);
    add("export", "Exporting your data", Language::En, 85, 11);
    add("saml", "Single sign-on with SAML", Language::En, 11, 7);
    add("facturation", "Modifier le nom de facturation", Language::Fr, 140, 3);
    add("delete", "Deleting a workspace", Language::En, 188, 5).validUntil = shelf.now + 30 * 24h;
    add("admin", "管理者を変更する", Language::Ja, 46, 2);
    add("guests", "Guest permissions", Language::En, 165, 8);
    add("limits", "API limits", Language::En, 6, 12).supersedes = {ArticleId("old-limits")};
    add("old-limits", "API limits before 2026", Language::En, 400, 2);
    add("arabic", "تغيير طريقة الدفع", Language::Ar, 20, 1);
}

inline SearchResult sampleResult()
{
    struct Sample {
        const char* article;
        const char* title;
        const char* heading;
        const char* text;
        Language language;
        DocumentKind kind;
        ScoreParts parts;
    };
    const std::array<Sample, 6> samples{{
        {"refund-policy", "Refund policy", "3 Charges made by mistake › 3.2 Duplicate charges",
            "If two charges are captured on the same calendar day, the earlier plan's charge is refundable in full for 30 days "
            "after capture, also when the second charge is an annual plan.",
            Language::En, DocumentKind::Article, {2.9, 0.62, 0, 1.37, 0}},
        {"switching", "Switching to annual billing", "2 What happens to the month",
            "Unused monthly days are credited when you move to annual billing.", Language::En, DocumentKind::Article,
            {2.4, 0.55, 0, 1.37, 0}},
        {"res-41877", "Charged twice after going annual", "",
            "The customer was charged twice on the plan change; the monthly charge was returned.", Language::En,
            DocumentKind::Resolution, {2.7, 0.5, 0, 0, 0}},
        {"invoices", "Invoices and receipts", "5 Disputes", "A second charge can be disputed for 14 days.", Language::En,
            DocumentKind::Article, {0.9, 0.12, 0, 1.37, 0}},
        {"zahlungsarten", "Zahlungsarten", "1 Wechsel", "Bei Wechsel auf Jahreszahlung wird das Guthaben verrechnet.",
            Language::De, DocumentKind::Article, {0.8, 0, 0, 1.37, 0}},
        {"arabic", "تغيير طريقة الدفع", "الدفع السنوي", "عند الانتقال إلى الدفع السنوي يُضاف الرصيد المتبقي إلى حسابك.",
            Language::Ar, DocumentKind::Article, {0.2, 0, 0, 1.37, 0}},
    }};
    SearchResult result;
    for (const Sample& sample : samples) {
        ScoredPassage scored;
        scored.passage.article = ArticleId(sample.article);
        scored.passage.kind = sample.kind;
        scored.passage.title = sample.title;
        scored.passage.heading = sample.heading;
        scored.passage.text = sample.text;
        scored.passage.sentences = {{0, scored.passage.text.size()}};
        scored.passage.language = sample.language;
        scored.meaning = 0.8;
        scored.parts = sample.parts;
        result.passages.push_back(scored);
    }
    result.evidence = 0.83;
    result.evidenceFloor = 0.5;
    result.searched = 31402;
    return result;
}

inline std::vector<Finding> sampleFindings()
{
    Finding finding;
    finding.id = FindingId("f1");
    finding.first.article = ArticleId("invoices");
    finding.first.title = "Invoices and receipts";
    finding.first.sentence = "A second charge can be disputed for 14 days.";
    finding.first.value = "14 days";
    finding.second.article = ArticleId("refund-policy");
    finding.second.title = "Refund policy";
    finding.second.value = "30 days";
    return {finding};
}

} // namespace tandem::ui
