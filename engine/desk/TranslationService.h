#pragma once

#include "desk/TranslationGroups.h"
#include "desk/Translations.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"

#include <semaphore>

namespace tandem {

class TranslationService final : public Translations, public TranslationGroups {
public:
    // References outlive the service.
    TranslationService(Store& store, MachineryLoader& machinery);

    Result<Translation> translate(const Actor& actor, const TranslationRequest& request, std::stop_token stop) override;
    Result<std::vector<Result<Translation>>> translateGroup(const Actor& actor, const std::vector<TranslationRequest>& requests,
        const GroupWatch& watch, std::stop_token stop) override;

private:
    static constexpr int mostAtOnce = 8; // each keeps a thread of whoever asks

    Store& m_store;
    MachineryLoader& m_machinery;
    std::counting_semaphore<mostAtOnce> m_places{mostAtOnce};
};

} // namespace tandem
