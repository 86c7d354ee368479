import Crypto
import Foundation
import PatchbayAuth
import _CryptoExtras

/// How a key is made of a passphrase: scrypt (RFC 7914) with its costs and salt.
struct KeyDerivation: Sendable {
    let rounds: Int
    let blockSize: Int
    let parallelism: Int
    let salt: [UInt8]

    /// Its name in a document.
    static let name = "scrypt"

    /// The most memory a document may ask for.
    private static let memoryBytes = 512 << 20

    private init(salt: [UInt8]) {
        // 128 MiB and a good part of a second for each guess.
        (rounds, blockSize, parallelism) = (1 << 17, 8, 1)
        self.salt = salt
    }

    /// A derivation with a new salt.
    static func fresh() -> KeyDerivation {
        KeyDerivation(salt: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    /// Takes what a document says; `nil` for costs that are none, or beyond what a host should spend on a file.
    init?(rounds: Int?, blockSize: Int?, parallelism: Int?, salt: [UInt8]) {
        guard let rounds, (1 << 14...1 << 20).contains(rounds), rounds & (rounds - 1) == 0,
            let blockSize, (1...32).contains(blockSize), rounds * blockSize * 128 <= Self.memoryBytes,
            let parallelism, (1...4).contains(parallelism), (16...64).contains(salt.count)
        else { return nil }
        (self.rounds, self.blockSize, self.parallelism, self.salt) = (rounds, blockSize, parallelism, salt)
    }

    /// What the sealed content is authenticated with.
    var label: [UInt8] {
        let costs = "\(rounds):\(blockSize):\(parallelism)"
        return Array("patchbay-connections:1:\(Self.name):\(costs):AES-256-GCM:".utf8) + salt
    }

    /// Makes the key; it takes a good part of a second.
    func key(_ passphrase: Secret) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(passphrase.reveal().utf8),
            salt: salt,
            outputByteCount: 32,
            rounds: rounds,
            blockSize: blockSize,
            parallelism: parallelism
        )
    }
}
