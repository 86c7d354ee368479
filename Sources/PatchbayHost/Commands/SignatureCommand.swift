import IML
import OAuth1
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Signs a request as an OAuth1 connection would and shows every step: what `patchbay sign` does.
package struct SignatureCommand: Sendable {
    /// The method.
    package var method: String
    /// The absolute address.
    package var url: String
    /// A file with the `oauth` object, `-` for the standard input.
    package var oauth: String?
    /// A file with the body.
    package var bodyFile: String?
    /// The body's type.
    package var contentType: String?
    /// The nonce to use instead of a random one.
    package var nonce: String?
    /// The timestamp to use instead of the current time, in seconds since 1970.
    package var timestamp: String?
    /// A file with the base string the service says it computed, `-` for the standard input.
    package var expectedBaseString: String?

    /// Describes a request.
    package init(method: String, url: String) {
        self.method = method
        self.url = url
    }

    /// Prints the steps as JSON, with the first difference from the service's base string where that is given.
    ///
    /// - Throws: ``CommandFailure`` when the object or the address does not do, or the base strings differ.
    package func perform(terminal: Terminal) throws {
        let report: OAuth1SignatureReport
        do {
            report = try self.report()
        } catch let error as PlatformError {
            throw CommandFailure("\(error.type): \(error.message)")
        }
        var document = Self.document(report)
        guard let expectedBaseString else {
            terminal.print(document.jsonText(pretty: true))
            return
        }
        let expected = String(decoding: try CommandInput.bytes(expectedBaseString), as: UTF8.self)
        let difference = report.firstDifference(from: expected)
        document["difference"] = difference.map(Self.document) ?? .null
        terminal.print(document.jsonText(pretty: true))
        guard let difference else {
            terminal.complain(
                "The base strings are the same: what differs is a secret (the consumer's or the token's), or its encoding."
            )
            return
        }
        throw CommandFailure(Self.explanation(difference))
    }

    private static func explanation(_ difference: BaseStringDifference) -> String {
        """
        the base strings differ in \(difference.part):
          ours:   \(difference.ours ?? "(nothing)")
          theirs: \(difference.theirs ?? "(nothing)")
        \(difference.explanation)
        """
    }

    private static func document(_ difference: BaseStringDifference) -> Value {
        [
            "part": .text(difference.part),
            "ours": difference.ours.map(Value.text) ?? .null,
            "theirs": difference.theirs.map(Value.text) ?? .null,
            "explanation": .text(difference.explanation),
        ]
    }

    private func report() throws -> OAuth1SignatureReport {
        if let timestamp { try Self.check(timestamp: timestamp) }
        var headers = HeaderFields()
        if let contentType { headers.set("Content-Type", contentType) }
        let request = SignableRequest(
            method: method,
            url: url,
            headers: headers,
            body: try bodyFile.map { (path) throws(CommandFailure) in try CommandInput.bytes(path) }
        )
        let object = try oauth.map { (path) throws(CommandFailure) in try CommandInput.object(path) } ?? [:]
        var stamp = OAuth1Stamp(now: HostClock.now(), randomBytes: Chance.bytes)
        var credentials = try OAuth1Credentials(.collection(object))
        if let nonce { (stamp.nonce, credentials.nonce) = (nonce, nonce) }
        if let timestamp { (stamp.timestamp, credentials.timestamp) = (timestamp, timestamp) }
        return try OAuth1Signer(credentials).report(on: request, stamp: stamp)
    }

    /// A timestamp is a number of seconds without a sign (RFC 5849, section 3.3).
    private static func check(timestamp text: String) throws(CommandFailure) {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isASCIIDigit) else {
            throw CommandFailure(
                "--timestamp: '\(text)' is no time; give whole seconds since 1970, such as 137131202",
                exitCode: .usage
            )
        }
    }

    private static func document(_ report: OAuth1SignatureReport) -> Value {
        var headers = Fields()
        for (name, value) in report.headers { headers[name] = .text(value) }
        return [
            "baseStringURI": .text(report.baseStringURI),
            "normalizedParameters": .text(report.normalizedParameters),
            "baseString": .text(report.baseString),
            "signature": .text(report.signature),
            "url": .text(report.url),
            "headers": .collection(headers),
            "body": report.body.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .null,
        ]
    }
}
