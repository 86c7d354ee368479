import Crypto

/// What earlier versions sealed, which named less of the place a value is at: it is opened once, to be sealed anew.
enum FormerSeal {
    /// The first byte of a value's own key.
    static let version: UInt8 = 1

    /// A connection was named by its id alone.
    static func connection(_ id: String) -> [UInt8] { Array("connection:\(id)".utf8) }

    /// A waiting authorization by the hash of its state.
    static func flow(_ state: [UInt8]) -> [UInt8] { Array("flow:".utf8) + state }

    /// Installation parameters by the spec they are for.
    static func installation(_ place: InstallationPlace) -> [UInt8] {
        Array("installation:\(place.app.utf8.count):\(place.app):\(place.connection)".utf8)
    }

    /// The key that hashes what is looked up.
    static let lookup = Array("lookup".utf8)

    /// Opens a value.
    ///
    /// - Parameter label: What it belongs to.
    /// - Returns: The value's bytes.
    /// - Throws: ``SealedValue/Broken``, or what looking for the key throws.
    static func open(_ sealed: SealedValue, of label: [UInt8], with keys: (KeyID) throws -> StoreKey) throws -> [UInt8]
    {
        let own = SymmetricKey(data: try unwrap(sealed.dataKey, of: label, with: keys))
        return try SealedValue.open(sealed.content, with: own, authenticating: Array("patchbay content:".utf8) + label)
    }

    /// Opens a key that the host's key seals.
    static func unwrap(_ wrapped: [UInt8], of label: [UInt8], with keys: (KeyID) throws -> StoreKey) throws -> [UInt8] {
        let label = Array("patchbay key:".utf8) + label
        return try SealedValue.unwrap(wrapped, of: version, authenticating: label, with: keys)
    }
}
