#pragma once

// What a process gives up for good, by means that have no C library function or are variadic.

#include <stdbool.h>
#include <stddef.h>

#ifdef __linux__

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Closes every descriptor from one on.
static inline void patchbay_close_from(unsigned int first) {
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) { return; }
    for (int descriptor = (int)first; descriptor < 4096; descriptor++) { close(descriptor); }
}

/// Keeps the process's memory out of core files and from other processes of its user.
static inline void patchbay_leave_no_core(void) {
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

/// Makes the kernel end this process before any other when memory runs out, and keeps its memory out of core files.
static inline void patchbay_be_expendable(void) {
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        ssize_t ignored = write(file, "1000", 4);
        (void)ignored;
        close(file);
    }
    patchbay_leave_no_core();
    // The worker goes when its host does, however that ends.
    prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_FSIZE, &none);
}

/// Makes sure that nothing the process starts has rights it lacks itself, which Landlock and filters ask for.
static inline bool patchbay_renounce_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0; }

#endif
