#include "services/embedding/BertKernelsBody.h"

namespace tandem::bert {

const Kernels& avx512Kernels()
{
    static constexpr Kernels kernels = kernelsFor("avx512");
    return kernels;
}

} // namespace tandem::bert
