/// A text that must not leave the process by accident.
///
/// It does not print, is not encodable, and compares in constant time. ``reveal()`` is the only way to its text; call
/// it at the place that sends or seals it, and nowhere else.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Wraps a text as a secret.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether there is nothing to keep secret.
    public var isEmpty: Bool { text.isEmpty }

    /// The text itself, for the place that sends or seals it.
    public func reveal() -> String { text }

    /// Always a mask.
    public var description: String { "‹secret›" }

    /// Always a mask.
    public var debugDescription: String { "‹secret›" }

    /// Shows nothing of the text to `dump` and debuggers that reflect.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Compares in time that depends on the lengths only.
    public static func == (one: Secret, other: Secret) -> Bool {
        constantTimeEquals(one.text, other.text)
    }
}

/// Whether two texts are the same bytes, in time that depends on their lengths only.
///
/// - Parameters:
///   - one: A text, such as the token that was issued.
///   - other: A text, such as the token that came back.
/// - Returns: Whether they are byte for byte equal.
public func constantTimeEquals(_ one: String, _ other: String) -> Bool {
    let (left, right) = (Array(one.utf8), Array(other.utf8))
    var difference = UInt(bitPattern: left.count ^ right.count)
    for index in 0..<min(left.count, right.count) {
        difference |= UInt(left[index] ^ right[index])
    }
    return difference == 0
}
