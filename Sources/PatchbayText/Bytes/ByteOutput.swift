/// Where the bytes of texts and values go: an array, or a buffer that is written once.
public protocol ByteOutput: ~Copyable {
    /// Appends one byte.
    mutating func append(_ byte: UInt8)
    /// Appends a run of bytes.
    mutating func append(bytes: UnsafeBufferPointer<UInt8>)
}

extension [UInt8]: ByteOutput {
    /// Appends a run of bytes.
    @inlinable
    public mutating func append(bytes: UnsafeBufferPointer<UInt8>) { append(contentsOf: bytes) }
}

extension ByteOutput where Self: ~Copyable {
    /// Appends a text that stands in the program.
    @inlinable
    @inline(__always)
    public mutating func append(literal: StaticString) {
        append(bytes: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends a text's UTF-8.
    @inlinable
    @inline(__always)
    public mutating func append(text: String) {
        text.withBytes { append(bytes: $0) }
    }

    /// Appends one byte several times.
    @inlinable
    public mutating func append(_ byte: UInt8, count: Int) {
        for _ in 0..<max(0, count) { append(byte) }
    }
}
