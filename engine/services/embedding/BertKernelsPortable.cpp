#include "services/embedding/BertKernelsBody.h"

namespace tandem::bert {

const Kernels& portableKernels()
{
    static constexpr Kernels kernels = kernelsFor("portable");
    return kernels;
}

} // namespace tandem::bert
