/// Texts measured and cut as JavaScript does it, in UTF-16 code units.
extension String {
    /// The length in code units.
    var utf16Length: Int {
        isASCIIOnly ? utf8.count : utf16.count
    }

    /// The code units from one position up to another, both within the text; a surrogate cut off becomes U+FFFD.
    func utf16Slice(_ start: Int, _ end: Int) -> String {
        if isASCIIOnly {
            return withBytes { String(decoding: UnsafeBufferPointer(rebasing: $0[start..<end]), as: UTF8.self) }
        }
        return String(decoding: Array(utf16)[start..<end], as: UTF16.self)
    }

    /// Where another text first occurs at or after a position, in code units; `nil` when it does not.
    func utf16Position(of other: String, from start: Int = 0) -> Int? {
        let length = utf16Length
        let start = max(0, start)
        if other.isEmpty { return min(start, length) }
        guard start < length else { return nil }
        if isASCIIOnly {
            return withBytes { own in other.withBytes { RunOfBytes.firstPosition(of: $0, in: own, from: start) } }
        }
        return Array(utf16).firstPosition(of: Array(other.utf16), from: start)
    }

    /// Whether another text, which is not empty, occurs in this one.
    func contains(bytesOf other: String) -> Bool {
        withBytes { own in other.withBytes { RunOfBytes.firstPosition(of: $0, in: own, from: 0) != nil } }
    }

    /// The text in small letters as JavaScript's `toLowerCase`: a capital sigma at the end of a word becomes a final one.
    var javaScriptLowercased: String {
        if let mapped = mappingASCII({ $0.asciiLowercased }) { return mapped }
        guard utf8.contains(0xCE), unicodeScalars.contains("\u{3A3}") else { return lowercased() }
        let scalars = Array(unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let followsLetter = index > 0 && scalars[index - 1].properties.isAlphabetic
            let precedesLetter = index + 1 < scalars.count && scalars[index + 1].properties.isAlphabetic
            let isFinal = scalar == "\u{3A3}" && followsLetter && !precedesLetter
            result += isFinal ? "\u{3C2}" : scalar.properties.lowercaseMapping
        }
        return result
    }
}

extension String {
    /// The text in capitals.
    var javaScriptUppercased: String {
        mappingASCII { $0.asciiUppercased } ?? uppercased()
    }

    /// The text with its first character as a capital.
    var capitalized: String {
        guard let first = unicodeScalars.first else { return self }
        guard first.isASCII else {
            return first.properties.uppercaseMapping + String(unicodeScalars.dropFirst())
        }
        return String.written { output in
            withBytes { bytes in
                output.append(bytes[0].asciiUppercased)
                output.append(bytes: UnsafeBufferPointer(rebasing: bytes[1...]))
            }
        }
    }

    /// The text with each byte replaced; `nil` when it is not all ASCII.
    @inline(__always)
    private func mappingASCII(_ map: (UInt8) -> UInt8) -> String? {
        withBytes { bytes in
            guard ASCII.isOnly(bytes) else { return nil }
            return String.written { output in
                output.append(count: bytes.count) { target in
                    for position in bytes.indices { target[position] = map(bytes[position]) }
                }
            }
        }
    }
}

extension Array where Element: Equatable {
    /// Where a run of elements first occurs at or after a position; the run is not empty.
    func firstPosition(of run: [Element], from start: Int) -> Int? {
        guard let first = run.first, count - start >= run.count else { return nil }
        return withUnsafeBufferPointer { elements in
            run.withUnsafeBufferPointer { run in
                (start...elements.count - run.count).first { position in
                    elements[position] == first
                        && (1..<run.count).allSatisfy { elements[position + $0] == run[$0] }
                }
            }
        }
    }
}
