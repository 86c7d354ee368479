import PatchbayText

/// The header lines of a request or an answer, in their order, with names compared without regard to case.
///
/// Repeated names are kept (`Set-Cookie`), the spelling of each name too, since it goes on the wire as it stands here.
/// Look-ups compare ASCII letters only and take time proportional to the number of lines, of which there are few.
public struct HeaderFields: Sendable, Hashable {
    /// One header line.
    public struct Field: Sendable {
        /// The name as it is spelled on the wire.
        public var name: String

        /// The value without surrounding white space.
        public var value: String

        /// Makes a header line.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether this line has the given name, in any case.
        public func isNamed(_ other: String) -> Bool {
            name.isSameIgnoringASCIICase(other)
        }
    }

    /// The lines in order.
    public private(set) var fields: [Field]

    /// No lines.
    public init() {
        fields = []
    }

    /// Keeps the given lines in their order, repeated names included.
    public init(_ lines: some Sequence<(String, String)>) {
        fields = lines.map { Field(name: $0.0, value: $0.1) }
    }

    /// Keeps lines as they are.
    package init(fields: [Field]) {
        self.fields = fields
    }

    /// The value of the first line with this name.
    public func first(_ name: String) -> String? {
        fields.first { $0.isNamed(name) }?.value
    }

    /// The values of all lines with this name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.isNamed(name) }.map(\.value)
    }

    /// The values of all lines with this name as one list (RFC 9110, section 5.3); `nil` where there is none.
    public func list(_ name: String) -> String? {
        var list: String?
        for field in fields where field.isNamed(name) {
            if list == nil { list = field.value } else { list?.append(", \(field.value)") }
        }
        return list
    }

    /// Whether a line has this name.
    public func contains(_ name: String) -> Bool {
        fields.contains { $0.isNamed(name) }
    }

    /// Appends a line, beside those that have the name already.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Gives a name one value: replaces its first line in place and removes its others, or appends a line.
    public mutating func set(_ name: String, _ value: String) {
        guard let index = fields.firstIndex(where: { $0.isNamed(name) }) else {
            return add(name, value)
        }
        fields[index] = Field(name: name, value: value)
        let rest = fields[(index + 1)...].filter { !$0.isNamed(name) }
        fields.replaceSubrange((index + 1)..., with: rest)
    }

    /// Removes every line with this name.
    public mutating func remove(_ name: String) {
        fields.removeAll { $0.isNamed(name) }
    }

    /// The first value of a name; assigning sets it as ``set(_:_:)`` does, assigning `nil` removes every line of it.
    public subscript(name: String) -> String? {
        get { first(name) }
        set {
            if let newValue {
                set(name, newValue)
            } else {
                remove(name)
            }
        }
    }
}
