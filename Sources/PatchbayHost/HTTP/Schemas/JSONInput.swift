import IML
import PatchbayText

/// The members of the object an endpoint takes.
struct InputShape: Sendable {
    /// What each may be.
    let members: [InputDeclaration]

    /// An object with these members and no others.
    init(_ members: InputDeclaration...) {
        self.members = members
    }

    /// Whether there has to be an object at all.
    var isRequired: Bool { members.contains { $0.purpose != nil } }

    /// The object's JSON Schema.
    var schema: JSONSchema {
        .object(members.map { ($0.name, $0.schema, $0.purpose != nil) }, isClosed: true)
    }
}

/// The object a client sent, with errors that name the member that is wrong.
struct JSONInput: Sendable {
    private let fields: Fields

    /// What a request without a body says.
    static let none = JSONInput()

    private init() {
        fields = [:]
    }

    /// Reads a request's body; an empty one is an empty object.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - shape: The members it may have.
    /// - Throws: ``Problem`` with status 400 that says where it is wrong.
    init(_ request: APIRequest, _ shape: InputShape) throws(Problem) {
        fields = try Self.object(request)
        for key in fields.keys where !shape.members.contains(where: { key.isExactly($0.name) }) {
            let known = shape.members.map(\.name).sorted().joined(separator: ", ")
            throw .badRequest("The body has a member '\(key)' that means nothing here; it takes \(known).")
        }
        for member in shape.members {
            let value = fields[valueOf: member.name]
            if value.isMissing {
                guard let purpose = member.purpose else { continue }
                throw .badRequest("The body needs \(purpose) as '\(member.name)'.")
            }
            guard member.accepts(value) else { throw Self.wrong(member, value) }
        }
    }

    /// What a member holds; `nil` where it was left out or null.
    subscript<Content>(member: InputMember<Content>) -> Content? {
        let value = fields[valueOf: member.declaration.name]
        return value.isMissing ? nil : member.read(value)
    }

    private static func object(_ request: APIRequest) throws(Problem) -> Fields {
        guard case .whole(let body) = request.body, !body.isEmpty else { return [:] }
        let value: Value
        do {
            value = try Value(json: body)
        } catch {
            throw .badRequest("The body is not JSON: \(error.message) (line \(error.line), column \(error.column)).")
        }
        guard case .collection(let fields) = value else {
            throw .badRequest("The body has to be a JSON object, not \(value.typeName).")
        }
        return fields
    }

    private static func wrong(_ member: InputDeclaration, _ value: Value) -> Problem {
        let found = if case .number(let number) = value { number.description } else { value.typeName }
        return .badRequest("The body's '\(member.name)' has to be \(member.expected), not \(found).")
    }
}
