/// Changes of seeds that are the same in every run.
struct Mutation: RandomNumberGenerator {
    private var state: UInt64

    /// Starts at a number of its own.
    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A seed with one to four changes, which may bring in a piece of another seed.
    mutating func changed(_ seed: [UInt8], with others: [[UInt8]]) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &self) { change(&bytes, with: others) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], with others: [[UInt8]]) {
        let start = Int.random(in: 0...bytes.count, using: &self)
        let end = min(bytes.count, start + Int.random(in: 0...8, using: &self))
        switch Int.random(in: 0..<5, using: &self) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &self), at: start)
        case 3: if start < bytes.count { bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &self) }
        default:
            let other = others.randomElement(using: &self) ?? []
            bytes.replaceSubrange(start..<end, with: other.suffix(Int.random(in: 0...24, using: &self)))
        }
    }
}
