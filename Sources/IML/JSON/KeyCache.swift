import PatchbayText

/// Texts by the hash of their bytes, one per slot; a newcomer takes the slot over.
///
/// Keys of more than fifteen bytes need memory of their own: the objects of one array then share it.
struct KeyCache {
    private static let slots = 64
    private var texts: [String] = []

    mutating func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count > 15, bytes.count <= 64 else { return String(decoding: bytes, as: UTF8.self) }
        if texts.isEmpty { texts = [String](repeating: "", count: KeyCache.slots) }
        let slot = KeyCache.slot(of: bytes)
        if !texts[slot].hasBytes(bytes) { texts[slot] = String(decoding: bytes, as: UTF8.self) }
        return texts[slot]
    }

    private static func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let first = raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let last = raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)
        let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(raw.count)) &* 0xBF58_476D_1CE4_E5B9
        return Int(mixed >> 58)
    }
}

extension String {
    /// Whether the text's UTF-8 is these bytes.
    fileprivate func hasBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == bytes.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { RunOfBytes.areEqual($0, bytes) }
        return isSame ?? utf8.elementsEqual(bytes)
    }
}
