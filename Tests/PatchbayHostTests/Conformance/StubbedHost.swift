import Foundation
import IML

/// A host whose requests all go to a stub that plays the services its bundles are for.
struct StubbedHost: Sendable {
    let host: RunningHost
    let stub: PeerService

    /// One run of a component: what the API answered, and what the stub got for it.
    struct Outcome: Sendable {
        let answer: WebAnswer
        let seconds: Double
        /// The requests, in order.
        let requests: [Value]
        /// How many requests the component's spec has.
        let sends: Int
    }

    /// The apps with all the host says of them.
    func apps() async throws -> [Value] {
        try await host.call("GET", "/v1/apps").json["apps"].asArray ?? []
    }

    /// Tells the stub which component comes, and runs it with input the stub made for it.
    ///
    /// - Parameters:
    ///   - kind: `module`, `rpc` or `connection`.
    ///   - connections: The ids of the app's connections by the name of their spec.
    ///   - fault: What the service does wrong, once.
    /// - Returns: `nil` for a fault at a component that sends more than one request: such may wait for its service to
    ///   finish a job that never began.
    func run(
        _ kind: String,
        _ name: String,
        of app: String,
        connections: [String: String] = [:],
        fault: String? = nil
    ) async throws -> Outcome? {
        let expected: Value = ["app": .text(app), "kind": .text(kind), "name": .text(name)]
        let prepared = try await stub.control("expect", expected).json
        let sends = prepared["sends"].asInt ?? 0
        if fault != nil, sends != 1 { return nil }
        if let fault { try await stub.arm(["path": "*", "times": 1, "kind": .text(fault)]) }
        var body: Value = ["parameters": prepared["parameters"]]
        if let id = prepared["connection"].asText.flatMap({ connections[$0] }) { body["connection"] = .text(id) }
        let address = kind == "connection" ? "connections/\(name)" : "\(kind)s/\(name)/run"
        let start = ContinuousClock.now
        let answer = try await host.call("POST", "/v1/apps/\(app)/\(address)", body)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let requests = try await stub.requests()
        return Outcome(answer: answer, seconds: seconds, requests: requests, sends: sends)
    }
}

/// Starts a host on a directory of bundles with a stub behind it, and ends both after.
func withStubbedHost(_ bundles: String, _ body: (StubbedHost) async throws -> Void) async throws {
    try await withFolder { folder in
        try await withService("stub_service", [bundles], in: folder) { stub in
            let flags = ["--redirect-origin", "*=\(stub.url)", "--no-watch"]
            try await withRunningHost(in: folder, apps: bundles, flags) { host in
                try await body(StubbedHost(host: host, stub: stub))
            }
        }
    }
}
