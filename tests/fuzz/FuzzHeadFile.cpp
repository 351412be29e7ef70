// links: tandem_pipeline
#include "Fuzzed.h"
#include "pipeline/learn/HeadFile.h"

#include <cmath>
#include <fstream>

#include <sys/mman.h>
#include <unistd.h>

using namespace tandem;

// Any bytes as a model file: loaded and usable, or refused with a sentence that names the file.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const int file = memfd_create("head", 0);
    fuzz::require(file >= 0 && write(file, data, size) == static_cast<ssize_t>(size), "memory can be written to");
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    const auto head = HeadFile::load(path, "signals");
    if (head) {
        for (const HeadFile::Head& each : head->heads) {
            double sum = 0;
            for (const double value : each.head.probabilities({{0, 1}}, std::vector<float>(each.head.shape().dimensions, 0.1F)))
                sum += value;
            fuzz::require(std::isfinite(sum), "a loaded head judges");
        }
    } else {
        fuzz::require(head.error().message.find(path) != std::string::npos, "a refusal names the file");
    }
    close(file);
    return 0;
}
