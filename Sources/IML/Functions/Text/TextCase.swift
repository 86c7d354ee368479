import PatchbayText

/// Small letters and capitals as JavaScript makes them.
extension OutputBuffer {
    /// Appends a text, given as UTF-8, in small letters.
    mutating func append(lowercased bytes: UnsafeBufferPointer<UInt8>) {
        if ASCII.isOnly(bytes) {
            append(bytes) { $0.lowercasedASCII }
        } else {
            append(text: String(decoding: bytes, as: UTF8.self).javaScriptLowercased)
        }
    }

    /// Appends a text, given as UTF-8, in capitals.
    mutating func append(uppercased bytes: UnsafeBufferPointer<UInt8>) {
        if ASCII.isOnly(bytes) {
            append(bytes) { $0.uppercasedASCII }
        } else {
            append(text: String(decoding: bytes, as: UTF8.self).uppercased())
        }
    }

    /// Appends a text, given as UTF-8, with its first character as a capital.
    mutating func append(capitalized bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else { return }
        if first < 0x80 {
            append(first.uppercasedASCII)
            append(bytes: UnsafeBufferPointer(rebasing: bytes[1...]))
        } else {
            let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
            append(text: scalars.first?.properties.uppercaseMapping ?? "")
            append(text: String(scalars.dropFirst()))
        }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ map: (UInt8) -> UInt8) {
        append(count: bytes.count) { target in
            for position in bytes.indices { target[position] = map(bytes[position]) }
        }
    }
}

extension String {
    /// The text in small letters as JavaScript's `toLowerCase`: a capital sigma at the end of a word becomes a final one.
    var javaScriptLowercased: String {
        if isASCIIOnly { return String.written { output in withBytes { output.append(lowercased: $0) } } }
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
