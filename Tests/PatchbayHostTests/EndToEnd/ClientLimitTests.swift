import Foundation
import IML
import PatchbayTesting
import Synchronization
import Testing

/// Clients that are idle, slow, or many: the host answers the others.
@Suite struct ClientLimitTests {
    /// A host on an app whose module `count` asks the service at `parameters.base`.
    private func withHost(
        _ limits: [String],
        _ arguments: [String] = [],
        _ body: (RunningHost, UInt16) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try writeApp(to: folder)
            try await withRunningHost(in: folder, limits.flatMap { ["--max", $0] } + arguments) { host in
                try await body(host, try #require(host.url.split(separator: ":").last.flatMap { UInt16($0) }))
            }
        }
    }

    private func writeApp(to folder: TemporaryDirectory) throws {
        try SampleBundle.write("demo", into: folder)
        try folder.write(
            #"{"url": "{{parameters.base}}", "response": {"output": {"text": "{{body.text}}"}}}"#,
            to: "apps/demo/count.iml.json"
        )
    }

    /// A host on the app whose process has few descriptors, as a service manager or a shell sets it.
    private func withLimitedHost(
        descriptors: Int,
        in folder: TemporaryDirectory,
        _ body: (RunningHost) async throws -> Void
    ) async throws {
        let program = try Repository.product("patchbay")
        let flags = ["--port", "0", "--data", folder("data"), "--allow-host", "127.0.0.1"]
        let process = try ChildProcess(
            "sh",
            ["-c", "ulimit -n \(descriptors) && exec \"$0\" \"$@\"", program, "serve", folder("apps")] + flags,
            in: folder.path,
            errorFile: folder("host.log")
        )
        defer { process.signal(SIGKILL) }
        let greeting = try await process.line()
        let url = String(try #require(greeting.firstMatch(of: /http:\S+/)).0)
        try await body(RunningHost(url: url, greeting: greeting, process: process))
        process.signal(SIGKILL)
        try await process.ended()
    }

    /// A request that calls `greet` with a name of some length.
    private static func greeting(_ length: Int) -> (head: String, body: String) {
        let body = #"{"parameters": {"name": "\#(String(repeating: "x", count: max(0, length - 29)))"}}"#
        let head = "POST /v1/apps/demo/modules/greet/run HTTP/1.1\r\nHost: localhost\r\n"
        return (head + "Content-Length: \(body.utf8.count)\r\n\r\n", body)
    }

    /// The descriptors a process has open.
    private static func descriptors(of host: RunningHost) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(host.process.identifier)/fd").count
    }

    /// The number the next descriptor of a process gets; those beyond need no limit to stay.
    private static func firstFreeDescriptor(of host: RunningHost) throws -> Int {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(host.process.identifier)/fd")
        let taken = Set(names.compactMap { Int($0) })
        return (0...).first { !taken.contains($0) } ?? 0
    }

    // MARK: Too many

