import PatchbayText

/// The words of the language that stand for a value which never changes.
enum Keyword {
    /// The value of a word; `nil` for any other name.
    static func value(of word: String) -> Value? {
        values[ExactText(word)]
    }

    /// All words with their values.
    static let values: [ExactText: Value] = [
        "true": .bool(true),
        "false": .bool(false),
        "null": .null,
        "undefined": .undefined,
        "erase": .null,
        "ignore": .undefined,
        "emptystring": "",
        "emptyarray": [],
        "emptyobject": [:],
        "space": " ",
        "nbsp": "\u{A0}",
        "tab": "\t",
        "newline": "\n",
        "carriagereturn": "\r",
        "pi": 3.141592653589793,
    ]
}
