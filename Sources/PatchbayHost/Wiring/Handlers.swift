import AWS
import Basic
import Digest
import OAuth1
import OAuth2
import PatchbayAuth

/// The authentication types this host has; a new one is a line here.
enum Handlers {
    /// The most demanding first: the first that recognizes a spec owns it, and the last takes anything.
    static func registry(randomBytes: @escaping @Sendable (Int) -> [UInt8]) -> HandlerRegistry {
        HandlerRegistry([
            OAuth1Handler(),
            OAuth2Handler(randomBytes: randomBytes),
            AWSHandler(),
            DigestHandler(),
            BasicHandler(),
        ])
    }
}
