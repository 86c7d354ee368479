import IML
import PatchbayText
package import PatchbayTransport

/// A request to the API, free of the server it came through.
package struct APIRequest: Sendable {
    /// The method, in capitals.
    package var method: String
    /// The path as it stands in the address, percent-encoded.
    package var path: String
    /// The query without its `?`, as it stands in the address.
    package var query: String
    /// The header lines.
    package var headers: HeaderFields
    /// What it carries.
    package var body: RequestBody
    /// What the path says for the variables of its route.
    var parameters = PathParameters()

    /// Makes a request.
    package init(
        _ method: String,
        _ path: String,
        query: String = "",
        headers: HeaderFields = HeaderFields(),
        body: RequestBody
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Makes a request that carries bytes.
    ///
    /// - Parameter accept: The `Accept` line; an empty one is left out.
    package init(_ method: String, _ path: String, query: String = "", accept: String = "", body: [UInt8] = []) {
        let headers = accept.isEmpty ? HeaderFields() : HeaderFields([("Accept", accept)])
        self.init(method, path, query: query, headers: headers, body: .whole(body))
    }

    /// What the path says for a variable of its route.
    subscript(parameter: String) -> String { parameters[parameter] ?? "" }

    /// The query's parameters, in order; of two with one name the last counts.
    var queryFields: Fields {
        var fields = Fields()
        for (name, value) in FormDecoding.pairs(of: query.utf8) {
            fields[FormDecoding.text(name)] = .text(value.map { FormDecoding.text($0) } ?? "")
        }
        return fields
    }

    /// Whether the client asks for one JSON value a line.
    var wantsLines: Bool {
        headers.values("accept").contains { accept in
            accept.parts(between: { ",; ".utf8.contains($0) }, omittingEmpty: true)
                .contains { $0.lowercased().isExactly("application/x-ndjson") }
        }
    }
}

/// What a path says for the variables of its route.
struct PathParameters: Sendable, Hashable {
    /// The variables, in their order.
    var names: [String] = []
    /// What the path says for each, its percent-escapes resolved.
    var values: [String] = []

    /// The value of a variable.
    subscript(name: String) -> String? {
        names.firstIndex { $0.isExactly(name) }.map { values[$0] }
    }
}
