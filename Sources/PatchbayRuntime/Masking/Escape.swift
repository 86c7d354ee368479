import PatchbayAuth
import PatchbayText

/// One escape in a text: `%2F`, `\u002f`, `\/`, `&#47;`, `&sol;`.
enum Escape {
    /// What it stands for, and where it ends.
    case bytes([UInt8], end: Int)
    /// The text ends before it does.
    case unfinished
    /// It is none.
    case none

    /// Whether a byte may begin one.
    static func begins(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
    }

    /// Reads the escape a byte may begin.
    init(in text: [UInt8], at start: Int) {
        switch text[start] {
        case UInt8(ascii: "%"): self.init(text, digitsAt: start + 1, count: 2) { [UInt8(truncatingIfNeeded: $0)] }
        case UInt8(ascii: "\\"): self.init(text, backslashedAt: start + 1)
        case UInt8(ascii: "&"): self.init(text, referenceAt: start + 1)
        default: self = .none
        }
    }

    /// Reads a fixed number of hexadecimal digits.
    private init(_ text: [UInt8], digitsAt start: Int, count: Int, _ meaning: (UInt32) -> [UInt8]?) {
        var value: UInt32 = 0
        for position in start..<start + count {
            guard position < text.count else {
                self = .unfinished
                return
            }
            guard let digit = text[position].hexadecimalValue else {
                self = .none
                return
            }
            value = value << 4 | UInt32(digit)
        }
        self = meaning(value).map { .bytes($0, end: start + count) } ?? .none
    }

    /// A scalar's UTF-8; `nil` for a number that is none.
    private static func utf8(_ value: UInt32) -> [UInt8]? {
        Unicode.Scalar(value).map { Array(String($0).utf8) }
    }
}

// MARK: - JSON and JavaScript

extension Escape {
    private init(_ text: [UInt8], backslashedAt start: Int) {
        guard start < text.count else {
            self = .unfinished
            return
        }
        switch text[start] {
        case UInt8(ascii: "u"): self.init(text, unitAt: start + 1)
        case UInt8(ascii: "x"): self.init(text, digitsAt: start + 1, count: 2) { [UInt8(truncatingIfNeeded: $0)] }
        case UInt8(ascii: "n"): self = .bytes([0x0A], end: start + 1)
        case UInt8(ascii: "r"): self = .bytes([0x0D], end: start + 1)
        case UInt8(ascii: "t"): self = .bytes([0x09], end: start + 1)
        case UInt8(ascii: "b"): self = .bytes([0x08], end: start + 1)
        case UInt8(ascii: "f"): self = .bytes([0x0C], end: start + 1)
        case let mark where mark > 0x20 && mark < 0x7F && !mark.isASCIIAlphanumeric:
            self = .bytes([mark], end: start + 1)
        default: self = .none
        }
    }

    /// `0041`, `{41}`, or the two halves of a surrogate pair.
    private init(_ text: [UInt8], unitAt start: Int) {
        if start < text.count, text[start] == UInt8(ascii: "{") {
            self.init(text, bracedAt: start + 1)
            return
        }
        var high: UInt32 = 0
        self.init(text, digitsAt: start, count: 4) { value in
            high = value
            return Self.utf8(value) ?? (0xD800..<0xDC00 ~= value ? [] : nil)
        }
        guard case .bytes([], let end) = self else { return }
        let mark = Array("\\u".utf8)
        guard text[end...].starts(with: mark) else {
            self = text.count < end + 2 && mark.starts(with: text[end...]) ? .unfinished : .none
            return
        }
        self.init(text, digitsAt: end + 2, count: 4) { low in
            guard 0xDC00..<0xE000 ~= low else { return nil }
            return Self.utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        }
    }

    private init(_ text: [UInt8], bracedAt start: Int) {
        let digits = text[start...].prefix(7).prefix { $0.isHexadecimalDigit }
        guard digits.endIndex < text.count else {
            self = .unfinished
            return
        }
        let value = digits.reduce(UInt32(0)) { $0 << 4 | UInt32($1.hexadecimalValue ?? 0) }
        guard !digits.isEmpty, text[digits.endIndex] == UInt8(ascii: "}"), let bytes = Self.utf8(value) else {
            self = .none
            return
        }
        self = .bytes(bytes, end: digits.endIndex + 1)
    }
}

// MARK: - HTML and XML

extension Escape {
    /// The longest name and number that are read, with `#x`.
    private static let longestReference = 12

    private init(_ text: [UInt8], referenceAt start: Int) {
        let name = text[start...].prefix(Self.longestReference).prefix {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "#")
        }
        guard name.endIndex < text.count else {
            self = name.count < Self.longestReference ? .unfinished : .none
            return
        }
        let isClosed = text[name.endIndex] == UInt8(ascii: ";")
        let end = name.endIndex + (isClosed ? 1 : 0)
        if let value = Self.number(name), let bytes = Self.utf8(value) {
            self = .bytes(bytes, end: end)
        } else if isClosed, let bytes = Self.names[Array(name)] {
            self = .bytes(bytes, end: end)
        } else {
            self = .none
        }
    }

    /// `#43` or `#x2B`.
    private static func number(_ name: ArraySlice<UInt8>) -> UInt32? {
        guard name.first == UInt8(ascii: "#") else { return nil }
        let digits = String(decoding: name.dropFirst(), as: UTF8.self)
        return digits.first?.lowercased() == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    }

    /// HTML's names of ASCII's marks and of Latin-1's upper half.
    private static let names: [[UInt8]: [UInt8]] = {
        var names: [[UInt8]: [UInt8]] = [:]
        for (name, character) in marks { names[Array(name.utf8)] = [character] }
        for (offset, name) in latin1.split(separator: " ").enumerated() {
            names[Array(name.utf8)] = utf8(0xA0 + UInt32(offset))
        }
        return names
    }()

    private static let marks: KeyValuePairs<String, UInt8> = [
        "amp": 0x26, "AMP": 0x26, "lt": 0x3C, "LT": 0x3C, "gt": 0x3E, "GT": 0x3E, "quot": 0x22, "QUOT": 0x22,
        "apos": 0x27, "Tab": 0x09, "NewLine": 0x0A, "excl": 0x21, "num": 0x23, "dollar": 0x24, "percnt": 0x25,
        "lpar": 0x28, "rpar": 0x29, "ast": 0x2A, "midast": 0x2A, "plus": 0x2B, "comma": 0x2C, "period": 0x2E,
        "sol": 0x2F, "colon": 0x3A, "semi": 0x3B, "equals": 0x3D, "quest": 0x3F, "commat": 0x40, "lsqb": 0x5B,
        "lbrack": 0x5B, "bsol": 0x5C, "rsqb": 0x5D, "rbrack": 0x5D, "Hat": 0x5E, "lowbar": 0x5F, "UnderBar": 0x5F,
        "grave": 0x60, "lcub": 0x7B, "lbrace": 0x7B, "verbar": 0x7C, "vert": 0x7C, "VerticalLine": 0x7C,
        "rcub": 0x7D, "rbrace": 0x7D,
    ]

    private static let latin1 = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
        micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
        Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
        Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
        ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
        uuml yacute thorn yuml
        """
}
