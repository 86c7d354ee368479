import PatchbayText

/// Values read where they stand.
///
/// A value in memory does not move while its owner lives and nobody changes it, and what it holds does not either: the
/// entries of a collection, the elements of an array, the bytes of a long text. Reading them there takes no reference,
/// which costs more than most reads. Whoever asks keeps the owner as long as it uses what it was given.
///
/// Each of these is so small that the compiler sees that nothing changes meanwhile; it would copy the value otherwise.
extension UnsafePointer<Value> {
    /// Where the member of a collection stands; `nil` when there is none or this is no collection.
    @inline(__always)
    func place(ofMember key: borrowing String) -> UnsafePointer<Value>? {
        pointee.walkedPlace(of: key.words) ?? searchedPlace(ofMember: copy key)
    }

    @inline(never)
    private func searchedPlace(ofMember key: String) -> UnsafePointer<Value>? {
        guard case .collection(let fields) = pointee, let position = fields.position(of: key) else { return nil }
        return fields.entries.withUnsafeBufferPointer { entries in
            entries.baseAddress.flatMap { ($0 + position).pointer(to: \.value) }
        }
    }

    /// Where the element of an array stands, or the member of a collection whose key is this number.
    @inline(__always)
    func place(ofElement index: Int) -> UnsafePointer<Value>? {
        guard let elements else { return place(ofMember: String(index)) }
        guard let position = Value.position(ofElement: index, in: elements.count) else { return nil }
        return elements.baseAddress.map { $0 + position }
    }

    /// The elements of an array; `nil` when this is none.
    @inline(__always)
    var elements: UnsafeBufferPointer<Value>? { pointee.elementPlaces }

    /// The whole number when this is one that fits.
    @inline(__always)
    var integer: Int? { pointee.placedInteger }

    /// Lends the UTF-8 of a text; gives whether this is one.
    @inline(__always)
    func withText<Failure: Error>(
        _ use: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        if let bytes = pointee.longTextBytes {
            try use(bytes)
            return true
        }
        guard case .text(let text) = pointee else { return false }
        try text.withBytes(use)
        return true
    }

    /// Appends the text of the value.
    @inline(__always)
    func appendText(to output: inout OutputBuffer) {
        if let bytes = pointee.longTextBytes {
            output.append(bytes: bytes)
        } else if case .text(let text) = pointee {
            output.append(text: text)
        } else if let integer {
            Number.append(Int64(integer), to: &output)
        } else {
            appendRarerText(to: &output)
        }
    }

    @inline(never)
    private func appendRarerText(to output: inout OutputBuffer) {
        pointee.appendText(to: &output)
    }
}

extension Value {
    /// Where the value of a key stands that is kept in the same words, in a collection of few members.
    @inline(__always)
    fileprivate borrowing func walkedPlace(of words: SIMD2<UInt64>) -> UnsafePointer<Value>? {
        switch self {
        case .collection(let fields): fields.walkedPlace(of: words)
        default: nil
        }
    }

    @inline(__always)
    fileprivate var elementPlaces: UnsafeBufferPointer<Value>? {
        borrowing get {
            switch self {
            case .array(let elements): elements.withUnsafeBufferPointer { $0 }
            default: nil
            }
        }
    }

    @inline(__always)
    fileprivate var placedInteger: Int? {
        borrowing get {
            switch self {
            case .number(let number): number.integer
            default: nil
            }
        }
    }

    /// The UTF-8 of a text that is longer than a `String` holds in itself, and therefore stands in memory of its own.
    @inline(__always)
    fileprivate var longTextBytes: UnsafeBufferPointer<UInt8>? {
        borrowing get {
            switch self {
            case .text(let text):
                text.utf8.count > Value.longestInlineText ? text.utf8.withContiguousStorageIfAvailable { $0 } : nil
            default: nil
            }
        }
    }

    /// How many bytes of UTF-8 a `String` holds without memory of its own, at most.
    private static var longestInlineText: Int { 15 }
}

extension Fields {
    @inline(__always)
    fileprivate borrowing func walkedPlace(of words: SIMD2<UInt64>) -> UnsafePointer<Value>? {
        guard index == nil else { return nil }
        return entries.withUnsafeBufferPointer { entries in
            guard var entry = entries.baseAddress else { return nil }
            let end = entry + entries.count
            while entry < end {
                if entry.pointee.key.words == words { return entry.pointer(to: \.value) }
                entry += 1
            }
            return nil
        }
    }
}
