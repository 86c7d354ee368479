import Crypto
import Foundation
import IML
package import PatchbayAuth
import _CryptoExtras

/// Connections on their way to another host: a JSON document whose content is sealed under a passphrase.
///
/// The key is derived with scrypt (RFC 7914) and a salt of the document's own; AES-256-GCM seals the content and
/// authenticates what stands beside it, so that nothing of the document can be changed unnoticed.
package struct ConnectionArchive: Sendable {
    /// What it holds.
    package let connections: [ConnectionRecord]

    /// Takes connections.
    package init(_ connections: [ConnectionRecord]) {
        self.connections = connections
    }

    /// The fewest characters of a passphrase that seals.
    package static let shortestPassphrase = 12

    /// Opens a document.
    ///
    /// - Throws: ``StoreError/Kind/unreadableArchive`` when it is none, the passphrase is another one, or anything of it
    ///   was changed.
    package init(document: [UInt8], passphrase: Secret) throws(StoreError) {
        let header = try ArchiveHeader(document)
        do {
            let key = try header.derivation.key(passphrase)
            let box = try AES.GCM.SealedBox(combined: header.sealed)
            let plain = try AES.GCM.open(box, using: key, authenticating: header.derivation.label)
            let value = try ValueReader.value(of: Array(plain))
            guard let elements = value.asArray else { throw ValueReader.Malformed() }
            connections = try elements.map(ArchivedConnection.record)
        } catch {
            throw .archive("It does not open: the passphrase is another one, or the file was changed.")
        }
    }

    /// Seals the connections.
    ///
    /// - Returns: The document, as JSON.
    /// - Throws: ``StoreError/Kind/unreadableArchive`` when the passphrase is too short.
    package func sealed(under passphrase: Secret) throws(StoreError) -> [UInt8] {
        guard passphrase.reveal().count >= Self.shortestPassphrase else {
            throw .archive(
                "The passphrase is too short.",
                remedy: "Use one of at least \(Self.shortestPassphrase) characters."
            )
        }
        let plain = ValueWriter.bytes(of: .array(connections.map(ArchivedConnection.value)))
        let derivation = KeyDerivation.fresh()
        do {
            let key = try derivation.key(passphrase)
            let box = try AES.GCM.seal(plain, using: key, authenticating: derivation.label)
            let sealed = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
            return ArchiveHeader(derivation: derivation, sealed: sealed).document
        } catch {
            throw .archive("It cannot be sealed: \(error).")
        }
    }
}

extension StoreError {
    /// Something is wrong with an exported file or its passphrase.
    static func archive(
        _ message: String,
        remedy: String = "Use a file and a passphrase of `patchbay connections export`."
    ) -> StoreError {
        StoreError(.unreadableArchive, message, remedy: remedy)
    }
}

/// A connection as it stands in an archive.
private enum ArchivedConnection {
    static func value(_ record: ConnectionRecord) -> Value {
        [
            "id": .text(record.id),
            "app": .text(record.app),
            "connection": .text(record.connection),
            "name": .text(record.name),
            "status": .text(record.status.rawValue),
            "reason": record.reason.map(Value.text) ?? .undefined,
            "data": .collection(record.data.reveal()),
            "metadata": record.metadata,
            "uid": record.uid.map(Value.text) ?? .undefined,
            "expires": record.expires.map(Value.date) ?? .undefined,
            "scopes": .array(record.scopes.map(Value.text)),
            "environment": .collection(record.environment),
            "createdAt": .date(record.createdAt),
        ]
    }

    static func record(_ value: Value) throws -> ConnectionRecord {
        guard let id = value["id"].asText, let app = value["app"].asText, let name = value["name"].asText,
            let connection = value["connection"].asText, case .date(let createdAt) = value["createdAt"],
            let status = value["status"].asText.flatMap(ConnectionStatus.init(rawValue:))
        else { throw ValueReader.Malformed() }
        var record = ConnectionRecord(
            id: id,
            app: app,
            connection: connection,
            name: name,
            status: status,
            reason: value["reason"].asText,
            data: ConnectionData(value["data"].asFields ?? [:]),
            metadata: value["metadata"],
            uid: value["uid"].asText,
            scopes: (value["scopes"].asArray ?? []).compactMap(\.asText),
            environment: value["environment"].asFields ?? [:],
            createdAt: createdAt
        )
        if case .date(let expires) = value["expires"] { record.expires = expires }
        return record
    }
}
