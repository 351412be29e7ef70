#include "services/embedding/BertKernelsBody.h"

namespace tandem::bert {

const Kernels& avx2Kernels()
{
    static constexpr Kernels kernels = kernelsFor("avx2");
    return kernels;
}

} // namespace tandem::bert
