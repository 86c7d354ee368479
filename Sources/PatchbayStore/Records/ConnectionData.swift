package import IML

/// What a connection holds: what its user entered and what its service gave, credentials among it.
///
/// It does not print and is not encodable. ``reveal()`` is the only way to the values; call it where they are evaluated,
/// sent or sealed.
package struct ConnectionData: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private var fields: Fields

    /// Wraps values.
    package init(_ fields: Fields) {
        self.fields = fields
    }

    /// The values themselves.
    package func reveal() -> Fields { fields }

    /// The names of the values, which are no secret, in order.
    package var keys: [String] { fields.keys }

    /// Whether it holds nothing.
    package var isEmpty: Bool { fields.isEmpty }

    /// Puts entries over the values; undefined ones keep what is there.
    package mutating func merge(_ entries: Fields) {
        for (key, value) in entries where !value.isUndefined { fields[key] = value }
    }

    /// The values with entries put over them; undefined ones keep what is there.
    package func merging(_ entries: Fields) -> ConnectionData {
        var merged = self
        merged.merge(entries)
        return merged
    }

    /// How many values there are, never what they are.
    package var description: String { "‹\(fields.count) values›" }

    /// How many values there are, never what they are.
    package var debugDescription: String { description }

    /// Shows nothing of the values to `dump` and debuggers that reflect.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
