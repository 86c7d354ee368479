// What a script worker's sandbox lets through, and how a program does without one.
//
//   sandbox-probe calls [files] [kill]    reads calls of the system, a line each: the number and up to six arguments, which
//                                         are numbers, `pid`, `ppid`, `&` for a buffer of zeros, or `@text`. Prints for
//                                         each what became of it in a sandboxed process: `errno N` (0: it went well),
//                                         `exit N`, `signal N`. With `files`, files may be opened where there is
//                                         Landlock; with `kill`, a refused call ends the process with SIGSYS.
//   sandbox-probe landlock                ends with 0 where the kernel has Landlock
//   sandbox-probe without PROGRAM …       runs a program as on a machine without any sandbox

#ifdef __linux__

#define _GNU_SOURCE
#include "../../Sources/CSandbox/landlock.h"
#include "../../Sources/CSandbox/seccomp.h"
#include "../../Sources/CSandbox/shim.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct attempt {
    long number;
    long arguments[6];
    _Atomic int is_sandboxed;
    _Atomic int error;
};

static const int not_ended = -1;

static long argument(const char *word, char *buffer) {
    if (strcmp(word, "pid") == 0) { return getpid(); }
    if (strcmp(word, "ppid") == 0) { return getppid(); }
    if (word[0] == '&') { return (long)buffer; }
    if (word[0] == '@') { return (long)(word + 1); }
    return strtol(word, NULL, 0);
}

// On a thread that is there before the sandbox is complete, as the engine's are.
static void *make_attempt(void *pointer) {
    struct attempt *attempt = pointer;
    while (!attempt->is_sandboxed) { sched_yield(); }
    const long *arguments = attempt->arguments;
    long result = syscall(
        attempt->number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]
    );
    attempt->error = result == -1 ? errno : 0;
    return NULL;
}

static void attempt_sandboxed(struct attempt *attempt, char *line, bool opens_files, uint32_t refusal) {
    static char buffer[4096];
    alarm(10);
    close(0);
    open("/dev/null", O_RDONLY);
    char *rest = NULL;
    attempt->number = strtol(strtok_r(line, " \n", &rest), NULL, 0);
    for (int index = 0; index < 6; index++) {
        char *word = strtok_r(NULL, " \n", &rest);
        if (word == NULL) { break; }
        attempt->arguments[index] = argument(word, buffer);
    }
    if (!patchbay_renounce_privileges()) { abort(); }
    if (opens_files && !patchbay_read_little()) { abort(); }
    pthread_t thread;
    if (pthread_create(&thread, NULL, make_attempt, attempt) != 0) { abort(); }
    if (!patchbay_allow_system_calls(opens_files, SECCOMP_FILTER_FLAG_TSYNC, refusal)) { abort(); }
    attempt->is_sandboxed = 1;
    pthread_join(thread, NULL);
    _exit(0);
}

static int attempt_all(bool opens_files, uint32_t refusal) {
    struct attempt *attempt = mmap(NULL, sizeof(*attempt), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char line[512];
    while (fgets(line, sizeof(line), stdin) != NULL) {
        *attempt = (struct attempt){.error = not_ended};
        pid_t child = fork();
        if (child == 0) { attempt_sandboxed(attempt, line, opens_files, refusal); }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) {
            printf("signal %d\n", WTERMSIG(status));
        } else if (attempt->error == not_ended) {
            printf("exit %d\n", WEXITSTATUS(status));
        } else {
            printf("errno %d\n", attempt->error);
        }
    }
    return 0;
}

static int run_without_sandbox(char **program) {
    struct patchbay_filter filter = {.count = 0, .refusal = SECCOMP_RET_ERRNO | ENOSYS};
    const int missing[] = {
        SYS_seccomp, PATCHBAY_LANDLOCK_CREATE_RULESET, PATCHBAY_LANDLOCK_ADD_RULE, PATCHBAY_LANDLOCK_RESTRICT_SELF,
    };
    patchbay_filter_load(&filter, offsetof(struct seccomp_data, nr));
    for (size_t index = 0; index < sizeof(missing) / sizeof(missing[0]); index++) {
        patchbay_filter_add(&filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)missing[index], 0, 1);
        patchbay_filter_return(&filter, filter.refusal);
    }
    patchbay_filter_return(&filter, SECCOMP_RET_ALLOW);
    struct sock_fprog rules = {filter.count, filter.program};
    if (!patchbay_renounce_privileges() || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &rules) != 0) { return 70; }
    execvp(program[0], program);
    return 71;
}

int main(int count, char **words) {
    setvbuf(stdin, NULL, _IONBF, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    const char *task = count > 1 ? words[1] : "";
    if (strcmp(task, "landlock") == 0) { return syscall(PATCHBAY_LANDLOCK_CREATE_RULESET, NULL, 0, 1) < 1; }
    if (strcmp(task, "without") == 0 && count > 2) { return run_without_sandbox(words + 2); }
    if (strcmp(task, "calls") != 0) { return 64; }
    bool opens_files = false;
    uint32_t refusal = PATCHBAY_REFUSAL;
    for (int index = 2; index < count; index++) {
        if (strcmp(words[index], "files") == 0) { opens_files = true; }
        if (strcmp(words[index], "kill") == 0) { refusal = SECCOMP_RET_KILL_PROCESS; }
    }
    return attempt_all(opens_files, refusal);
}

#else

int main(void) { return 64; }

#endif
