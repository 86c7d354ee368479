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

    /// The query's parameters, in order.
    var queryFields: Fields { QueryText.fields(query) }

    /// Whether the client asks for one JSON value a line.
    var wantsLines: Bool {
        accept.parts(between: { ",; ".utf8.contains($0) }, omittingEmpty: true)
            .contains { $0.lowercased().isExactly("application/x-ndjson") }
    }
}

/// Reads `application/x-www-form-urlencoded` queries.
enum QueryText {
    /// The parameters, in order; of two with one name the last counts.
    static func fields(_ query: String) -> Fields {
        var fields = Fields()
        for pair in query.parts(between: "&", omittingEmpty: true) {
            let halves = pair.parts(between: "=", most: 2)
            let value = halves.count > 1 ? decoded(halves[1], plusIsSpace: true) : ""
            fields[decoded(halves[0], plusIsSpace: true)] = .text(value)
        }
        return fields
    }

    /// A text with its percent-escapes resolved; escapes that are none stay as they are.
    static func decoded(_ text: Substring, plusIsSpace: Bool = false) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || plusIsSpace && $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(plusIsSpace && bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
