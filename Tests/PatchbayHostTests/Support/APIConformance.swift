import IML
import Logging
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

/// Whether what hosts take and answer is what the OpenAPI document says; every request of a test goes through it.
enum APIConformance {
    /// A request with its answer.
    struct Exchange {
        var method: String
        /// The path with its query.
        var target: String
        var sent: [UInt8] = []
        var status: Int
        var mediaType: String
        var received: [UInt8]
    }

    /// The document of a host.
    private static let document = Task { () throws -> Value in
        let directory = try TemporaryDirectory()
        _ = try directory.write("", to: "apps/.keep")
        var flags: [SettingKey: [String]] = [:]
        flags[.apps] = [directory("apps")]
        flags[.data] = [directory("data")]
        let settings = try HostSettings(GivenSettings(flags: flags))
        let assembly = try HostAssembly(settings, environment: [:], log: Logger(label: "test"))
        let api = assembly.api(assembly.runtime(publicURL: "http://127.0.0.1"))
        let answer = await api.answer(APIRequest("GET", "/openapi.json"))
        await assembly.close()
        guard case .bytes(let bytes) = answer.body else { throw HarnessError("There is no document") }
        return try Value(json: bytes)
    }

    /// Records an issue for each difference.
    static func check(_ exchange: Exchange) async throws {
        let problems = problems(of: exchange, try await document.value)
        #expect(problems.isEmpty, "\(exchange.method) \(exchange.target) \(exchange.status)")
    }

    /// How an exchange differs from a document.
    static func problems(of exchange: Exchange, _ document: Value) -> [String] {
        let check = JSONSchemaCheck(document: document)
        let path = String(exchange.target.prefix { $0 != "?" })
        let method = exchange.method == "HEAD" ? "get" : exchange.method.lowercased()
        guard let operation = operation(method, path, document) else {
            guard [401, 403, 404, 405].contains(exchange.status) else { return ["the document does not name it"] }
            let problem = document["components"]["responses"]["Problem"]
            return answerProblems(exchange, problem, check)
        }
        let responses = operation["responses"]
        let named = responses[String(exchange.status)]
        if named.isUndefined, exchange.status < 400 { return ["the document does not name the status"] }
        let answer = named.isUndefined ? document["components"]["responses"]["Problem"] : named
        return answerProblems(exchange, answer, check) + inputProblems(exchange, operation, check)
    }

    private static func operation(_ method: String, _ path: String, _ document: Value) -> Value? {
        let segments = path.split(separator: "/")
        for (pattern, methods) in document["paths"].asFields ?? [:] {
            let template = pattern.split(separator: "/")
            let matches =
                template.count == segments.count
                && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            if matches, !methods[method].isUndefined { return methods[method] }
        }
        return nil
    }

    private static func answerProblems(
        _ exchange: Exchange,
        _ answer: Value,
        _ check: JSONSchemaCheck
    ) -> [String] {
        guard exchange.method != "HEAD" else { return [] }
        guard let contents = answer["content"].asFields else {
            return exchange.received.isEmpty ? [] : ["the document names no body"]
        }
        let mediaType = String(exchange.mediaType.prefix { $0 != ";" })
        guard let content = contents[mediaType] else { return ["the document does not name \(mediaType)"] }
        guard mediaType == "application/json" || mediaType.hasSuffix("+json"), !content["schema"].isUndefined else {
            return []
        }
        guard let value = try? Value(json: exchange.received) else { return ["the body is no JSON"] }
        return check.problems(value, content["schema"])
    }

    /// What is taken has to be what the document says, and what is not has to be refused.
    private static func inputProblems(
        _ exchange: Exchange,
        _ operation: Value,
        _ check: JSONSchemaCheck
    ) -> [String] {
        let body = operation["requestBody"]
        let schema = body["content"]["application/json"]["schema"]
        guard exchange.status < 300, !schema.isUndefined else { return [] }
        if exchange.sent.isEmpty { return body["required"] == true ? ["a body was not asked for"] : [] }
        guard let value = try? Value(json: exchange.sent) else { return ["a body that is no JSON was taken"] }
        return check.problems(value, schema)
    }
}
