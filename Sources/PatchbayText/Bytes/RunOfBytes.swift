/// Facts about runs of bytes.
@usableFromInline
package enum RunOfBytes {
    /// Where a run first occurs in another at or after a position; the run is not empty.
    ///
    /// - Complexity: O(*n* + *m*) for runs of *n* and *m* bytes.
    package static func firstPosition(
        of run: UnsafeBufferPointer<UInt8>,
        in whole: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard whole.count - start >= run.count, let bytes = whole.baseAddress, let wanted = run.baseAddress else {
            return nil
        }
        if run.count > LongRunSearch<UInt8>.shortest {
            return LongRunSearch(for: run).firstPosition(in: whole, from: start)
        }
        let first = wanted[0]
        let last = whole.count - run.count
        var position = start
        while position <= last {
            if bytes[position] == first, areEqual(bytes + position + 1, wanted + 1, count: run.count - 1) {
                return position
            }
            position += 1
        }
        return nil
    }

    /// Whether two runs of one length are the same.
    @inlinable
    @inline(__always)
    package static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let left = one.baseAddress, let right = other.baseAddress else { return one.isEmpty && other.isEmpty }
        return areEqual(left, right, count: one.count)
    }

    @inlinable
    @inline(__always)
    package static func areEqual(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, count: Int) -> Bool {
        let (left, right) = (UnsafeRawPointer(one), UnsafeRawPointer(other))
        var index = 0
        while index + 8 <= count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < count {
            if one[index] != other[index] { return false }
            index += 1
        }
        return true
    }
}