    @Test func theOneThatWasIdleForLongestGoesFirst() async throws {
        try await withHost(["clients=16"]) { _, port in
            try await waiting {
                var clients = try (0..<16).map { _ in try ClientSocket(port: port, patience: 30) }
                // They fall idle in the order of their answers, not of their coming.
                let order = [5, 3, 0, 8, 15, 1, 2, 4, 6, 7, 9, 10, 11, 12, 13, 14]
                for index in order { #expect(try clients[index].get("/v1/health").status == 200) }
                for number in 0..<5 {
                    let newcomer = try ClientSocket(port: port, patience: 30)
                    #expect(try newcomer.get("/v1/health").status == 200)
                    #expect(clients[order[number]].isEnded())
                    clients.append(newcomer)
                }
                for index in order.dropFirst(5) { #expect(try clients[index].get("/v1/health").status == 200) }
            }
        }
    }

    @Test func idleClientsByTheThousandTakeNeitherTheHostNorAnActiveOne() async throws {
        let isFreed = DispatchSemaphore(value: 0)
        let asked = Mutex(0)
        let service = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            asked.withLock { $0 += 1 }
            isFreed.wait()
            let body = #"{"text": "here"}"#
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            connection.send(head + body)
        }
        let active = 6
        try await withHost(["clients=64"]) { host, port in
            defer { for _ in 0..<active { isFreed.signal() } }
            let body = #"{"parameters": {"base": "\#(service.url())"}}"#
            let calls = try (0..<active).map { _ in
                let call = try ClientSocket(port: port, patience: 60)
                try call.write("POST /v1/apps/demo/modules/count/run HTTP/1.1\r\nHost: localhost\r\n")
                try call.write("Content-Length: \(body.utf8.count)\r\n\r\n" + body)
                return call
            }
            try await until("the calls wait for the service") { asked.withLock { $0 } == active }
            let idle = try await waiting {
                try (0..<1_000).map { number in
                    let client = try ClientSocket(port: port, patience: 60)
                    // Some say nothing, some part of a header.
                    if number % 2 == 0 { try client.write("GET /v1/health HTTP/1.1\r\nHo") }
                    return client
                }
            }
            for _ in 0..<20 { #expect(try await host.call("GET", "/v1/health").status == 200) }
            #expect(try await host.run("demo", "greet", ["name": "Ada"]).status == 200)
            // The number of clients is a bound while they come, too: what is left of it is the host's own.
            #expect(try Self.descriptors(of: host) < 64 + 16 + 64)
            for _ in 0..<active { isFreed.signal() }
            for call in calls {
                let answer = try call.answer()
                #expect(answer.status == 200)
                #expect(answer.text.contains("here"))
            }
            withExtendedLifetime(idle) {}
        }
    }

    @Test func whereAllWaitForTheHostTheNewOneIsToldSo() async throws {
        let service = try LoopbackServer { connection in
            if connection.readRequest() != nil { connection.waitForEnd() }
        }
        try await withHost(["clients=2"]) { host, port in
            let body = #"{"parameters": {"base": "\#(service.url())"}}"#
            let calls = try (0..<2).map { _ in
                let call = try ClientSocket(port: port, patience: 60)
                try call.write("POST /v1/apps/demo/modules/count/run HTTP/1.1\r\nHost: localhost\r\n")
                try call.write("Content-Length: \(body.utf8.count)\r\n\r\n" + body)
                return call
            }
            try await until("the service has them") { service.connections == 2 }
            let answer = try await host.call("GET", "/v1/health")
            #expect(answer.status == 503)
            #expect(answer.header("retry-after") == "1")
            #expect(try answer.json["detail"] == "Too many clients are connected at once; come back later.")
            withExtendedLifetime(calls) {}
        }
    }

    @Test func fewDescriptorsAreSharedOutAndNeverRunOut() async throws {
        try await withFolder { folder in
            try writeApp(to: folder)
            try await withLimitedHost(descriptors: 160, in: folder) { host in
                #expect(folder.read("host.log").contains("there may be 48 clients at a time"))
                let port = try #require(host.url.split(separator: ":").last.flatMap { UInt16($0) })
                let idle = try await waiting { try (0..<300).map { _ in try ClientSocket(port: port, patience: 60) } }
                for _ in 0..<20 { #expect(try await host.call("GET", "/v1/health").status == 200) }
                #expect(try await host.run("demo", "greet", ["name": "Ada"]).status == 200)
                withExtendedLifetime(idle) {}
            }
        }
    }

    @Test func callsToServicesDoNotTakeThemAll() async throws {
        let counts = Mutex((open: 0, most: 0))
        let service = try LoopbackServer { connection in
            counts.withLock { counts in
                counts.open += 1
                counts.most = max(counts.most, counts.open)
            }
            defer { counts.withLock { $0.open -= 1 } }
            while connection.readRequest() != nil {
                let body = #"{"text": "here"}"#
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                connection.send("Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            }
        }
        try await withFolder { folder in
            try writeApp(to: folder)
            try await withLimitedHost(descriptors: 160, in: folder) { host in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<40 {
                        group.addTask { try await host.run("demo", "count", ["base": .text(service.url())]).status }
                    }
                    for try await status in group { #expect(status == 200) }
                }
            }
        }
        // A tenth of what is not kept back.
        #expect((1...9).contains(counts.withLock(\.most)))
    }

    #if os(Linux)
        /// Where they run out all the same, the host lets clients go and accepts again.
        @Test func aHostWithoutDescriptorsGoesOnWhenItHasSome() async throws {
            try await withHost([]) { host, port in
                let clients = try (0..<8).map { _ in try ClientSocket(port: port, patience: 30) }
                for client in clients { #expect(try client.get("/v1/health").status == 200) }
                // Not one more: whoever comes now is answered because one that is idle has gone.
                let limit = try Self.firstFreeDescriptor(of: host)
                let lowering = try ChildProcess(
                    "prlimit",
                    ["--pid", "\(host.process.identifier)", "--nofile=\(limit):\(limit)"],
                    in: "/tmp",
                    errorFile: "/dev/null"
                )
                try #require(try await lowering.ended() == 0)
                for _ in 0..<3 { #expect(try await host.call("GET", "/v1/health").status == 200) }
                #expect(try await waiting { clients[0].isEnded() })
            }
        }
    #endif

    // MARK: Slow bodies

    @Test func aBodyThatTricklesHasItsTime() async throws {
        try await withHost(["body-seconds=1"]) { host, port in
            let (head, body) = Self.greeting(400)
            let trickling = try ClientSocket(port: port, patience: 30)
            try trickling.write(head + body.prefix(10))
            let sender = Task {
                for byte in body.dropFirst(10) {
                    try await Task.sleep(for: .milliseconds(50))
                    try trickling.write(String(byte))
                }
            }
            defer { sender.cancel() }
            #expect(try await host.call("GET", "/v1/health").status == 200)
            let answer = try await waiting { try trickling.answer() }
            #expect(answer.status == 408)
            #expect(try answer.json["detail"] == "A body has to arrive within 1 seconds.")
            #expect(try await waiting { trickling.isEnded() })
            #expect(try await host.run("demo", "greet", ["name": "Ada"]).status == 200)
        }
    }

    @Test func aBodyNobodyReadsHasTheSameTime() async throws {
        try await withHost(["body-seconds=1"]) { _, port in
            let refused = try ClientSocket(port: port, patience: 30)
            try refused.write("POST /v1/reload HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 10\r\n\r\n{")
            #expect(try await waiting { try refused.answer() }.status == 403)
            #expect(try await waiting { refused.isEnded() })
        }
    }

    @Test func bodiesTogetherHaveABudgetAndSmallOnesAlwaysASharedPart() async throws {
        // Half of 2 MiB is shared out to 16 clients, 64 KiB each; large bodies have the other 1 MiB.
        try await withHost(["clients=16", "bodies-bytes=2097152"]) { host, port in
            let (head, body) = Self.greeting(700_000)
            let first = try ClientSocket(port: port, patience: 30)
            try first.write(head + body.dropLast())
            let second = try ClientSocket(port: port, patience: 30)
            try second.write(head + body.dropLast())
            let refused = try await waiting { try second.answer() }
            #expect(refused.status == 503)
            #expect(refused.header("retry-after") == "1")
            #expect(try await host.run("demo", "greet", ["name": "Ada"]).status == 200)
            try first.write(String(body.suffix(1)))
            #expect(try await waiting { try first.answer() }.status == 200)
            #expect(
                try await host.run("demo", "greet", ["name": .text(String(repeating: "x", count: 700_000))]).status
                    == 200
            )
        }
    }

    // MARK: Slow readers

    @Test func aClientThatTakesNothingOfItsAnswerIsClosed() async throws {
        try await withHost(["stream-seconds=1"]) { host, port in
            let (head, body) = Self.greeting(12 << 20)
            let before = try Self.descriptors(of: host)
            let client = try ClientSocket(port: port, patience: 30)
            try client.write(head + body)
            try await until("its connection is there") { try Self.descriptors(of: host) > before }
            try await until("it is closed again") { try Self.descriptors(of: host) <= before }
            await #expect(throws: HarnessError.self) { try await waiting { try client.answer() } }
        }
    }

    // MARK: Behind a proxy

    @Test func oneClientOfATrustedProxyHasItsShareOnly() async throws {
        let service = try LoopbackServer { connection in
            if connection.readRequest() != nil { connection.waitForEnd() }
        }
        let token = "a-token-of-enough-length"
        let proxy = ["--trusted-proxy", "127.0.0.1", "--api-token", token]
        try await withHost(["clients-per-address=1"], proxy) { host, port in
            let body = #"{"parameters": {"base": "\#(service.url())"}}"#
            let call = try ClientSocket(port: port, patience: 60)
            try call.write("POST /v1/apps/demo/modules/count/run HTTP/1.1\r\nHost: localhost\r\n")
            try call.write("Authorization: Bearer \(token)\r\nX-Forwarded-For: 1.1.1.1, 203.0.113.9\r\n")
            try call.write("Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            try await until("the service has it") { service.connections == 1 }
            let expectations = [("2.2.2.2, 203.0.113.9", 429), ("1.1.1.1", 200), ("203.0.113.9, 127.0.0.1", 429)]
            for (chain, status) in expectations {
                let headers = [("Authorization", "Bearer \(token)"), ("X-Forwarded-For", chain)]
                let answer = try await host.call("GET", "/v1/health", headers: headers)
                #expect(answer.status == status, "\(chain)")
            }
            withExtendedLifetime(call) {}
        }
    }
}
