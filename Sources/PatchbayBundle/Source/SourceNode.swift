import IML
import PatchbayText

/// A value of a bundle's JSON that knows where it stands.
struct SourceNode: Sendable {
    /// What it is.
    enum Kind: Sendable {
        case null
        case bool(Bool)
        case number(Number)
        case text(String)
        case array([SourceNode])
        case object([SourceEntry])
    }

    var kind: Kind
    /// The file it stands in.
    let file: SourceFile
    /// Where its first byte stands.
    let offset: Int

    /// The line and column of its first byte.
    var place: SourcePlace { file.place(at: offset) }
}

/// An entry of an object.
struct SourceEntry: Sendable {
    /// The key, escapes resolved.
    let key: String
    /// The file the key stands in.
    let file: SourceFile
    /// Where the key's opening quote stands.
    let keyOffset: Int
    /// The value.
    var value: SourceNode

    /// The line and column of the key.
    var keyPlace: SourcePlace { file.place(at: keyOffset) }

    /// Whether the key splices an object in (`{{...}}`).
    var isSpread: Bool {
        guard key.utf8.first == UInt8(ascii: "{") else { return false }
        return key.utf8.filter { $0 > 0x20 }.elementsEqual("{{...}}".utf8)
    }
}

// MARK: - Access

extension SourceNode {
    /// The entries of an object; `nil` for anything else.
    var entries: [SourceEntry]? {
        if case .object(let entries) = kind { return entries }
        return nil
    }

    /// The elements of an array; `nil` for anything else.
    var elements: [SourceNode]? {
        if case .array(let elements) = kind { return elements }
        return nil
    }

    /// The text; `nil` for anything else.
    var text: String? {
        if case .text(let text) = kind { return text }
        return nil
    }

    /// Whether this is `null`.
    var isNull: Bool {
        if case .null = kind { return true }
        return false
    }

    /// Whether there is nothing in it: `null`, `{}`, `[]` or an empty text.
    var isEmpty: Bool {
        switch kind {
        case .null: true
        case .text(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let entries): entries.isEmpty
        case .bool, .number: false
        }
    }

    /// The value of a key; of two with one key the last one's.
    ///
    /// `nil` when there is none, or when it is `null`.
    subscript(key: String) -> SourceNode? {
        guard let node = entries?.last(where: { $0.key.isExactly(key) })?.value, !node.isNull else { return nil }
        return node
    }

    /// The value of a key as it is, `null` included; of two with one key the last one's.
    func written(_ key: String) -> SourceNode? {
        entries?.last { $0.key.isExactly(key) }?.value
    }

    /// The object under a key; `nil` when there is none, or something else.
    func object(_ key: String) -> SourceNode? {
        self[key].flatMap { $0.entries == nil ? nil : $0 }
    }

    /// The plain value, without places.
    var value: Value {
        switch kind {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .array(let elements): .array(elements.map(\.value))
        case .object(let entries): .collection(Fields(entries.map { ($0.key, $0.value.value) }))
        }
    }

    /// What to call it in a message.
    var kindInWords: String {
        switch kind {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
