#pragma once

// Which calls of the system a process may make (seccomp(2)).

#include <stdbool.h>
#include <stddef.h>

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define PATCHBAY_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define PATCHBAY_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

/// What becomes of a call that is not allowed: the kernel acts as one that does not have it. Libraries then take the way
/// they have for such kernels, or go without.
#define PATCHBAY_REFUSAL (SECCOMP_RET_ERRNO | ENOSYS)

struct patchbay_filter {
    struct sock_filter program[256];
    unsigned short count;
    uint32_t refusal;
};

static inline void patchbay_filter_add(
    struct patchbay_filter *filter, uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false
) {
    filter->program[filter->count++] = (struct sock_filter){code, if_true, if_false, value};
}

static inline void patchbay_filter_load(struct patchbay_filter *filter, size_t offset) {
    patchbay_filter_add(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static inline void patchbay_filter_return(struct patchbay_filter *filter, uint32_t action) {
    patchbay_filter_add(filter, BPF_RET | BPF_K, action, 0, 0);
}

/// Begins what is asked of a call's arguments; what is given goes to ``patchbay_filter_end``.
static inline unsigned short patchbay_filter_begin(struct patchbay_filter *filter, long call) {
    patchbay_filter_add(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 0);
    return filter->count;
}

/// Refuses the call unless the bits of a mask are these in the lower half of an argument, the first being 0. The kernel
/// takes numbers and flags from that half alone.
static inline void patchbay_filter_ask(struct patchbay_filter *filter, int argument, uint32_t mask, uint32_t bits) {
    // Both processors keep the lower half in front.
    patchbay_filter_load(filter, offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
    patchbay_filter_add(filter, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
    patchbay_filter_add(filter, BPF_JMP | BPF_JEQ | BPF_K, bits, 1, 0);
    patchbay_filter_return(filter, filter->refusal);
}

/// Refuses the call unless an argument is no pointer.
static inline void patchbay_filter_ask_null(struct patchbay_filter *filter, int argument) {
    patchbay_filter_ask(filter, argument, UINT32_MAX, 0);
    patchbay_filter_load(filter, offsetof(struct seccomp_data, args) + 8 * (size_t)argument + 4);
    patchbay_filter_add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
    patchbay_filter_return(filter, filter->refusal);
}

/// Allows the call whose arguments were asked for.
static inline void patchbay_filter_end(struct patchbay_filter *filter, unsigned short begun) {
    patchbay_filter_return(filter, SECCOMP_RET_ALLOW);
    filter->program[begun - 1].jf = (uint8_t)(filter->count - begun);
}

/// Calls that reach nothing but the process itself and the descriptors it has; the ones made most often first.
static const int patchbay_allowed[] = {
    SYS_clock_gettime, SYS_futex, SYS_read, SYS_write, SYS_madvise, SYS_sched_yield, SYS_getrandom,
    // Threads, which the engine stops with signals
    SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigsuspend, SYS_rt_sigaction, SYS_sigaltstack, SYS_getpid, SYS_gettid,
    SYS_set_robust_list, SYS_exit, SYS_exit_group, SYS_restart_syscall,
#ifdef SYS_rseq
    SYS_rseq,
#endif
    // Memory
    SYS_munmap, SYS_mprotect, SYS_mremap, SYS_brk,
    // Descriptors
    SYS_ppoll, SYS_pread64, SYS_writev, SYS_lseek, SYS_fstat, SYS_close, SYS_eventfd2,
#ifdef SYS_poll
    SYS_poll,
#endif
    // Time
    SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage,
#ifdef SYS_time
    SYS_time,
#endif
};

/// What the C library's threads are made with, and all that may be asked for.
#define PATCHBAY_THREAD \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS \
     | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

/// How files may be opened: for reading.
#define PATCHBAY_READING (O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)

/// Puts the filter together, for a process of this number.
static inline void patchbay_filter_build(
    struct patchbay_filter *filter, uint32_t architecture, pid_t process, bool opens_files, uint32_t refusal
) {
    filter->count = 0;
    filter->refusal = refusal;
    patchbay_filter_load(filter, offsetof(struct seccomp_data, arch));
    patchbay_filter_add(filter, BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
    patchbay_filter_return(filter, SECCOMP_RET_KILL_PROCESS);
    patchbay_filter_load(filter, offsetof(struct seccomp_data, nr));
    for (size_t index = 0; index < sizeof(patchbay_allowed) / sizeof(patchbay_allowed[0]); index++) {
        patchbay_filter_add(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)patchbay_allowed[index], 0, 1);
        patchbay_filter_return(filter, SECCOMP_RET_ALLOW);
    }

    // Signals for this process alone
    unsigned short begun = patchbay_filter_begin(filter, SYS_tgkill);
    patchbay_filter_ask(filter, 0, UINT32_MAX, (uint32_t)process);
    patchbay_filter_end(filter, begun);

    // Threads, and no process. The flags of clone3 are behind a pointer; without it libraries take clone.
    begun = patchbay_filter_begin(filter, SYS_clone);
    patchbay_filter_ask(filter, 0, ~(uint32_t)PATCHBAY_THREAD, 0);
    patchbay_filter_ask(filter, 0, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD);
    patchbay_filter_end(filter, begun);

    // Memory of no file
    begun = patchbay_filter_begin(filter, SYS_mmap);
    patchbay_filter_ask(filter, 3, MAP_ANONYMOUS, MAP_ANONYMOUS);
    patchbay_filter_end(filter, begun);

    // The process's own limits and processors, to be looked at
    begun = patchbay_filter_begin(filter, SYS_prlimit64);
    patchbay_filter_ask(filter, 0, UINT32_MAX, 0);
    patchbay_filter_ask_null(filter, 2);
    patchbay_filter_end(filter, begun);
    begun = patchbay_filter_begin(filter, SYS_sched_getaffinity);
    patchbay_filter_ask(filter, 0, UINT32_MAX, 0);
    patchbay_filter_end(filter, begun);

    // A thread's name
    begun = patchbay_filter_begin(filter, SYS_prctl);
    patchbay_filter_ask(filter, 0, UINT32_MAX, PR_SET_NAME);
    patchbay_filter_end(filter, begun);

    if (opens_files) {
        begun = patchbay_filter_begin(filter, SYS_openat);
        patchbay_filter_ask(filter, 2, ~(uint32_t)PATCHBAY_READING, 0);
        patchbay_filter_end(filter, begun);
    }
    patchbay_filter_return(filter, refusal);
}

/// Refuses every later call of the system but those a worker needs: for this thread and those it starts and, with
/// SECCOMP_FILTER_FLAG_TSYNC, for all threads of the process. Gives false where the kernel has no filters, or there is
/// none for the processor.
///
/// - opens_files: Whether files may be opened for reading; Landlock then says which.
/// - refusal: What becomes of other calls.
static inline bool patchbay_allow_system_calls(bool opens_files, unsigned int flags, uint32_t refusal) {
#ifdef PATCHBAY_AUDIT_ARCH
    struct patchbay_filter filter;
    patchbay_filter_build(&filter, PATCHBAY_AUDIT_ARCH, getpid(), opens_files, refusal);
    struct sock_fprog program = {filter.count, filter.program};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program) == 0;
#else
    (void)opens_files, (void)flags, (void)refusal;
    return false;
#endif
}

/// Takes the calls worker threads may make for the process, whose threads may be there already.
static inline bool patchbay_allow_worker_calls(bool opens_files) {
    return patchbay_allow_system_calls(opens_files, SECCOMP_FILTER_FLAG_TSYNC, PATCHBAY_REFUSAL);
}

static inline void *patchbay_try_system_calls(void *is_refused) {
    *(bool *)is_refused = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || !patchbay_allow_system_calls(false, 0, PATCHBAY_REFUSAL);
    return NULL;
}

/// Whether this machine takes the filter: a thread that does nothing else tries it, and ends.
static inline bool patchbay_has_system_call_filters(void) {
    bool is_refused = true;
    pthread_t thread;
    if (pthread_create(&thread, NULL, patchbay_try_system_calls, &is_refused) != 0) { return false; }
    pthread_join(thread, NULL);
    return !is_refused;
}

#endif
