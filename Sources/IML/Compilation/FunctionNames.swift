import PatchbayText

/// What a template may call: the functions of the language and those of an app.
public struct FunctionNames: Sendable, Hashable {
    /// The names of the app's own functions; they win over the language's.
    public let custom: Set<String>
    private let exactCustom: Set<ExactText>

    /// The functions of the language only.
    public static let builtins = FunctionNames()

    /// Adds an app's own functions to those of the language.
    public init(custom: Set<String> = []) {
        exactCustom = Set(custom.map { ExactText($0) })
        self.custom = custom
    }

    /// Whether the app has a function of this name.
    func isCustom(_ name: String) -> Bool { exactCustom.contains(ExactText(name)) }

    /// Whether a template may call this.
    public func contains(_ name: String) -> Bool {
        isCustom(name) || Builtin.named[ExactText(name)] != nil
    }

    /// The name that was probably meant by one that does not exist.
    func nearest(to name: String) -> String? {
        guard name.utf8.count <= 100 else { return nil }
        let all = custom.sorted() + Builtin.all.map(\.name)
        let lowercased = name.lowercased()
        if let other = all.first(where: { $0.lowercased().isExactly(lowercased) }) { return other }
        let limit = max(1, name.count / 3)
        let distances = all.map { (name: $0, distance: lowercased.editDistance(to: $0.lowercased())) }
        return distances.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
    }
}

extension String {
    /// How many characters to add, take out, replace or swap with their neighbour to get from this text to another
    /// (optimal string alignment).
    fileprivate func editDistance(to other: String) -> Int {
        let (left, right) = (Array(utf8), Array(other.utf8))
        guard !left.isEmpty, !right.isEmpty, left.count < 100 else { return max(left.count, right.count) }
        var older: [Int] = []
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                var cost = Swift.min(previous[column] + 1, current[column - 1] + 1)
                cost = Swift.min(cost, previous[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = Swift.min(cost, older[column - 2] + 1)
                }
                current.append(cost)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
