import Foundation

/// OpenSSL's test server with a certificate of its own for `localhost` and 127.0.0.1.
final class TLSServer {
    /// Whether the commands it needs are there.
    static let isAvailable = ["/usr/bin/openssl", "/usr/bin/stdbuf"].allSatisfy(FileManager.default.isExecutableFile)

    /// The certificate, which nobody trusts.
    let certificate: String
    /// The port it listens on.
    let port: Int

    private let folder: URL
    private let process = Process()

    /// Makes a certificate and starts the server.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "patchbay-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (key, pem) = (folder.appending(path: "key.pem").path, folder.appending(path: "cert.pem").path)
        let maker = try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", key,
            "-out", pem, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ])
        maker.waitUntilExit()
        certificate = try String(contentsOfFile: pem, encoding: .utf8)
        let output = Pipe()
        // Written to a pipe, the line with the port would stay in a buffer.
        process.executableURL = URL(filePath: "/usr/bin/stdbuf")
        process.arguments = [
            "-oL", "/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pem, "-key", key, "-www",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // It ends when its input does.
        process.standardInput = Pipe()
        try process.run()
        port = try Self.announcedPort(output.fileHandleForReading)
    }

    deinit {
        // A process made on one of Dispatch's threads inherits that it ignores gentler signals.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Reads the line `ACCEPT 127.0.0.1:PORT`.
    private static func announcedPort(_ output: FileHandle) throws -> Int {
        var text = ""
        while case let data = output.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            for line in text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
            where line.hasPrefix("ACCEPT") {
                if let port = line.split(separator: ":").last.flatMap({ Int($0) }) { return port }
            }
        }
        throw POSIXError(.ECHILD)
    }
}
