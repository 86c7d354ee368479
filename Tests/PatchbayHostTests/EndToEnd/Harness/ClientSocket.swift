import Foundation
import PatchbayTesting
import Synchronization

/// A connected socket and what was read from it too early.
///
/// One thread at a time uses it.
final class ClientSocket: Sendable {
    private let descriptor: Int32
    private let early = Mutex<[UInt8]>([])

    init(port: UInt16, patience: Double) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HarnessError.system("A socket cannot be made") }
        var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let error = HarnessError.system("Port \(port) does not answer")
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Sends a request without a body and reads the answer; the connection stays open.
    func get(_ path: String, host: String = "localhost") throws -> WebAnswer {
        try write("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        return try answer()
    }

    /// Reads an answer.
    func answer() throws -> WebAnswer {
        var answer = try head()
        answer.trailers = try body(of: answer) { piece in
            answer.body += piece
            return true
        }
        return answer
    }

    /// Waits until the other side has closed the connection, for as long as any wait may take.
    func isEnded() -> Bool {
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, 0)
            if count > 0 { continue }
            return count == 0 || errno == ECONNRESET
        }
    }

    /// Everything until the other side closes the connection.
    func rest() throws -> String {
        while try readMore() {}
        return early.withLock { early in
            defer { early = [] }
            return String(decoding: early, as: UTF8.self)
        }
    }

    /// The text before a mark, which is read too.
    func text(upTo mark: String) throws -> String {
        try upTo(mark) { HarnessError("The connection ended before '\(mark)'") }
    }

    /// Whether something to read is there at this moment.
    var hasInput: Bool {
        var byte: UInt8 = 0
        let isEarly = early.withLock { !$0.isEmpty }
        return isEarly || recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
    }

    /// Says that nothing more is sent; what comes is still read.
    func closeInput() { shutdown(descriptor, Int32(SHUT_WR)) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw HarnessError.system("The request cannot be sent") }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads up to the empty line.
    func head() throws -> WebAnswer {
        let head = try upTo("\r\n\r\n") { HarnessError("The connection ended before an answer") }
        let lines = head.components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw HarnessError("No status in '\(lines[0])'")
        }
        return WebAnswer(status: status, headers: lines.dropFirst().map(Self.field))
    }

    /// Reads the body.
    ///
    /// - Returns: The header lines behind it.
    @discardableResult
    func body(
        of answer: WebAnswer,
        _ take: (ArraySlice<UInt8>) throws -> Bool
    ) throws -> [(name: String, value: String)] {
        if answer.header("transfer-encoding")?.lowercased() == "chunked" {
            while let size = try Int(chunkLine().prefix { $0 != ";" }, radix: 16), size > 0 {
                guard try take(exactly(size)[...]) else { return [] }
                _ = try chunkLine()
            }
            return try trailers()
        } else if let length = answer.header("content-length").flatMap({ Int($0) }) {
            _ = try take(exactly(length)[...])
        } else {
            while try readMore() {}
            _ = try take(early.withLock { $0 }[...])
        }
        return []
    }

    private func trailers() throws -> [(name: String, value: String)] {
        var trailers: [(name: String, value: String)] = []
        while true {
            let line = try chunkLine()
            if line.isEmpty { return trailers }
            trailers.append(Self.field(line))
        }
    }

    private static func field(_ line: String) -> (name: String, value: String) {
        let name = line.prefix { $0 != ":" }
        return (String(name), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
    }

    private func chunkLine() throws -> String {
        try upTo("\r\n") { HarnessError("The answer ended in the middle") }
    }

    /// Reads up to a mark and leaves it out.
    private func upTo(_ mark: String, otherwise error: () -> HarnessError) throws -> String {
        while true {
            let text = early.withLock { early -> String? in
                guard let end = early.firstRange(of: Array(mark.utf8)) else { return nil }
                defer { early.removeSubrange(..<end.upperBound) }
                return String(decoding: early[..<end.lowerBound], as: UTF8.self)
            }
            if let text { return text }
            guard try readMore() else { throw error() }
        }
    }

    private func exactly(_ count: Int) throws -> [UInt8] {
        while early.withLock({ $0.count < count }) {
            guard try readMore() else { throw HarnessError("The answer ended in the middle") }
        }
        return early.withLock { early in
            defer { early.removeFirst(count) }
            return Array(early.prefix(count))
        }
    }

    private func readMore() throws -> Bool {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, 65_536, 0))
        }
        early.withLock { $0 += bytes }
        return !bytes.isEmpty
    }
}
