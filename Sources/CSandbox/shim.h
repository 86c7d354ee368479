#pragma once

// What a process gives up for good, by means that have no C library function or are variadic.

#include <stdbool.h>
#include <stddef.h>

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Kernels' numbers and layouts (landlock(7)), since a distribution's headers may be older than its kernel.
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
    int32_t directory;
} __attribute__((packed));

/// Lets the process read files below one directory and touch no other file; it can listen and connect nowhere.
/// Gives false where the kernel has no Landlock.
static inline bool patchbay_allow_reading_only(const char *directory) {
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
    int opened = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened >= 0) {
        struct patchbay_landlock_path path = {PATCHBAY_LANDLOCK_READ_FILE | PATCHBAY_LANDLOCK_READ_DIRECTORY, opened};
        syscall(PATCHBAY_LANDLOCK_ADD_RULE, rules, 1, &path, 0);
        close(opened);
    }
    long result = syscall(PATCHBAY_LANDLOCK_RESTRICT_SELF, rules, 0);
    close(rules);
    return result == 0;
}

#if defined(__x86_64__)
#define PATCHBAY_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define PATCHBAY_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

/// Makes every later attempt of the process to open a socket, start a program, or look into another process fail with
/// EPERM; with `opens_files` false also every attempt to open a file. Gives false where the kernel has no filters.
static inline bool patchbay_refuse_system_calls(bool opens_files) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) { return false; }
#ifdef PATCHBAY_AUDIT_ARCH
    static const int refused[] = {
        SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept4, SYS_sendto, SYS_sendmsg,
        SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_pidfd_open,
        SYS_mount, SYS_umount2, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_add_key,
        SYS_io_uring_setup, SYS_open_by_handle_at, SYS_init_module, SYS_finit_module, SYS_chroot, SYS_pivot_root,
    };
    static const int opening[] = {
        SYS_openat, SYS_openat2,
#ifdef SYS_open
        SYS_open, SYS_creat,
#endif
    };
    struct sock_filter program[8 + 2 * (sizeof(refused) + sizeof(opening)) / sizeof(int)];
    unsigned short count = 0;
#define PATCHBAY_FILTER(...) program[count++] = (struct sock_filter)__VA_ARGS__
    PATCHBAY_FILTER(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    PATCHBAY_FILTER(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PATCHBAY_AUDIT_ARCH, 1, 0));
    PATCHBAY_FILTER(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    PATCHBAY_FILTER(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    for (size_t index = 0; index < sizeof(refused) / sizeof(int); index++) {
        PATCHBAY_FILTER(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)refused[index], 0, 1));
        PATCHBAY_FILTER(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    for (size_t index = 0; !opens_files && index < sizeof(opening) / sizeof(int); index++) {
        PATCHBAY_FILTER(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)opening[index], 0, 1));
        PATCHBAY_FILTER(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    PATCHBAY_FILTER(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
#undef PATCHBAY_FILTER
    struct sock_fprog filter = {count, program};
    // SYNC: JavaScriptCore may have started its threads already.
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
#else
    return false;
#endif
}

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

#endif
