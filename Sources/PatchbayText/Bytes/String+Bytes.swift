extension String {
    /// Whether two texts are the same bytes.
    ///
    /// `==` on `String` takes canonically equivalent texts as equal; JSON keys and the language's `=` do not.
    @inlinable
    @inline(__always)
    package func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && hasSameContent(as: other)
    }

    /// Whether another text of the same length is the same bytes.
    @inlinable
    package func hasSameContent(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { own in
            other.utf8.withContiguousStorageIfAvailable { RunOfBytes.areEqual(own, $0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Lends the text's UTF-8.
    @inlinable
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        _ read: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The standard library's closures throw anything: what this one throws is carried past them.
        func reading(_ bytes: UnsafeBufferPointer<UInt8>) -> Swift.Result<Result, Failure> {
            do throws(Failure) { return .success(try read(bytes)) } catch { return .failure(error) }
        }
        if let result = utf8.withContiguousStorageIfAvailable(reading) { return try result.get() }
        // Only a bridged text has to be copied first.
        var copy = self
        return try copy.withUTF8(reading).get()
    }

    /// Whether another text, which is not empty, occurs in this one.
    package func contains(bytesOf other: String) -> Bool {
        withBytes { own in other.withBytes { RunOfBytes.firstPosition(of: $0, in: own, from: 0) != nil } }
    }
}
