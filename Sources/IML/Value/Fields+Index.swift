import PatchbayText

extension Fields {
    /// Where a key stands among the entries.
    @inline(__always)
    func position(of key: String) -> Int? {
        guard let index else { return walkedPosition(of: key) }
        return position(of: key, in: index)
    }

    private func walkedPosition(of key: String) -> Int? {
        entries.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    /// Where a name stands among the entries, which are few.
    @inline(__always)
    func walkedPosition(of name: MemberName) -> Int? {
        for position in entries.indices where name.isSame(as: entries[position].key) { return position }
        return nil
    }

    private func position(of key: String, in index: [UInt32]) -> Int? {
        let ignoringCase = index[0] == 1
        guard index.count > 1 else {
            return entries.firstIndex { $0.key.isSameKey(as: key, ignoringCase: ignoringCase) }
        }
        let mask = index.count - 2
        var slot = key.keyHash(ignoringCase: ignoringCase) & mask
        while case let occupant = index[slot + 1], occupant != 0 {
            let position = Int(occupant) - 1
            if entries[position].key.isSameKey(as: key, ignoringCase: ignoringCase) { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Appends an entry whose key is known not to be there.
    @inline(__always)
    mutating func insert(_ key: String, _ value: Value) {
        entries.append(Entry(key: key, value: value))
        if entries.count > Fields.walkedCount { indexLast() }
    }

    private mutating func indexLast() {
        // The table is at most half full, so that a search soon meets an empty slot.
        guard var table = index, table.count - 1 >= entries.count * 2 else { return rebuildIndex() }
        index = nil
        Fields.occupySlot(in: &table, for: entries[entries.count - 1].key, at: entries.count - 1)
        index = table
    }

    mutating func rebuildIndex() {
        let ignoringCase = hasCaseInsensitiveKeys
        guard entries.count > Fields.walkedCount else {
            index = ignoringCase ? [1] : nil
            return
        }
        var size = 64
        while size < entries.count * 4 { size *= 2 }
        var table = [UInt32](repeating: 0, count: size + 1)
        table[0] = ignoringCase ? 1 : 0
        for position in entries.indices { Fields.occupySlot(in: &table, for: entries[position].key, at: position) }
        index = table
    }

    private static func occupySlot(in table: inout [UInt32], for key: String, at position: Int) {
        let mask = table.count - 2
        var slot = key.keyHash(ignoringCase: table[0] == 1) & mask
        while table[slot + 1] != 0 { slot = (slot + 1) & mask }
        table[slot + 1] = UInt32(position + 1)
    }
}

extension String {
    /// Feeds the key's bytes into a hasher.
    func hash(into hasher: inout Hasher, ignoringCase: Bool) {
        guard ignoringCase else { return ExactText(self).hash(into: &hasher) }
        for byte in utf8 { hasher.combine(byte.lowercasedASCII) }
    }

    fileprivate func isSameKey(as other: String, ignoringCase: Bool) -> Bool {
        ignoringCase ? isSameIgnoringASCIICase(other) : hasSameBytes(as: other)
    }

    /// A seeded hash, so that nobody can choose keys that collide.
    fileprivate func keyHash(ignoringCase: Bool) -> Int {
        var hasher = Hasher()
        hash(into: &hasher, ignoringCase: ignoringCase)
        return hasher.finalize()
    }
}
