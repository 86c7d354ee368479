#pragma once

// Which files a process may open (landlock(7)).

#include <stdbool.h>
#include <stddef.h>

#ifdef __linux__

#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// Kernels' numbers and layouts, since a distribution's headers may be older than its kernel.
#define PATCHBAY_LANDLOCK_CREATE_RULESET 444
#define PATCHBAY_LANDLOCK_ADD_RULE 445
#define PATCHBAY_LANDLOCK_RESTRICT_SELF 446
#define PATCHBAY_LANDLOCK_READ_FILE (1ULL << 2)
#define PATCHBAY_LANDLOCK_READ_DIRECTORY (1ULL << 3)

struct patchbay_landlock_ruleset {
    uint64_t files;
    uint64_t network;
};

struct patchbay_landlock_path {
    uint64_t allowed;
    int32_t file;
} __attribute__((packed));

/// What a worker may read: the rules of time zones, and what the engine looks at when it starts, which is about the
/// process itself and the processor.
static const char *const patchbay_readable[] = {
    "/usr/share/zoneinfo", "/proc/self", "/sys/devices/system/cpu", "/dev/urandom",
};

/// Lets this thread, and those it starts later, read files at or below the readable paths and touch no other file; they
/// can listen and connect nowhere. Call it before there is a second thread: one that is there already stays free. Gives
/// false where the kernel has no Landlock.
static inline bool patchbay_read_little(void) {
    long version = syscall(PATCHBAY_LANDLOCK_CREATE_RULESET, NULL, 0, 1);
    if (version < 1) { return false; }
    // The rights of each version: 13 at first, then refer, truncate, and device control.
    uint64_t rights = (1ULL << 13) - 1;
    if (version >= 2) { rights |= 1ULL << 13; }
    if (version >= 3) { rights |= 1ULL << 14; }
    if (version >= 5) { rights |= 1ULL << 15; }
    struct patchbay_landlock_ruleset ruleset = {rights, version >= 4 ? 3 : 0};
    size_t size = version >= 4 ? sizeof(ruleset) : sizeof(ruleset.files);
    int rules = (int)syscall(PATCHBAY_LANDLOCK_CREATE_RULESET, &ruleset, size, 0);
    if (rules < 0) { return false; }
    for (size_t index = 0; index < sizeof(patchbay_readable) / sizeof(patchbay_readable[0]); index++) {
        int opened = open(patchbay_readable[index], O_RDONLY | O_CLOEXEC);
        if (opened < 0) { continue; }
        struct patchbay_landlock_path path = {PATCHBAY_LANDLOCK_READ_FILE | PATCHBAY_LANDLOCK_READ_DIRECTORY, opened};
        if (syscall(PATCHBAY_LANDLOCK_ADD_RULE, rules, 1, &path, 0) != 0) {
            // What is no directory takes no right of directories.
            path.allowed = PATCHBAY_LANDLOCK_READ_FILE;
            syscall(PATCHBAY_LANDLOCK_ADD_RULE, rules, 1, &path, 0);
        }
        close(opened);
    }
    long result = syscall(PATCHBAY_LANDLOCK_RESTRICT_SELF, rules, 0);
    close(rules);
    return result == 0;
}

#endif
