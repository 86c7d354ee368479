import Foundation
import PatchbayTesting

/// OpenSSL's test server with a certificate of its own for `localhost` and 127.0.0.1.
struct TLSServer {
    /// Whether the commands it needs are there.
    static let isAvailable = [openssl, unbuffered].allSatisfy(FileManager.default.isExecutableFile)

    private static let openssl = "/usr/bin/openssl"
    private static let unbuffered = "/usr/bin/stdbuf"

    /// The certificate, which nobody trusts.
    let certificate: String
    /// The port it listens on.
    let port: Int

    /// Makes a certificate and runs the server for as long as a body needs it.
    static func run(_ body: (TLSServer) async throws -> Void) async throws {
        let folder = try TemporaryDirectory()
        let (key, pem) = (folder("key.pem"), folder("cert.pem"))
        let maker = try ChildProcess(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", key, "-out", pem, "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            ],
            in: folder.path,
            errorFile: folder("maker.log")
        )
        try await maker.ended()
        // Written to a pipe, the line with the port would stay in a buffer.
        let process = try ChildProcess(
            unbuffered,
            ["-oL", openssl, "s_server", "-accept", "127.0.0.1:0", "-cert", pem, "-key", key, "-www"],
            in: folder.path,
            errorFile: folder("server.log")
        )
        let outcome: Result<Void, any Error>
        do {
            let certificate = try String(contentsOfFile: pem, encoding: .utf8)
            outcome = .success(try await body(TLSServer(certificate: certificate, port: try await port(of: process))))
        } catch {
            outcome = .failure(error)
        }
        process.signal(SIGKILL)
        try await process.ended()
        try outcome.get()
    }

    /// Reads the line `ACCEPT 127.0.0.1:PORT`.
    private static func port(of process: ChildProcess) async throws -> Int {
        while true {
            let line = try await process.line()
            guard line.hasPrefix("ACCEPT") else { continue }
            guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
                throw HarnessError("OpenSSL's server says '\(line)'")
            }
            return port
        }
    }
}
