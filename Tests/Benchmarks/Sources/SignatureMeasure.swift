import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport

/// One HMAC-SHA1 signature of a form, as a host makes it for each attempt; the peers sign the same request.
struct SignatureMeasure {
    private let handler = OAuth1Handler()
    private let credentials: Value = [
        "consumer_key": "sample-consumer", "consumer_secret": "sample-consumer-secret",
        "token": "kkk9d7dh3k39sjv7kkk9d7dh3k39", "token_secret": "dh893hdasih9dh893hdasih9",
    ]
    private let request = SignableRequest(
        method: "POST",
        url: "https://api.example.com/1.1/statuses/update.json?include_entities=true",
        headers: ["Content-Type": "application/x-www-form-urlencoded"],
        body: Array("status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21&folder=work".utf8)
    )

    func operation() throws -> Int {
        let context = SigningContext(now: 1_318_622_958, randomBytes: Self.randomBytes)
        var attempt = request
        try handler.sign(&attempt, with: credentials, context: context)
        return attempt.headers.contains("authorization") ? 1 : 0
    }

    @Sendable
    private static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes += $0.prefix(count - bytes.count) }
        }
        return bytes
    }
}
