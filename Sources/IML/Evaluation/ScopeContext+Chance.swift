import PatchbayText

extension ScopeContext {
    /// A random number from 0 up to but not including 1.
    func drawRandom() -> Value {
        drawn { Value(Double(randomWord() >> 11) * 0x1p-53) }
    }

    /// A random UUID (RFC 9562, version 4).
    func drawUUID() -> Value {
        drawn {
            var bytes = randomBytes(count: 16)
            bytes[6] = bytes[6] & 0x0F | 0x40
            bytes[8] = bytes[8] & 0x3F | 0x80
            var text = Hex.encode(bytes)
            for offset in [20, 16, 12, 8] { text.insert("-", at: text.utf8.index(text.startIndex, offsetBy: offset)) }
            return .text(text)
        }
    }

    /// A random position below a bound.
    func drawIndex(below bound: Int) -> Int {
        let drawn = drawn { Value(Int(randomWord().multipliedFullWidth(by: UInt64(bound)).high)) }
        return min(drawn.asInt ?? 0, bound - 1)
    }

    private func drawn(_ fresh: () -> Value) -> Value {
        settings.journal?.draw(fresh) ?? fresh()
    }

    private func randomWord() -> UInt64 {
        randomBytes(count: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// As many bytes as asked for, even when the source gives fewer.
    private func randomBytes(count: Int) -> [UInt8] {
        if let source = settings.randomBytes {
            let bytes = source(count)
            return (0..<count).map { bytes.isEmpty ? 0 : bytes[$0 % bytes.count] }
        }
        // Each word is one question to the system.
        var generator = SystemRandomNumberGenerator()
        let words = (0..<(count + 7) / 8).map { _ in generator.next() }
        return words.withUnsafeBytes { Array($0.prefix(count)) }
    }
}
