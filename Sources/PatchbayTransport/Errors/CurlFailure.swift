internal import CCurl
internal import Foundation
import PatchbayText

/// What libcurl says about a transfer that failed, and what that means.
struct CurlFailure {
    /// Its code.
    let code: CURLcode
    /// Its own words; may be empty.
    let text: String
    /// The system's error number of the last failed call; may be zero.
    let systemError: Int32
    /// The other end.
    let destination: Destination
    /// How far the transfer had come.
    let stage: Transfer.Stage
    /// The time a connection may take.
    let connectTimeout: Duration
    /// Whether the answer's header had begun and not ended.
    let headerIsUnfinished: Bool
    /// The bytes of the body so far.
    let received: Int

    /// The error for the caller.
    ///
    /// - Parameter limits: The request's limits.
    func error(_ limits: TransportLimits) -> TransportError {
        connectionError ?? securityError ?? answerError(limits) ?? .engineFailed("\(words) (libcurl \(code.rawValue))")
    }

    private var name: String { destination.name }

    /// libcurl's words without a full stop, those of its code when it left none.
    private var words: String {
        let words = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }

    private var connectionError: TransportError? {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            TransportError(.nameResolution, "The host name \(destination.origin.host) has no address.")
        case CURLE_COULDNT_RESOLVE_PROXY:
            TransportError(.proxy, "The proxy's host name has no address.")
        case CURLE_PROXY:
            TransportError(.proxy, "The proxy made no connection to \(name): \(words).")
        case CURLE_COULDNT_CONNECT:
            connectError
        case CURLE_OPERATION_TIMEDOUT:
            .connectTimeout(destination, connectTimeout, stage)
        case CURLE_GOT_NOTHING:
            .closedBeforeAnswer(destination, isRepeatable: true)
        case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2_STREAM:
            broken
        case CURLE_RECV_ERROR where text.hasSuffix("chunked-encoding"):
            // libcurl gives wrong chunk sizes the code of a broken connection; only its words tell them apart.
            TransportError(.malformedResponse, "The answer of \(name) is not HTTP: \(words).")
        case CURLE_RECV_ERROR where !headerIsUnfinished || systemError == ECONNRESET:
            destination.isProxied && stage != .waiting && stage != .receiving
                ? TransportError(.proxy, "The proxy made no connection to \(name): \(words).") : broken
        default:
            nil
        }
    }

    private var broken: TransportError {
        let state = received > 0 ? "after \(received) bytes of the body" : "before the answer was complete"
        return TransportError(.connectionReset, "The connection to \(name) broke \(state).")
    }

    private var connectError: TransportError {
        if destination.isProxied {
            return TransportError(.proxy, "There is no connection to the proxy for \(name): \(systemReason).")
        }
        if systemError == ECONNREFUSED {
            return TransportError(.connectionRefused, "Nothing answers at \(name): the connection was refused.")
        }
        return TransportError(.connectionFailed, "There is no connection to \(name): \(systemReason).")
    }

    private var systemReason: String {
        systemError == 0 ? "no address of it can be reached" : SystemError(number: systemError).text.lowercased()
    }

    private var securityError: TransportError? {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            TransportError(.certificate, "The certificate of \(name) is not trusted: \(certificateReason).")
        case CURLE_SSL_CACERT_BADFILE:
            CertificateText.unreadable
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CLIENTCERT:
            TransportError(.tls, "The TLS handshake with \(name) failed: \(words).")
        default:
            nil
        }
    }

    private var certificateReason: String {
        for prefix in ["SSL certificate problem: ", "SSL: "] where words.hasPrefix(prefix) {
            return String(words.dropFirst(prefix.count))
        }
        return words
    }

    private func answerError(_ limits: TransportLimits) -> TransportError? {
        switch code {
        case CURLE_PARTIAL_FILE:
            TransportError(
                .partialBody,
                "\(name) closed the connection after \(received) bytes, before the answer's end."
            )
        case CURLE_BAD_CONTENT_ENCODING:
            TransportError(.badContentEncoding, "The answer of \(name) cannot be decoded: \(words).")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_BAD_FUNCTION_ARGUMENT:
            TransportError(.malformedResponse, "The answer of \(name) is not HTTP: \(words).")
        case CURLE_OUT_OF_MEMORY where headerIsUnfinished, CURLE_RECV_ERROR where headerIsUnfinished:
            // libcurl's own bounds: 100 KB for a line, 300 KB for a header.
            .tooManyHeaders(limits)
        default:
            nil
        }
    }
}
