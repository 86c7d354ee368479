import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

extension OutgoingRequest {
    /// The request as it may go to an origin that its credentials are not meant for: without its signature, its
    /// `Authorization`, its cookies and every header line that carries one of the call's secrets.
    ///
    /// - Parameters:
    ///   - secrets: What must not be sent there.
    ///   - reason: Why it goes there, as the beginning of a sentence.
    /// - Throws: `RuntimeError` when its body carries one of them.
    func forStranger(_ secrets: Masker, _ reason: String) throws(PlatformError) -> OutgoingRequest {
        var request = self
        request.signing = [:]
        request.isWithoutCredentials = true
        for name in ["authorization", "cookie", "proxy-authorization"] { request.headers.remove(name) }
        for line in headers where secrets.occur(in: "\(line.name): \(line.value)") { request.headers.remove(line.name) }
        if let body, secrets.occur(in: body) {
            throw Self.credentials(in: "body", reason)
        }
        return request
    }

    /// The same for a request to an address that an answer gave and the spec added to: entries of the query that carry
    /// a secret are left out too.
    ///
    /// - Throws: `RuntimeError` when its path or its body carries a secret.
    func forStrangerNamedByAnswer(_ secrets: Masker) throws(PlatformError) -> OutgoingRequest {
        let reason = "An answer leads to \(address.originText), an origin the spec does not name"
        // In the whole of it: a secret may hold what a path and an entry of a query end at.
        let target = Array(address.pathAndQuery.utf8)
        let places = secrets.places(in: target)
        let path = address.path.utf8.count
        if let first = places.first, first.lowerBound < path { throw Self.credentials(in: "path", reason) }
        var request = try forStranger(secrets, reason)
        if address.query != nil {
            request.address = address.replacingQuery(
                with: Self.entries(of: target[(path + 1)...], without: places, secrets)
            )
        }
        return request
    }

    /// The entries of a query that no secret reaches into and none is a part of.
    private static func entries(
        of query: ArraySlice<UInt8>,
        without places: [Range<Int>],
        _ secrets: Masker
    ) -> [UInt8] {
        var next = places.startIndex
        let kept = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).filter { entry in
            while next < places.endIndex, places[next].upperBound <= entry.startIndex { next += 1 }
            let isFree = next == places.endIndex || places[next].lowerBound >= entry.endIndex
            return isFree && !entry.split(separator: UInt8(ascii: "=")).contains { secrets.occur(in: Array($0)) }
        }
        return Array(kept.joined(separator: [UInt8(ascii: "&")]))
    }

    /// What an error of the answer means where nothing secret was sent: it is no word on the connection's credentials.
    func explaining(_ error: PlatformError) -> PlatformError {
        let isRefusal = error.type == .invalidAccessTokenError || [401, 403].contains(error.statusCode)
        guard isWithoutCredentials, isRefusal else { return error }
        var explained = error
        if error.type == .invalidAccessTokenError { explained.type = .runtimeError }
        explained.message +=
            " (The request went there without credentials: an answer led to \(address.originText), an origin the spec does "
            + "not name.)"
        return explained
    }

    private static func credentials(in part: String, _ reason: String) -> PlatformError {
        PlatformError(
            .runtimeError,
            "\(reason); the request's \(part) holds credentials that are not sent there."
        )
    }
}
