import IML

/// Reads `WWW-Authenticate` (RFC 9110, section 11.6.1): challenges, each a scheme and its parameters, joined by commas.
struct ChallengeReader {
    /// A scheme in small letters with its parameters, whose names are in small letters too.
    struct Challenge: Equatable {
        var scheme: String
        var parameters: Fields = [:]
    }

    private var rest: Substring.UTF8View

    /// The challenges of a header's value, in order; reading stops at what is not well-formed.
    static func challenges(in text: String) -> [Challenge] {
        var reader = ChallengeReader(rest: text[...].utf8)
        var challenges: [Challenge] = []
        while reader.skipSeparators(), let word = reader.token() {
            if reader.take("=") {
                guard !challenges.isEmpty, let value = reader.value() else { break }
                challenges[challenges.count - 1].parameters[word.lowercased()] = .text(value)
            } else {
                challenges.append(Challenge(scheme: word.lowercased()))
            }
        }
        return challenges
    }

    /// The parameters of a header that has no scheme, such as `Authentication-Info`.
    static func parameters(in text: String) -> Fields {
        challenges(in: "Digest " + text).first?.parameters ?? [:]
    }

    /// Moves to the next word.
    ///
    /// - Returns: Whether there is one.
    private mutating func skipSeparators() -> Bool {
        rest = rest.drop { " \t,".utf8.contains($0) }
        return !rest.isEmpty
    }

    private mutating func token() -> String? {
        let token = rest.prefix { !" \t,=\"".utf8.contains($0) }
        rest = rest[token.endIndex...]
        return token.isEmpty ? nil : String(Substring(token))
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        let trimmed = rest.drop { " \t".utf8.contains($0) }
        guard trimmed.first == UInt8(ascii: character) else { return false }
        rest = trimmed.dropFirst().drop { " \t".utf8.contains($0) }
        return true
    }

    private mutating func value() -> String? {
        guard rest.first == UInt8(ascii: "\"") else { return token() }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: value, as: UTF8.self) }
            value.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return nil
    }
}
