#include "services/embedding/BertKernels.h"

namespace tandem::bert {

const Kernels& bestKernels()
{
#if TANDEM_X86_KERNELS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
        return avx512Kernels();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return avx2Kernels();
#endif
    return portableKernels();
}

} // namespace tandem::bert
