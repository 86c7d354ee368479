#if os(Linux) && (arch(x86_64) || arch(arm64))
    import CSandbox
    import Foundation
    import IML
    import IMLScript
    import PatchbayTesting
    import Testing

    /// What the second wall lets through, attempted call by call in processes that stand behind it.
    @Suite struct SandboxTests {
        private let folder: TemporaryDirectory

        init() throws {
            folder = try TemporaryDirectory()
        }

        /// What became of calls, each a number and its arguments as the probe reads them.
        private func outcomes(of calls: [String], _ options: String...) async throws -> [String] {
            let probe = try ChildProcess(
                TestPool.built("sandbox-probe"),
                ["calls"] + options,
                in: folder.path,
                errorFile: folder("probe.log")
            )
            async let output = probe.remainingOutput()
            probe.feed(calls.map { $0 + "\n" }.joined())
            let lines = try await output.split(separator: "\n").map(String.init)
            #expect(try await probe.ended() == 0)
            #expect(lines.count == calls.count)
            return lines
        }

        private func hasLandlock() async throws -> Bool {
            let probe = TestPool.built("sandbox-probe")
            return try await ChildProcess(probe, ["landlock"], in: folder.path, errorFile: folder("probe.log")).ended()
                == 0
        }

        private static let refused = "signal \(SIGSYS)"

        /// What is let through whatever its arguments are.
        private static var free: Set<Int32> {
            var calls: Set<Int32> = [
                SYS_clock_gettime, SYS_futex, SYS_read, SYS_write, SYS_madvise, SYS_sched_yield, SYS_getrandom,
                SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigsuspend, SYS_rt_sigaction, SYS_sigaltstack, SYS_getpid,
                SYS_gettid, SYS_set_robust_list, SYS_exit, SYS_exit_group, SYS_restart_syscall, SYS_rseq, SYS_munmap,
                SYS_mprotect, SYS_mremap, SYS_brk, SYS_ppoll, SYS_pread64, SYS_writev, SYS_lseek, SYS_fstat, SYS_close,
                SYS_eventfd2, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrusage,
            ]
            #if arch(x86_64)
                calls.formUnion([SYS_poll, SYS_time])
            #endif
            return calls
        }

        /// What arguments of nothing but zeros get through beside that: one's own limits and processors.
        private static let freeWithZeros: Set<Int32> = [SYS_prlimit64, SYS_sched_getaffinity]

        /// The kernel lets no filter have these, which work for its own probes only.
        private static var beyondFilters: Set<Int32> {
            #if arch(x86_64)
                [335, 336]
            #else
                []
            #endif
        }

        @Test(arguments: [false, true])
        func everyCallThatIsNotNeededIsRefused(opensFiles: Bool) async throws {
            if opensFiles, try await !hasLandlock() { return }
            // Behind the last one there is, and the 32-bit numbers of x86-64.
            let plain = (0..<1_024 as Range<Int32>).filter { !Self.beyondFilters.contains($0) }
            let numbers = plain + (0..<600).map { 0x4000_0000 + $0 }
            // With a time that is up, for what would wait for ever.
            let calls = numbers.map { $0 == SYS_ppoll ? "\($0) & 0 &" : "\($0)" }
            let outcomes = try await self.outcomes(of: calls, "kill", opensFiles ? "files" : "")
            var expected = Self.free.union(Self.freeWithZeros)
            if opensFiles { expected.insert(SYS_openat) }
            let passed = zip(numbers, outcomes).filter { $0.1 != Self.refused }.map(\.0)
            #expect(Set(passed).subtracting(expected) == [], "These are let through and not needed")
            #expect(expected.subtracting(passed) == [], "These are needed and not let through")
        }

        private static let thread = 0x3D_0F00

        @Test(arguments: [
            ("\(SYS_tgkill) pid 1 0", true), ("\(SYS_tgkill) ppid 1 0", false), ("\(SYS_tgkill) 1 1 0", false),
            ("\(SYS_clone) \(thread)", true), ("\(SYS_clone) \(SIGCHLD)", false),
            ("\(SYS_clone) \(0x4100 | SIGCHLD)", false), ("\(SYS_clone) \(thread | 0x1000_0000)", false),
            ("\(SYS_clone) \(thread | 0x2_0000)", false), ("\(SYS_clone) \(thread | 0x2000)", false),
            ("\(SYS_clone) \(thread & ~0x1_0000)", false), ("\(SYS_clone3) & 88", false),
            ("\(SYS_mmap) 0 4096 3 0x22 -1 0", true), ("\(SYS_mmap) 0 4096 1 0x2 0 0", false),
            ("\(SYS_mmap) 0 4096 3 0x1 0 0", false),
            ("\(SYS_prlimit64) 0 7 0 &", true), ("\(SYS_prlimit64) 0 7 & 0", false),
            ("\(SYS_prlimit64) 0 7 0x700000000 0", false), ("\(SYS_prlimit64) ppid 7 0 &", false),
            ("\(SYS_sched_getaffinity) 0 128 &", true), ("\(SYS_sched_getaffinity) ppid 128 &", false),
            ("\(SYS_prctl) 15 @name", true), ("\(SYS_prctl) 1 0", false), ("\(SYS_prctl) 4 1", false),
            ("\(SYS_prctl) 16 &", false), ("\(SYS_prctl) 22 2 &", false), ("\(SYS_prctl) 38 1", false),
            ("\(SYS_prctl) 47 2", false), ("\(SYS_prctl) \(0x5941_4D41) -1", false),
            ("\(SYS_openat) -100 @/usr/share/zoneinfo/UTC 0", false),
        ])
        func argumentsSayWhatIsLetThrough(call: String, isAllowed: Bool) async throws {
            let outcome = try await outcomes(of: [call], "kill")[0]
            #expect((outcome != Self.refused) == isAllowed, "\(outcome)")
        }

        @Test func filesAreReadAtMostAndOnlyThoseOfTimeZonesAndTheProcess() async throws {
            guard try await hasLandlock() else { return }
            let secret = folder("secret")
            try Data("key".utf8).write(to: URL(filePath: secret))
            let open = { (path: String, flags: Int32) in "\(SYS_openat) -100 @\(path) \(flags)" }
            let zone = "/usr/share/zoneinfo/UTC"
            // The attempts are made on a thread that is older than the filter.
            let outcomes = try await self.outcomes(
                of: [
                    open(zone, O_RDONLY | O_CLOEXEC), open("/proc/self/statm", O_RDONLY), open(secret, O_RDONLY),
                    open("/proc/self/root\(secret)", O_RDONLY), open("/proc/1/maps", O_RDONLY),
                    open("/etc/passwd", O_RDONLY),
                ],
                "files"
            )
            #expect(outcomes[0] == "errno 0")
            #expect(outcomes[1] == "errno 0")
            for outcome in outcomes[2...] { #expect(outcome == "errno \(EACCES)") }
            let writing = [O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, 0x20_0000, 0x40_0000 | O_DIRECTORY]
            for outcome in try await self.outcomes(of: writing.map { open(zone, $0) }, "files", "kill") {
                #expect(outcome == Self.refused)
            }
        }

        @Test func everyThreadOfAWorkerStandsBehindIt() async throws {
            // Under a name of its own, so that no other test's worker is looked at.
            let link = folder("walled-worker")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: TestPool.executable)
            let pool = ScriptPool(executable: link)
            defer { pool.shutDown() }
            // Long enough for the engine to compile and collect on threads of its own.
            let code = """
                function f() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += String(i % 97).length; return sum }
                """
            let caller = pool.caller(for: [ScriptSource(name: "f", code: code, file: "f.js")])
            #expect(try await caller.result(of: "f", []).asInt ?? 0 > 3_000_000)
            let files = FileManager.default
            let worker = try files.contentsOfDirectory(atPath: "/proc").first { name in
                let stat = (try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)) ?? ""
                return stat.contains("(walled-worker) ") && stat.contains(" \(getpid()) ")
            }
            let process = "/proc/" + (try #require(worker))
            let threads = try files.contentsOfDirectory(atPath: process + "/task")
            #expect(threads.count > 1)
            for thread in threads {
                let path = process + "/task/\(thread)/status"
                // One that has ended since has none.
                guard let status = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
                #expect(status.contains("\nSeccomp:\t2\n"))
                #expect(status.contains("\nNoNewPrivs:\t1\n"))
            }
        }

        /// With the refusal that workers have.
        @Test(arguments: ["", "files"])
        func noPathOrProcessOrClockCanBeChanged(option: String) async throws {
            if option == "files", try await !hasLandlock() { return }
            let file = folder("file")
            try Data("content".utf8).write(to: URL(filePath: file))
            let before = try FileManager.default.attributesOfItem(atPath: file)
            let here = -100
            let outcomes = try await self.outcomes(
                of: [
                    "\(SYS_fchmodat) \(here) @\(file) 0", "\(SYS_fchownat) \(here) @\(file) 1 1 0",
                    "\(SYS_setxattr) @\(file) @user.a @b 1 0", "\(SYS_truncate) @\(file) 0",
                    "\(SYS_utimensat) \(here) @\(file) & 0", "\(SYS_unlinkat) \(here) @\(file) 0",
                    "\(SYS_renameat2) \(here) @\(file) \(here) @\(file).moved 0",
                    "\(SYS_linkat) \(here) @\(file) \(here) @\(file).link 0",
                    "\(SYS_symlinkat) @\(file) \(here) @\(file).symbolic",
                    "\(SYS_mkdirat) \(here) @\(file).directory 448",
                    "\(SYS_mknodat) \(here) @\(file).node 4480 0", "\(SYS_faccessat) \(here) @\(file) 0",
                    "\(SYS_newfstatat) \(here) @\(file) & 0", "\(SYS_kill) ppid 0", "\(SYS_tkill) ppid 0",
                    "\(SYS_rt_sigqueueinfo) ppid 0 &", "\(SYS_pidfd_open) ppid 0", "\(SYS_ptrace) 16 ppid 0 0",
                    "\(SYS_clone) \(SIGCHLD)", "\(SYS_execve) @/bin/true 0 0", "\(SYS_shmget) 0 4096 \(0o1600)",
                    "\(SYS_msgget) 0 \(0o1600)", "\(SYS_semget) 0 1 \(0o1600)", "\(SYS_unshare) \(0x1000_0000)",
                    "\(SYS_setns) 0 0", "\(SYS_setpriority) 0 ppid 19", "\(SYS_sched_setaffinity) ppid 128 &",
                    "\(SYS_sched_setscheduler) ppid 0 &", "\(SYS_prlimit64) ppid 7 & 0", "\(SYS_clock_settime) 0 &",
                    "\(SYS_settimeofday) & 0", "\(SYS_adjtimex) &", "\(SYS_clock_adjtime) 0 &", "\(SYS_socket) 2 1 0",
                    "\(SYS_socketpair) 1 1 0 &", "\(SYS_memfd_create) @a 0", "\(SYS_userfaultfd) 0",
                    "\(SYS_io_uring_setup) 1 &", "\(SYS_bpf) 0 & 120", "\(SYS_perf_event_open) & 0 -1 -1 0",
                    "\(SYS_keyctl) 0 -3 0", "\(SYS_personality) 0", "\(SYS_setsid)", "\(SYS_getppid)",
                    "\(SYS_ioctl) 0 0x5413 &",
                    "\(SYS_fcntl) 0 0 10", "\(SYS_dup) 0", "\(SYS_sethostname) @a 1", "\(SYS_reboot) 0 0 0 0",
                ],
                option
            )
            for outcome in outcomes { #expect(outcome == "errno \(ENOSYS)") }
            let after = try FileManager.default.attributesOfItem(atPath: file)
            #expect(try Data(contentsOf: URL(filePath: file)) == Data("content".utf8))
            #expect(after[.posixPermissions] as? Int == before[.posixPermissions] as? Int)
            #expect(after[.ownerAccountID] as? Int == before[.ownerAccountID] as? Int)
            #expect(after[.modificationDate] as? Date == before[.modificationDate] as? Date)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.filter { $0.hasPrefix("file") } == ["file"])
        }
    }
#endif
