import PatchbayText

/// An element that is being read.
struct XMLElement {
    let name: String
    var attributes = Fields()
    private var children: [(name: String, values: [Value])] = []
    private var positions: [ExactText: Int] = [:]
    private var text: [UInt8] = []
    /// Whether the text is more than spaces between elements.
    private var hasText = false

    init(name: String) {
        self.name = name
    }

    /// Adds text; what was marked as text counts even when it is blank.
    mutating func append(text more: ArraySlice<UInt8>, isMarked: Bool) {
        text += more
        if isMarked ? !more.isEmpty : more.contains(where: { $0 > 0x20 }) { hasText = true }
    }

    /// Adds an element inside.
    mutating func append(child name: String, _ value: Value) {
        if let position = positions[ExactText(name)] {
            children[position].values.append(value)
        } else {
            positions[ExactText(name)] = children.count
            children.append((name, [value]))
        }
    }

    /// The element in the platform's form.
    var value: Value {
        if attributes.isEmpty, children.isEmpty { return .text(String(decoding: text, as: UTF8.self)) }
        var fields = Fields()
        if !attributes.isEmpty { fields["_attributes"] = .collection(attributes) }
        if hasText { fields["_value"] = .text(String(decoding: text, as: UTF8.self)) }
        for (name, values) in children { fields[name] = .array(values) }
        return .collection(fields)
    }
}
