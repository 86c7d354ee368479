/// Facts about runs of ASCII bytes.
public enum ASCII {
    /// Whether no byte has its high bit set.
    @inlinable
    @inline(__always)
    public static func isOnly(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= raw.count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            index += 8
        }
        while index < raw.count {
            if raw[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }
}

extension String {
    /// Whether every character is ASCII.
    @inlinable
    @inline(__always)
    package var isASCIIOnly: Bool { withBytes { ASCII.isOnly($0) } }
}

extension StringProtocol {
    /// Whether two texts are the same but for the case of ASCII letters.
    @inlinable
    public func isSameIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
        utf8.isSameIgnoringASCIICase(other.utf8)
    }
}

extension Collection<UInt8> {
    /// Whether two texts are the same but for the case of ASCII letters.
    @inlinable
    public func isSameIgnoringASCIICase(_ other: some Collection<UInt8>) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0 == $1 || $0.lowercasedASCII == $1.lowercasedASCII }
    }
}
