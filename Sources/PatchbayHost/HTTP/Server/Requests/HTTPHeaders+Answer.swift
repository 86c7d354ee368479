import NIOHTTP1
import PatchbayText

extension HTTPHeaders {
    /// The header lines of an answer.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - length: The length of what it carries; `nil` for one whose bytes come as they are made.
    ///   - isChunked: Whether such an answer is sent in chunks.
    init(_ answer: APIAnswer, length: Int?, isChunked: Bool) {
        self.init()
        reserveCapacity(answer.headers.count + 5)
        for (name, value) in answer.headers { add(name: name, value: Self.legal(value)) }
        // What is answered is what it says it is: a browser that guesses would take a text of a stranger's for a page.
        replaceOrAdd(name: "X-Content-Type-Options", value: "nosniff")
        guard answer.mayCarryBody else { return }
        if let length {
            add(name: "Content-Length", value: String(length))
        } else if isChunked {
            add(name: "Transfer-Encoding", value: "chunked")
        }
    }

    /// The header lines that follow an answer.
    init(trailers: [(name: String, value: String)]) {
        self.init()
        for (name, value) in trailers { add(name: name, value: Self.legal(value)) }
    }

    /// A value without what would end its line.
    private static func legal(_ value: String) -> String {
        guard value.utf8.contains(where: isControl) else { return value }
        return String(decoding: value.utf8.map { isControl($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }
}

extension APIAnswer {
    /// Whether answers of its status carry something (RFC 9110, section 6.4.1).
    var mayCarryBody: Bool { status >= 200 && status != 204 && status != 304 }

    /// Whether it is the last on its connection.
    var closesConnection: Bool {
        headers.contains { $0.name.isExactly("Connection") && $0.value.isExactly("close") }
    }
}
