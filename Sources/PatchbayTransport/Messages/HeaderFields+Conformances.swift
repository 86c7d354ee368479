import PatchbayText

extension HeaderFields.Field: Hashable {
    /// Whether the names are the same in any case and the values byte for byte.
    public static func == (one: Self, other: Self) -> Bool {
        one.isNamed(other.name) && one.value.utf8.elementsEqual(other.value.utf8)
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        for byte in name.utf8 {
            hasher.combine(byte.lowercasedASCII)
        }
        for byte in value.utf8 {
            hasher.combine(byte)
        }
    }
}

extension HeaderFields: RandomAccessCollection {
    /// The position of the first line.
    public var startIndex: Int { fields.startIndex }

    /// The position after the last line.
    public var endIndex: Int { fields.endIndex }

    /// The line at a position.
    public subscript(position: Int) -> Field { fields[position] }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
    /// Keeps the lines as written, repeated names included: `["Accept": "text/plain", "Accept": "text/html"]`.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }
}

extension HeaderFields: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names only: values carry tokens and cookies, and descriptions end up in logs.
    public var description: String {
        "[" + fields.map(\.name).joined(separator: ", ") + "]"
    }

    /// The names only.
    public var debugDescription: String { description }

    /// Shows the names only to `dump` and debuggers that reflect.
    public var customMirror: Mirror {
        Mirror(self, unlabeledChildren: fields.map(\.name))
    }
}
