import PatchbayText

/// A 128-bit checksum that tells whether content changed; it is no defence against someone who forges one.
///
/// Two lanes of multiply and rotate over eight bytes at a time, each finished as MurmurHash3 finishes its own.
struct ContentHash {
    private var one: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var other: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    /// Feeds bytes, their count included, so that no two ways of cutting content give one sum.
    mutating func combine(_ bytes: [UInt8]) {
        combine(UInt64(bytes.count))
        bytes.withUnsafeBytes { raw in
            var index = 0
            while index + 8 <= raw.count {
                combine(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
                index += 8
            }
            var rest: UInt64 = 0
            while index < raw.count {
                rest = rest << 8 | UInt64(raw[index])
                index += 1
            }
            combine(rest)
        }
    }

    /// Feeds a text.
    mutating func combine(_ text: String) {
        combine(Array(text.utf8))
    }

    /// Feeds a number.
    mutating func combine(_ word: UInt64) {
        one = rotated(one ^ (word &* 0x87C3_7B91_1142_53D5), by: 31) &* 0x4CF5_AD43_2745_937F &+ other
        other = rotated(other ^ (word &* 0x4CF5_AD43_2745_937F), by: 27) &* 0x87C3_7B91_1142_53D5 &+ one
    }

    /// The sum as 32 hexadecimal digits.
    var text: String {
        [finished(one ^ rotated(other, by: 17)), finished(other)].map { Hex.encode($0) }.joined()
    }

    private func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 {
        word << bits | word >> (64 - bits)
    }

    private func finished(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
        word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return word ^ word >> 33
    }
}
