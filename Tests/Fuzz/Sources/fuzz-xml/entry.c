#include <stddef.h>
#include <stdint.h>

int32_t patchbay_fuzz_xml(const uint8_t *start, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *start, size_t count) {
    return patchbay_fuzz_xml(start, count);
}
