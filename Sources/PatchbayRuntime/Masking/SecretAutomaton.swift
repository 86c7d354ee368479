/// Finds a set of byte strings in a text, all of them in one pass (Aho and Corasick, Efficient String Matching, 1975).
///
/// ASCII letters match in either case, and `+` matches a space, as in forms. A transition is a label of one byte among
/// the children of a state, which lie side by side in order; a state takes 11 bytes. There is one for each byte of the
/// strings, less what they begin with alike, within ``mostStates``: of a longer string only the beginning is looked for,
/// and as many bytes as it has are taken for it where that is found.
///
/// Complexity: O(*n* log *n*) to prepare in the bytes of the strings, O(*n*) to search in the bytes of the text.
struct SecretAutomaton: Sendable {
    /// About how many states there are at most.
    static let mostStates = 2 << 20
    /// How many bytes of a string are looked for, when there are few strings.
    private static let longestBeginning = 1 << 10
    /// How many bytes of a string are looked for at least, however many there are.
    private static let shortestBeginning = 8

    /// The byte that leads to a state from its parent.
    private var labels: [UInt8] = [0]
    /// The first child of each state; the last ends where the next one's first begins.
    private var firstChildren: [Int32] = [1]
    /// The state to go on in where no child fits.
    private var failures: [Int32] = [0]
    /// The length of the longest beginning that ends in a state; 0 for none.
    private var lengths: [UInt16] = [0]
    /// How many bytes beyond its beginning a string has, by the state that ends the beginning.
    private var rests: [Int32: Int] = [:]
    /// The first state of each depth.
    private var depths: [Int32] = [0]
    /// Where each byte leads from the root.
    private var roots = [Int32](repeating: 0, count: 256)

    /// Prepares to look for strings.
    ///
    /// - Parameters:
    ///   - strings: What to look for; empty ones are left out.
    ///   - mostStates: About how many states there may be.
    init(_ strings: some Collection<[UInt8]>, mostStates: Int = Self.mostStates) {
        let count = max(1, strings.count)
        let most = min(Self.longestBeginning, max(Self.shortestBeginning, mostStates / count))
        var beginnings = strings.filter { !$0.isEmpty }.map { string in
            Beginning(bytes: string.prefix(most).map(Self.folded), rest: max(0, string.count - most))
        }
        beginnings.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        build(beginnings)
    }

    private struct Beginning {
        let bytes: [UInt8]
        let rest: Int
    }

    /// Whether there is nothing to look for.
    var isEmpty: Bool { labels.count == 1 }

    /// How many states there are.
    var stateCount: Int { labels.count }

    /// Something that was found.
    struct Found {
        /// Its first byte.
        let start: Int
        /// The byte after its last, which may lie beyond the text's end for one that goes on.
        let end: Int
    }

    /// Searches a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - found: Is told of what ends where it ends, the longest first found included; says whether to go on.
    /// - Returns: How many bytes at the text's end are the beginning of something; `nil` when the search was ended.
    func search(_ text: UnsafeBufferPointer<UInt8>, found: (Found) -> Bool) -> Int? {
        var state: Int32 = 0
        for position in text.indices {
            let byte = Self.folded(text[position])
            state = next(after: state, byte)
            let length = Int(lengths[Int(state)])
            guard length > 0 else { continue }
            let rest = rests.isEmpty ? 0 : rests[state] ?? 0
            guard found(Found(start: position + 1 - length, end: position + 1 + rest)) else { return nil }
        }
        return depth(of: state)
    }

    private func next(after state: Int32, _ byte: UInt8) -> Int32 {
        var state = state
        while state != 0 {
            if let child = child(of: state, byte) { return child }
            state = failures[Int(state)]
        }
        return roots[Int(byte)]
    }

    private func child(of state: Int32, _ byte: UInt8) -> Int32? {
        var low = Int(firstChildren[Int(state)])
        var high = Int(firstChildren[Int(state) + 1])
        while low < high {
            let middle = (low + high) / 2
            let label = labels[middle]
            if label == byte { return Int32(middle) }
            if label < byte { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func depth(of state: Int32) -> Int {
        var low = 0
        var high = depths.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if depths[middle] <= state { low = middle } else { high = middle }
        }
        return low
    }

    /// A byte as it is compared: letters are small, and a space may be written as `+`.
    private static func folded(_ byte: UInt8) -> UInt8 {
        byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}

// MARK: - Preparing

extension SecretAutomaton {
    /// Lays the states out by their depth, so that the children of each lie side by side.
    private mutating func build(_ beginnings: [Beginning]) {
        var level: [(state: Int32, strings: Range<Int>)] = [(0, beginnings.indices)]
        firstChildren = []
        var depth = 0
        while !level.isEmpty {
            var children: [(state: Int32, strings: Range<Int>)] = []
            for (state, strings) in level {
                firstChildren.append(Int32(labels.count))
                // Those that end here come first.
                var start = strings.lowerBound
                while start < strings.upperBound, beginnings[start].bytes.count == depth { start += 1 }
                while start < strings.upperBound {
                    let label = beginnings[start].bytes[depth]
                    var end = start + 1
                    while end < strings.upperBound, beginnings[end].bytes[depth] == label { end += 1 }
                    children.append((append(label, after: state), start..<end))
                    note(beginnings[start..<end], of: depth + 1)
                    start = end
                }
            }
            depth += 1
            if let first = children.first { depths.append(first.state) }
            level = children
        }
        firstChildren.append(Int32(labels.count))
    }

    /// Adds a state, all of lesser depth being there with their failures.
    private mutating func append(_ label: UInt8, after parent: Int32) -> Int32 {
        let state = Int32(labels.count)
        let failure = parent == 0 ? 0 : next(after: failures[Int(parent)], label)
        labels.append(label)
        failures.append(failure)
        lengths.append(lengths[Int(failure)])
        if let rest = rests[failure] { rests[state] = rest }
        if parent == 0 { roots[Int(label)] = state }
        return state
    }

    /// Notes which strings end in the state that was added last.
    private mutating func note(_ beginnings: ArraySlice<Beginning>, of depth: Int) {
        let state = Int32(labels.count - 1)
        for beginning in beginnings {
            guard beginning.bytes.count == depth else { return }
            lengths[Int(state)] = UInt16(depth)
            if beginning.rest > 0 { rests[state] = max(beginning.rest, rests[state] ?? 0) }
        }
    }
}
