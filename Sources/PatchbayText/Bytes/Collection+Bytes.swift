extension Collection<UInt8> {
    /// Lends the bytes side by side, copied first where they are not.
    @inlinable
    package func withContiguousBytes<Result>(_ read: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(read) ?? Array(self).withUnsafeBufferPointer(read)
    }
}
