import IML
import PatchbayText

/// The object a client sent, read member by member with errors that name the member.
struct JSONInput {
    private let fields: Fields

    /// Reads a request's body; an empty one is an empty object.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - members: The members it may have.
    /// - Throws: ``Problem`` with status 400 that says where it is wrong.
    init(_ request: APIRequest, members: Set<String>) throws(Problem) {
        guard case .whole(let body) = request.body, !body.isEmpty else {
            fields = [:]
            return
        }
        let value: Value
        do {
            value = try Value(json: body)
        } catch {
            throw .badRequest("The body is not JSON: \(error.message) (line \(error.line), column \(error.column)).")
        }
        guard case .collection(let entries) = value else {
            throw .badRequest("The body has to be a JSON object, not \(value.typeName).")
        }
        if let stranger = entries.keys.first(where: { key in !members.contains { key.isExactly($0) } }) {
            let known = members.sorted().joined(separator: ", ")
            throw .badRequest("The body has a member '\(stranger)' that means nothing here; it takes \(known).")
        }
        fields = entries
    }

    /// A text, if it is there.
    func text(_ name: String) throws(Problem) -> String? {
        switch fields[valueOf: name] {
        case .undefined, .null: return nil
        case .text(let text): return text
        case let other: throw Self.wrong(name, "a text", other)
        }
    }

    /// An object, if it is there.
    func object(_ name: String) throws(Problem) -> Fields? {
        switch fields[valueOf: name] {
        case .undefined, .null: return nil
        case .collection(let entries): return entries
        case let other: throw Self.wrong(name, "an object", other)
        }
    }

    /// A list of texts; empty when it is not there.
    func texts(_ name: String) throws(Problem) -> [String] {
        switch fields[valueOf: name] {
        case .undefined, .null: return []
        case .array(let elements) where elements.allSatisfy({ $0.asText != nil }): return elements.map(\.text)
        case let other: throw Self.wrong(name, "a list of texts", other)
        }
    }

    /// A whole number of things of which there has to be one at least, if it is there.
    func count(_ name: String) throws(Problem) -> Int? {
        let value = fields[valueOf: name]
        if value.isMissing { return nil }
        guard let count = value.asInt, count >= 1 else { throw Self.wrong(name, "a whole number from 1", value) }
        return count
    }

    private static func wrong(_ name: String, _ expected: String, _ value: Value) -> Problem {
        let found = if case .number(let number) = value { number.description } else { value.typeName }
        return .badRequest("The body's '\(name)' has to be \(expected), not \(found).")
    }
}
