import NIOHTTP1
import PatchbayText
import PatchbayTransport

extension APIRequest {
    /// Takes a request as the parser gives it.
    ///
    /// An absolute target counts for more than `Host`: where they differ, the host it names stands beside the line, so that
    /// the request names two and is refused like any that does.
    init(_ head: HTTPRequestHead, body: RequestBody) {
        let target = RequestTarget(head.uri)
        var lines: [HeaderFields.Field] = []
        lines.reserveCapacity(head.headers.count)
        for (name, value) in head.headers { lines.append(HeaderFields.Field(name: name, value: value)) }
        var headers = HeaderFields(fields: lines)
        if let named = target.authority {
            let hosts = headers.values("host")
            if hosts.isEmpty || hosts.contains(where: { !$0.lowercased().isExactly(named.lowercased()) }) {
                headers.add("Host", named)
            }
        }
        self.init(head.method.rawValue, target.path, query: target.query, headers: headers, body: body)
    }
}

extension HTTPRequestHead {
    /// Whether it is of HTTP/1.1 or later.
    var isModern: Bool { (version.major, version.minor) >= (1, 1) }

    /// Whether the client waits for a word before it sends the body (RFC 9110, section 10.1.1).
    var awaitsContinue: Bool {
        isModern && headers[canonicalForm: "expect"].contains { $0.lowercased().isExactly("100-continue") }
    }
}
