import PatchbayText

extension RegexParser {
    /// What a backslash outside of a class stands for.
    mutating func escape() throws(Failure) -> RegexNode {
        guard let letter = next else { throw Failure(message: "it ends with a backslash") }
        switch letter {
        case "b", "B":
            position += 1
            return .boundary(negated: letter == "B")
        case "k" where isUnicode || hasNames:
            position += 1
            guard skip("<") else { throw Failure(message: "\\k is not followed by a name") }
            return .namedBackreference(try groupName())
        case "1"..."9":
            if let number = backreference() { return .backreference(number) }
        default: break
        }
        if let set = try classEscape() { return .set(set) }
        return .unit(try characterEscape())
    }

    /// A number that is one of a group; in the older grammar others are characters.
    private mutating func backreference() -> Int? {
        let start = position
        var number = 0
        while let next, ("0"..."9").contains(next), number < 10_000 {
            number = number * 10 + Int(next.value - 0x30)
            position += 1
        }
        if isUnicode || number <= totalGroups { return number }
        position = start
        return nil
    }

    /// How many capturing groups the whole pattern has.
    private var totalGroups: Int {
        var count = 0
        var isInClass = false
        var index = 0
        while index < pattern.count {
            switch Unicode.Scalar(pattern[index]) {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                let after = pattern[(index + 1)...].prefix(3).map { $0 }
                let isLook = after.count == 3 && (after[2] == 0x3D || after[2] == 0x21)
                if after.first != 0x3F || (after.count > 1 && after[1] == 0x3C && !isLook) { count += 1 }
            default: break
            }
            index += 1
        }
        return count
    }

    /// `\d`, `\S`, `\p{…}`: a class; `nil` for others.
    mutating func classEscape() throws(Failure) -> RegexSet? {
        guard let letter = next else { return nil }
        if let set = RegexSet(escape: letter.value), letter.isASCII {
            position += 1
            return set
        }
        guard isUnicode, letter == "p" || letter == "P" else { return nil }
        position += 1
        guard skip("{") else { throw Failure(message: "\\p is not followed by a property") }
        var name = ""
        while let next, next != "}" {
            name.unicodeScalars.append(next)
            position += 1
        }
        guard skip("}"), let property = RegexSet.Property(name, negated: letter == "P") else {
            throw Failure(message: "there is no property \(name) here")
        }
        var set = RegexSet()
        set.insert(property)
        return set
    }

    /// A character written with a backslash, which has been taken.
    mutating func characterEscape() throws(Failure) -> UInt32 {
        guard let letter = next else { throw Failure(message: "it ends with a backslash") }
        let value = pattern[position]
        position += 1
        switch letter {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0"..."7" where !isUnicode || letter == "0": return octal(from: value - 0x30)
        case "x": return hexadecimal(2) ?? value
        case "u": return try unicodeEscape() ?? value
        case "c":
            if let control = next, control.isASCII, control.properties.isAlphabetic {
                position += 1
                return control.value & 31
            }
            position -= 1
            return 0x5C
        default:
            let isMark = "^$\\.*+?()[]{}|/-".unicodeScalars.contains(letter)
            if isUnicode, !isMark { throw Failure(message: "there is no escape \\\(letter)") }
            return value
        }
    }

    /// The older octal form: up to three digits, at most 0o377.
    private mutating func octal(from first: UInt32) -> UInt32 {
        var value = first
        var count = 1
        while !isUnicode, count < 3, let next, ("0"..."7").contains(next), value * 8 + next.value - 0x30 <= 255 {
            value = value * 8 + next.value - 0x30
            position += 1
            count += 1
        }
        return value
    }

    /// `nil`, with nothing taken, when there are not as many digits.
    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard position + count <= pattern.count else { return nil }
        var value: UInt32 = 0
        for digit in pattern[position..<position + count] {
            guard digit < 128, let number = UInt8(digit).hexadecimalValue else { return nil }
            value = value << 4 | UInt32(number)
        }
        position += count
        return value
    }

    private mutating func unicodeEscape() throws(Failure) -> UInt32? {
        if isUnicode, skip("{") {
            var value: UInt32 = 0
            var count = 0
            while position < pattern.count, let digit = hexadecimal(1) {
                value = min(value << 4 | digit, 0x110000)
                count += 1
            }
            guard skip("}"), count > 0, value <= 0x10FFFF else { throw Failure(message: "\\u{…} is no character") }
            return value
        }
        guard let unit = hexadecimal(4) else { return nil }
        let start = position
        guard isUnicode, unit & 0xFC00 == 0xD800, skip("\\"), skip("u"), let low = hexadecimal(4),
            low & 0xFC00 == 0xDC00
        else {
            position = start
            return unit
        }
        return 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
    }
}
