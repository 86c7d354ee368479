import Foundation
import IML
import PatchbayText

/// What can be read of an archive without its passphrase.
struct ArchiveHeader: Sendable {
    /// How the key is made of the passphrase.
    let derivation: KeyDerivation
    /// The sealed content.
    let sealed: [UInt8]

    private static let format = "patchbay-connections"
    private static let version = 1

    /// Puts a header together.
    init(derivation: KeyDerivation, sealed: [UInt8]) {
        self.derivation = derivation
        self.sealed = sealed
    }

    /// Reads a document.
    init(_ document: [UInt8]) throws(StoreError) {
        guard let value = try? Value(json: document), value["format"].asText == Self.format else {
            throw .archive("This is no file of exported connections.")
        }
        guard value["version"].asInt == Self.version else {
            throw .archive("The file has the version \(value["version"].text), which this Patchbay does not read.")
        }
        guard value["derivation"].asText == KeyDerivation.name, value["cipher"].asText == "AES-256-GCM",
            let salt = Self.bytes(value["salt"]), let sealed = Self.bytes(value["content"]),
            let derivation = KeyDerivation(
                rounds: value["rounds"].asInt,
                blockSize: value["blockSize"].asInt,
                parallelism: value["parallelism"].asInt,
                salt: salt
            )
        else { throw .archive("The file is damaged, or asks for more work than a passphrase should take.") }
        self.init(derivation: derivation, sealed: sealed)
    }

    /// The document.
    var document: [UInt8] {
        let value: Value = [
            "format": .text(Self.format),
            "version": Value(Self.version),
            "derivation": .text(KeyDerivation.name),
            "rounds": Value(derivation.rounds),
            "blockSize": Value(derivation.blockSize),
            "parallelism": Value(derivation.parallelism),
            "salt": .text(Base64.encode(derivation.salt)),
            "cipher": "AES-256-GCM",
            "content": .text(Base64.encode(sealed)),
        ]
        return Array((value.jsonText(pretty: true) + "\n").utf8)
    }

    private static func bytes(_ value: Value) -> [UInt8]? {
        value.asText.flatMap { Base64.decode($0.utf8) }
    }
}
