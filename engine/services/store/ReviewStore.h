#pragma once

#include "base/Error.h"
#include "model/DraftReview.h"

#include <optional>
#include <string>

namespace tandem {

// Which drafts prove one another: those of one writer about one category.
struct ReviewScope {
    Category category = Category::GeneralInquiry;
    std::string provider;
    double confidence = 0; // at least; and sendable
};

// What people made of drafts, one review a draft.
class ReviewStore {
public:
    ReviewStore() = default;
    ReviewStore(const ReviewStore&) = delete;
    ReviewStore& operator=(const ReviewStore&) = delete;
    virtual ~ReviewStore() = default;

    // The worse verdict of a draft stays, whatever comes after it.
    virtual Status put(const DraftReview& review) = 0;
    virtual Result<std::optional<DraftReview>> find(const DraftId& draft) = 0;
    // Of the `newest` sendable ones of the scope.
    virtual Result<ReviewFigures> figures(const ReviewScope& scope, int newest) = 0;
};

} // namespace tandem
