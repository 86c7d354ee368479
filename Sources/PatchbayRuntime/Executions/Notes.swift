import IML
import PatchbayText

/// What a person should know of a call that went well, in sentences: each once, and only so many.
struct Notes: Sendable {
    /// The notes in the order they came.
    private(set) var texts: [String] = []

    /// How many are kept; the last of them says that there were more.
    static let most = 20

    /// Starts with none.
    init() {}

    /// Takes notes.
    init(_ texts: [String]) {
        for text in texts { add(text) }
    }

    /// Adds a note, unless it is there already; of a long one the beginning.
    mutating func add(_ text: String) {
        guard texts.count < Self.most else { return }
        let text = String(decoding: Excerpt(of: text).bytes, as: UTF8.self)
        guard !texts.contains(where: { $0.isExactly(text) }) else { return }
        texts.append(texts.count < Self.most - 1 ? text : "There are more notes, which are not kept.")
    }

    /// The notes as they may be shown.
    func shown(hiding secrets: @autoclosure () -> Masker) -> [String] {
        guard !texts.isEmpty else { return [] }
        let secrets = secrets()
        return texts.map { secrets.shown($0) }
    }

    /// About how much memory they hold.
    var cost: Int { texts.reduce(0) { $0 + 16 + $1.utf8.count } }
}
