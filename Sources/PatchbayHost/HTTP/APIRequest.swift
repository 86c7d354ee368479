import IML
import PatchbayText

/// A request to the API, free of the server it came through.
package struct APIRequest: Sendable {
    /// The method, in capitals.
    package var method: String
    /// The path as it stands in the address, percent-encoded.
    package var path: String
    /// The query without its `?`, as it stands in the address.
    package var query: String
    /// The `Accept` line; empty when there was none.
    package var accept: String
    /// The body's bytes.
    package var body: [UInt8]
    /// What the path says for the variables of its route.
    var parameters: [String: String] = [:]

    /// Makes a request.
    package init(_ method: String, _ path: String, query: String = "", accept: String = "", body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.accept = accept
        self.body = body
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
        accept.parts(between: { ",; ".utf8.contains($0) }, omittingEmpty: true)
            .contains { $0.lowercased().isExactly("application/x-ndjson") }
    }
}
