import Foundation
import PatchbayTesting
import Testing

/// A real nginx in front of a host, as operators put one there.
struct ReverseProxy: Sendable {
    let url: String
    let process: ChildProcess

    /// Starts it and waits until it answers.
    ///
    /// - Parameters:
    ///   - host: The host's address.
    ///   - lines: Further lines of its `location`.
    static func start(before host: String, _ lines: [String], in folder: TemporaryDirectory) async throws
        -> ReverseProxy
    {
        let program = try #require(
            ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx"]
                .first { FileManager.default.isExecutableFile(atPath: $0) },
            "nginx is not installed; make test installs it"
        )
        let name = "nginx-\(UUID().uuidString)"
        // Another process may take the port before nginx has it; then there is another one.
        for _ in 0..<5 {
            let port = try freePort()
            let file = try folder.write(configuration(port, host, lines), to: "\(name)/nginx.conf")
            let process = try ChildProcess(
                program,
                ["-p", folder(name), "-c", file, "-e", folder(name) + "/error.log"],
                in: folder.path,
                errorFile: folder(name + ".log")
            )
            let proxy = ReverseProxy(url: "http://127.0.0.1:\(port)", process: process)
            if try await proxy.answers(folder, name) { return proxy }
            try await proxy.stop()
        }
        throw HarnessError("nginx does not start: \(folder.read(name + ".log")) \(folder.read(name + "/error.log"))")
    }

    func stop() async throws {
        process.signal(SIGKILL)
        try await process.ended()
    }

    private func answers(_ folder: TemporaryDirectory, _ name: String) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if folder.read(name + "/error.log").contains("[emerg]") { return false }
            if (try? await WebClient().send(WebRequest(url: url))) != nil { return true }
        }
        return false
    }

    private static func freePort() throws -> Int {
        let taken = try UnheardPort()
        return taken.port
    }

    private static func configuration(_ port: Int, _ host: String, _ lines: [String]) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \($0);" }
        return """
            daemon off;
            master_process off;
            pid nginx.pid;
            events { worker_connections 256; }
            http {
                access_log off;
                \(temporary.joined(separator: "\n    "))
                server {
                    listen 127.0.0.1:\(port);
                    location / {
                        proxy_pass \(host);
                        \(lines.joined(separator: "\n            "))
                    }
                }
            }
            """
    }
}

/// Gives a test an nginx before a host, and ends it after.
func withReverseProxy(
    before host: RunningHost,
    _ lines: [String] = ["proxy_set_header Host $host;"],
    in folder: TemporaryDirectory,
    _ body: (ReverseProxy) async throws -> Void
) async throws {
    let proxy = try await ReverseProxy.start(before: host.url, lines, in: folder)
    do { try await body(proxy) } catch {
        try await proxy.stop()
        throw error
    }
    try await proxy.stop()
}
