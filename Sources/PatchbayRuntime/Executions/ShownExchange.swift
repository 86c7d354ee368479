package import IML
package import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// A request and its answer as they may be shown: everything the spec, the connection or the name says is secret masked.
package struct ShownExchange: Sendable {
    /// When it was sent.
    package let startedAt: Timestamp
    /// How long it took.
    package let milliseconds: Double
    /// `method`, `url`, `qs`, `headers`, `body`, `bodyBytes`.
    package let request: Value
    /// `statusCode`, `reason`, `headers`, `body`, `bodyBytes`; undefined when none came.
    package let response: Value
    /// Why none came.
    package let error: PlatformError?
    /// What a person should know of it although it went well.
    package let notes: [String]

    /// Header lines whose value is never shown.
    private static let secretHeaders = [
        "authorization", "cookie", "set-cookie", "proxy-authorization", "x-amz-security-token",
    ]

    /// Masks what was kept.
    ///
    /// - Parameters:
    ///   - record: The exchange.
    ///   - secrets: Hides the secrets of the call it is part of.
    init(_ record: ExchangeRecord, hiding secrets: Masker) {
        let lines = record.headers.values("authorization")
        var sent = SecretTexts()
        for credentials in lines { sent.add(credentials: credentials) }
        let secrets = lines.isEmpty ? secrets : secrets.adding([SecretFinder(sent)])
        let paths = record.sanitize.map(SanitizePath.init)
        var shown: Value = ["request": Self.request(record, paths, secrets)]
        error =
            if case .failure(let error) = record.outcome { error.masked(by: secrets) } else { nil }
        notes = record.notes.shown(hiding: secrets)
        shown["response"] = Self.response(record, paths, secrets)
        for path in paths { shown = path.masked(shown) }
        shown = secrets.masked(shown)
        request = shown["request"]
        response = shown["response"]
        startedAt = Timestamp(secondsSinceEpoch: record.startedAt)
        milliseconds = record.milliseconds
    }

    private static func request(_ record: ExchangeRecord, _ paths: [SanitizePath], _ secrets: Masker) -> Value {
        // Masked before it is taken apart: a secret may hold what parts of an address end at.
        let url = secrets.masked(record.url)
        let mark = url.firstPlace(of: "?")
        var request: Fields = [
            "method": .text(record.method),
            "url": .text(String(url[..<(mark ?? url.endIndex)])),
        ]
        if let mark {
            request["qs"] = .collection(FormDecoding.fields(url.utf8[url.utf8.index(after: mark)...]))
        }
        request["headers"] = headers(record.headers)
        if let body = record.body {
            let isWithheld = paths.contains { $0.pointsInto("request") }
            body.show(in: &request, record.headers.first("content-type"), withholdsText: isWithheld, secrets)
        }
        return .collection(request)
    }

    private static func response(_ record: ExchangeRecord, _ paths: [SanitizePath], _ secrets: Masker) -> Value {
        guard case .answer(let statusCode, let reason, let lines, let body) = record.outcome else { return .undefined }
        var response: Fields = ["statusCode": Value(statusCode)]
        if !reason.isEmpty { response["reason"] = .text(reason) }
        response["headers"] = headers(lines)
        let isWithheld = paths.contains { $0.pointsInto("response") }
        body.show(in: &response, lines.first("content-type"), withholdsText: isWithheld, secrets)
        return .collection(response)
    }

    private static func headers(_ lines: HeaderFields) -> Value {
        let shown = lines.lazy.map { line in
            let isSecret = secretHeaders.contains { line.isNamed($0) }
            return (name: line.name, value: Value.text(isSecret ? Masker.mask : line.value))
        }
        return .collection(Fields(repeatable: shown, caseInsensitiveKeys: true))
    }
}

extension KeptBody {
    /// Puts the body into what is shown of a message.
    ///
    /// - Parameters:
    ///   - message: Gets `body` and `bodyBytes`.
    ///   - contentType: Says how it is read.
    ///   - withholdsText: Whether only a structure is shown, because a path masks a part of it.
    ///   - secrets: What a cut must not leave halves of.
    fileprivate func show(
        in message: inout Fields,
        _ contentType: String?,
        withholdsText: Bool,
        _ secrets: Masker
    ) {
        guard count > 0 else { return }
        let type = MediaType(contentType ?? "")
        var value = isCut ? .text("") : structure(contentType ?? "", secrets)
        switch value {
        case .binary: value = .undefined
        case .collection, .array: break
        default: if withholdsText { value = .text(Masker.mask) }
        }
        if isCut, case .text = value, !withholdsText {
            value = .text(secrets.maskedBeginning((try? BodyText(bytes, type).utf8()) ?? bytes) + "…")
        }
        message["body"] = value
        message["bodyBytes"] = Value(count)
    }

    private func structure(_ contentType: String, _ secrets: Masker) -> Value {
        // As an address: a secret may hold what a form's pairs end at.
        let isForm = MediaType(contentType).structure == .form
        let bytes = isForm ? secrets.masked(bytes) : bytes
        let response = TransportResponse(
            statusCode: 200,
            headers: HeaderFields([("Content-Type", contentType)]),
            body: bytes
        )
        if let value = try? ResponseBodyReader.read(response, as: "automatic", quoting: .withheld) { return value }
        return String(validating: bytes, as: UTF8.self).map(Value.text) ?? .binary(Binary(bytes))
    }
}
