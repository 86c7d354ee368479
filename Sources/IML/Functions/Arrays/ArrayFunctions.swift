extension Builtin {
    /// Functions on arrays and collections.
    static let arrays: [Builtin] = ends + reshaping + equality + collections + [map, sort, shuffle]

    private static let shuffle = Builtin(
        "shuffle(array)",
        .arrays,
        1...1,
        "Puts the elements into a random order.",
        examples: ["length(shuffle(array(1, 2, 3)))": "3", "shuffle(array(1))": "[1]"]
    ) { call throws(EvaluationError) in
        guard var elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 48)
        // Fisher–Yates: every order is as likely as any other.
        for position in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(position, call.drawIndex(below: position + 1))
        }
        return .array(elements)
    }
}
