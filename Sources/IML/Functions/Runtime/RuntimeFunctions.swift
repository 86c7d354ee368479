extension Builtin {
    /// The functions of this chapter.
    static let runtime: [Builtin] = documents + signatures + others

    private static let documents: [Builtin] = [
        Builtin(
            "parseJSON(text)",
            .runtime,
            1...1,
            "The value a JSON text stands for.",
            examples: ["parseJSON('{\"a\": [1, true]}')": "{\"a\":[1,true]}"]
        ) { call throws(EvaluationError) in
            if call.value(0).isEmpty { return .null }
            guard let bytes = try call.bytes(0) else { return .null }
            try call.spend(bytes.count / 2 + 1)
            do throws(JSONError) {
                return try Value(json: bytes)
            } catch {
                throw unreadable("JSON", call, error.description, discreetly: error.discreetDescription)
            }
        },
        Builtin(
            "createJSON(value, [pretty])",
            .runtime,
            1...2,
            "The value as JSON; undefined members are left out.",
            examples: ["createJSON(object('a', 1))": "\"{\\\"a\\\":1}\""]
        ) { call throws(EvaluationError) in
            let value = call.value(0)
            if value.isUndefined { return .null }
            try call.spend(reading: 0, stepsFor64Bytes: 8)
            let text = value.jsonText(pretty: call.flag(1) ?? false)
            return try call.result(text)
        },
        Builtin(
            "parseXML(text)",
            .runtime,
            1...1,
            "The value an XML document stands for: the elements of a name as an array, attributes in _attributes, text "
                + "beside them in _value.",
            examples: [
                "parseXML('<a id=\"1\"><b>x</b></a>')": "{\"a\":[{\"_attributes\":{\"id\":\"1\"},\"b\":[\"x\"]}]}"
            ]
        ) { call throws(EvaluationError) in
            if call.value(0).isEmpty { return .null }
            guard let bytes = try call.bytes(0) else { return .null }
            try call.spend(bytes.count * 2 + 1)
            do throws(XMLError) {
                return try Value(xml: bytes)
            } catch {
                throw unreadable("XML", call, error.description, discreetly: error.discreetDescription)
            }
        },
        Builtin(
            "createXML(value)",
            .runtime,
            1...1,
            "A collection with one entry, the root, as an XML document; parseXML reads it back.",
            examples: [
                "createXML(object('a', object('b', 'x')))":
                    "\"<?xml version=\\\"1.0\\\" encoding=\\\"UTF-8\\\"?><a><b>x</b></a>\""
            ]
        ) { call throws(EvaluationError) in
            if call.isMissing(0) { return .null }
            try call.spend(reading: 0, stepsFor64Bytes: 8)
            var writer = XMLWriter(outputLimit: call.limits.outputBytes)
            do throws(XMLWriter.Failure) {
                try writer.write(document: call.value(0))
            } catch {
                throw call.failure(error.message)
            }
            return try call.result(String(decoding: writer.bytes, as: UTF8.self))
        },
    ]

    private static func unreadable(
        _ format: String,
        _ call: borrowing FunctionCall,
        _ problem: String,
        discreetly reason: String
    ) -> EvaluationError {
        func sentence(_ problem: String) -> String { "argument 1 is not \(format): \(problem). It begins with: " }
        let start = Excerpt(of: call.value(0).text, showing: FunctionCall.shownCharacters)
        return call.failure(sentence(problem), discreetly: sentence(reason), quoting: start)
    }

    /// `mime` and `errorFactory`.
    private static let others: [Builtin] = [
        Builtin(
            "mime(name)",
            .runtime,
            1...1,
            "The media type of a file by its name; application/octet-stream when it is not known.",
            examples: ["mime('photo.JPG')": "\"image/jpeg\""]
        ) { call throws(EvaluationError) in
            guard let name = try call.text(0) else { return .null }
            try call.spend(reading: 0, stepsFor64Bytes: 256)
            return .text(FileTypes.mediaType(ofFile: name))
        },
        Builtin(
            "errorFactory(type, message)",
            .runtime,
            1...2,
            "An error of a type, to be the result of error.message or thrown from a function of the app.",
            examples: [
                "errorFactory('DataError', 'No such user')": "{\"type\":\"DataError\",\"message\":\"No such user\"}"
            ]
        ) { call throws(EvaluationError) in
            guard let type = try call.text(0), !type.isEmpty else {
                throw call.failure(0, expected: "the name of an error such as RuntimeError or DataError")
            }
            guard ErrorType.all.contains(ErrorType(rawValue: type)) else {
                throw call.failure(0, expected: "one of \(ErrorType.all.map(\.rawValue).joined(separator: ", "))")
            }
            let message = try call.text(1) ?? ""
            return .collection(Fields([("type", .text(type)), ("message", .text(message))]))
        },
    ]
}
