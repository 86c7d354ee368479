/// What a request carries: all of it, or what arrives of it.
package enum RequestBody: Sendable {
    /// All of it.
    case whole([UInt8])
    /// It arrives while the request is answered.
    case arriving(ArrivingBody)

    /// No body.
    static let none = RequestBody.whole([])

    /// All bytes.
    ///
    /// - Throws: ``Problem`` when there are more than may be, or when they do not arrive whole and in time.
    func bytes() async throws(Problem) -> [UInt8] {
        switch self {
        case .whole(let bytes): bytes
        case .arriving(let body): try await body.bytes()
        }
    }

    /// Gives back what its bytes took of what all bodies may hold; they are not used any more.
    func release() {
        if case .arriving(let body) = self { body.release() }
    }
}
