import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Synchronization
import Testing

/// Services that break off, dawdle, flood or lead astray: the error each call ends with, and the call after it.
struct HostileServiceTests {
    /// A fault, and what a call says of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var write: @Sendable (LoopbackConnection) -> Void
        var type: ErrorType
        var timesOut = false
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    static let faults: [Fault] = [
        Fault(
            testDescription: "a reset in the middle of the body",
            write: { wire in
                wire.send(head + "Content-Length: 100\r\n\r\n{\"a\":")
                wire.reset()
            },
            type: .connectionError
        ),
        Fault(
            testDescription: "headers that come slowly",
            write: { wire in
                wire.send("HTTP/1.1 200 OK\r\nX-Slow: ")
                while wire.send("x") { Thread.sleep(forTimeInterval: 0.02) }
            },
            type: .connectionError,
            timesOut: true
        ),
        Fault(
            testDescription: "a body that comes slowly",
            write: { wire in
                wire.send(head + "Content-Length: 1000000\r\n\r\n")
                while wire.send("x") { Thread.sleep(forTimeInterval: 0.02) }
            },
            type: .connectionError,
            timesOut: true
        ),
        Fault(
            testDescription: "a gzip bomb",
            write: { wire in
                wire.send(head + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
                guard wire.sendChunk(Deflate.bombStart) else { return }
                while wire.sendChunk(Deflate.bombPiece) {}
            },
            type: .maxFileSizeExceededError
        ),
        Fault(
            testDescription: "chunks without end",
            write: { wire in
                wire.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = [UInt8](repeating: 0x78, count: 65_536)
                while wire.sendChunk(chunk) {}
            },
            type: .maxFileSizeExceededError
        ),
        Fault(
            testDescription: "a length that is too long",
            write: { $0.send(head + "Content-Length: 10\r\n\r\n{}") },
            type: .connectionError
        ),
        Fault(
            testDescription: "a length that is none",
            write: { $0.send(head + "Content-Length: many\r\n\r\n{}") },
            type: .connectionError
        ),
        Fault(
            testDescription: "what is not HTTP",
            write: { $0.send("220 mail.example ESMTP\r\n") },
            type: .connectionError
        ),
        Fault(
            testDescription: "text that says it is gzip",
            write: { $0.send(head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}") },
            type: .connectionError
        ),
        Fault(
            testDescription: "header lines without end",
            write: { wire in
                wire.send(head)
                while wire.send("X-Line: 1\r\n") {}
            },
            type: .runtimeError
        ),
        Fault(
            testDescription: "bytes that are no UTF-8 in JSON",
            write: { $0.send(Array((head + "Content-Length: 4\r\n\r\n").utf8) + [0x5B, 0x22, 0xFF, 0x22]) },
            type: .dataError
        ),
        Fault(
            testDescription: "a redirect to a file",
            write: { $0.send("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n") },
            type: .runtimeError
        ),
        Fault(
            testDescription: "a redirect to a private address",
            write: { $0.send("HTTP/1.1 302 Found\r\nLocation: http://10.1.2.3/\r\nContent-Length: 0\r\n\r\n") },
            type: .runtimeError
        ),
        Fault(
            testDescription: "a redirect to the cloud's metadata",
            write: { $0.send("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n") },
            type: .runtimeError
        ),
    ]

    @Test(arguments: faults)
    func endsInTheRightErrorAndServesTheNextCall(_ fault: Fault) async throws {
        let host = try TestHost.shared.get()
        let began = ContinuousClock.now
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST", "timeout": 300}"#,
            on: host,
            script: { _, _ in Answer(writing: fault.write) }
        )
        if fault.timesOut { #expect(ContinuousClock.now - began >= .milliseconds(300)) }
        #expect(probe.error?.type == fault.type, "\(probe.error?.message ?? "no error")")
        #expect(probe.error?.timedOut == fault.timesOut)
        #expect(probe.bundles.isEmpty)
        let next = try await Probe.run(#"{"url": "/"}"#, on: host, script: { _, _ in .json("1") })
        #expect(next.output == "1")
    }

    @Test func aNameThatTurnsToAPrivateAddressIsNotFollowedThere() async throws {
        let asked = Atomic<Int>(0)
        let names = NameResolution.asking { _ in
            // The service's own address when it is first asked for, a private one ever after.
            let first = asked.wrappingAdd(1, ordering: .relaxed).newValue == 1
            return [IPAddress(first ? "127.0.0.1" : "10.0.0.1")].compactMap(\.self)
        }
        let host = try TestHost(allowedHosts: ["127.0.0.1"], names: names)
        let app = TestApp(base: #"{"baseUrl": "http://api.example.com:\#(host.server.port)"}"#)
        host.server.answerTheRest { _ in .json("1", headers: [("Connection", "close")]) }
        let spec = #"{"url": "/x", "method": "POST"}"#
        let first = try await Probe.run(spec, app: app, on: host)
        #expect(first.output == "1")
        let second = try await Probe.run(spec, app: app, on: host)
        #expect(second.error?.type == .runtimeError)
        #expect(second.error?.message.contains("10.0.0.1") == true)
        #expect(second.bundles.isEmpty)
    }

    @Test(arguments: [
        ("gzip", "H4sIAAAAAAAAA6tWSlSyUkqvyixQgBNKtQDUjdIgFgAAAA=="),
        ("br", "iw2AeyJhIjoiYnJvdGxpIGJyb3RsaSBicm90bGkifQM="),
    ])
    func decodesCompressedAnswers(_ coding: String, _ base64: String) async throws {
        let body = try #require(Data(base64Encoded: base64))
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"output": "{{body.a}}"}}"#,
            script: { _, _ in
                Answer(
                    headers: [("Content-Type", "application/json"), ("Content-Encoding", coding)],
                    body: Array(body)
                )
            }
        )
        #expect(probe.failure == nil)
        #expect(probe.output == (coding == "gzip" ? #""gzip gzip gzip""# : #""brotli brotli brotli""#))
    }
}

/// A gzip stream (RFC 1952) that never ends and gives 158 bytes for each of its own.
private enum Deflate {
    /// The gzip header and the start of a block with fixed codes (RFC 1951, section 3.2.6): a zero to be repeated.
    static let bombStart: [UInt8] =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bytes(of: "0" + "10" + "00110000", copies: 9)
    /// More copies, a whole number of bytes.
    static let bombPiece = bytes(of: "", copies: 8 * 256)

    private static func bytes(of prefix: String, copies: Int) -> [UInt8] {
        let bits = Array((prefix + String(repeating: "1100010100000", count: copies)).utf8)
        return stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            (0..<8).reduce(0) { $0 | (bits[start + $1] - UInt8(ascii: "0")) << UInt8($1) }
        }
    }
}
