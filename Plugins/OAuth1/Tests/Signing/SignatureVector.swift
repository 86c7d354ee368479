import Foundation
import IML
import OAuth1
import PatchbayAuth
import PatchbayTransport
import Testing

/// A request and what another implementation computes for it.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let label: String
    let request: SignableRequest
    let object: Value
    let expected: Expected

    struct Expected: Sendable {
        let baseStringURI: String
        let normalizedParameters: String
        let baseString: String
        let signature: String
    }

    var testDescription: String { label }

    /// The cases of a file under `Vectors`.
    static func bundled(_ name: String) throws -> [SignatureVector] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try read(url)
    }

    /// The cases that come with the project's documents, where those stand beside the package.
    static func shared() throws -> [SignatureVector] {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../..")
        let url = package.appending(path: "../shared/vectors/oauth1.json").standardized
        return FileManager.default.fileExists(atPath: url.path) ? try read(url) : []
    }

    private static func read(_ url: URL) throws -> [SignatureVector] {
        let document = try Value(json: Data(contentsOf: url))
        return (document["cases"].asArray ?? []).map { SignatureVector($0, keys: document["keys"]) }
    }

    private init(_ entry: Value, keys: Value) {
        label = "\(entry["id"].text) \(entry["about"].text) \(entry["method"].text) \(entry["url"].text)"
        request = Self.request(entry)
        object = Self.object(entry, keys: keys)
        func text(_ names: String...) -> String { names.map { entry[$0].text }.first { !$0.isEmpty } ?? "" }
        expected = Expected(
            baseStringURI: text("baseStringURI", "base_string_uri"),
            normalizedParameters: text("normalizedParameters", "normalized_parameters"),
            baseString: text("baseString", "base_string"),
            signature: text("signature")
        )
    }

    private static func request(_ entry: Value) -> SignableRequest {
        var headers: HeaderFields = [:]
        var body = entry["body"].asText
        if let pairs = entry["form"].asArray {
            body = pairs.map { pair in
                "\(formEncoded(pair.element(at: 1).text))=\(formEncoded(pair.element(at: 2).text))"
            }.joined(separator: "&")
            headers.add("content-type", "application/x-www-form-urlencoded")
        }
        if let type = entry["contentType"].asText { headers.add("Content-Type", type) }
        if let host = entry["host"].asText { headers.add("Host", host) }
        return SignableRequest(
            method: entry["method"].text,
            url: entry["url"].text,
            headers: headers,
            body: body.map { Array($0.utf8) }
        )
    }

    private static func object(_ entry: Value, keys: Value) -> Value {
        var object: Fields = ["version": false]
        for (name, value) in entry["oauth"].asFields ?? [:] { object[String(name.dropFirst("oauth_".count))] = value }
        object["consumer_secret"] = first(entry["consumerSecret"], entry["consumer_secret"])
        object["token_secret"] = first(entry["tokenSecret"], entry["token_secret"])
        let key = first(entry["key"], entry["private_key"])
        if !key.isEmpty { object["private_key"] = keys[key.text] }
        return .collection(object)
    }

    private static func first(_ one: Value, _ other: Value) -> Value { one.isUndefined ? other : one }

    /// A form's encoding by the platform's own means: not the one under test.
    private static func formEncoded(_ text: String) -> String {
        let kept = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._ ")
        return (text.addingPercentEncoding(withAllowedCharacters: kept) ?? text).replacing(" ", with: "+")
    }
}

extension SignableRequest {
    /// A request for tests that look at one thing of it.
    init(_ method: String, _ url: String, headers: HeaderFields = [:], form: String? = nil) {
        self.init(method: method, url: url, headers: headers, body: form.map { Array($0.utf8) })
        if form != nil, !headers.contains("content-type") {
            self.headers.add("Content-Type", "application/x-www-form-urlencoded")
        }
    }

    /// The protocol parameters in the `Authorization` header, in order, as they stand there.
    var headerParameters: [(name: String, value: String)] {
        guard let header = headers.first("authorization"), header.hasPrefix("OAuth ") else { return [] }
        return header.dropFirst(6).split(separator: ", ").map { pair in
            let pieces = pair.split(separator: "=", maxSplits: 1)
            return (String(pieces[0]), String(pieces[1].dropFirst().dropLast()))
        }
    }

    /// One of them.
    func headerParameter(_ name: String) -> String? {
        headerParameters.first { $0.name == name }?.value
    }
}

extension OAuth1Stamp {
    /// A stamp for tests that do not look at it.
    static let fixed = OAuth1Stamp(timestamp: "1700000000", nonce: "abc")
}

extension OAuth1Signer {
    /// A signer with a client's credentials and more entries of the object.
    init(_ entries: Fields = [:]) throws {
        var object: Fields = ["consumer_key": "ck", "consumer_secret": "cs"]
        object.merge(entries)
        self.init(try OAuth1Credentials(.collection(object)))
    }
}
