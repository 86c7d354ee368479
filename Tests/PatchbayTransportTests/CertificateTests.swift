import Foundation
import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Testing

@Suite(.enabled(if: TLSServer.isAvailable))
struct CertificateTests {
    @Test func onlyTrustedCertificatesAreTaken() async throws {
        try await TLSServer.run { server in
            let transport = try makeTransport {
                $0.nameResolution = .system(except: ["other.example": [.v4(0x7F00_0001)]])
            }
            let url = "https://localhost:\(server.port)/"
            let untrusted = await failure(transport, TransportRequest(url: url))
            #expect(untrusted?.code == .certificate)
            #expect(untrusted?.requestMayHaveBeenSent == false)
            let trusted = TransportRequest(url: url, trustedCertificates: server.certificate)
            #expect(try await transport.send(trusted).statusCode == 200)
            // The connection that trusts more is nobody else's.
            #expect(await failure(transport, TransportRequest(url: url))?.code == .certificate)
            let other = TransportRequest(
                url: "https://other.example:\(server.port)/",
                trustedCertificates: server.certificate
            )
            let wrongName = await failure(transport, other)
            #expect(wrongName?.code == .certificate)
            #expect(wrongName?.message.contains("other.example") == true)
        }
    }

    @Test func aServerThatSpeaksNoTLSIsTold() async throws {
        let server = try LoopbackServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.waitForEnd()
        }
        let error = await failure(try makeTransport(), TransportRequest(url: "https://127.0.0.1:\(server.port)/"))
        #expect(error?.code == .tls)
        #expect(error?.requestMayHaveBeenSent == false)
    }

    @Test func aHandshakeThatDoesNotEndIsCutOff() async throws {
        let server = try LoopbackServer { $0.waitForEnd() }
        let limits = TransportLimits(connectTimeout: .milliseconds(200))
        let request = TransportRequest(url: "https://127.0.0.1:\(server.port)/", limits: limits)
        let error = await failure(try makeTransport(), request)
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("TLS handshake") == true)
    }
}
