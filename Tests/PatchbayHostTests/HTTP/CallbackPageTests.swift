import Testing

@testable import PatchbayHost

struct CallbackPageTests {
    private func page(_ message: String, closes: Bool) -> (html: String, headers: [String: String]) {
        let answer = CallbackPage(title: "Title", message: message, closes: closes).answer(status: 200)
        guard case .bytes(let bytes) = answer.body else { return ("", [:]) }
        let headers = Dictionary(answer.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        return (String(decoding: bytes, as: UTF8.self), headers)
    }

    @Test func whatTheServiceSentIsTextOnly() {
        let html = page(#"<script>alert("x")</script> & 'y'"#, closes: false).html
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;"))
    }

    @Test func onlyTheOwnScriptRunsAndNothingIsKept() throws {
        let (html, headers) = page("done", closes: true)
        let policy = try #require(headers["Content-Security-Policy"])
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("script-src 'sha256-"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(headers["Cache-Control"] == "no-store")
        #expect(headers["Referrer-Policy"] == "no-referrer")
        #expect(html.contains("window.close()"))
        #expect(html.contains("<html lang=\"en\">"))
        #expect(html.contains("role=\"status\""))
    }

    @Test func aRefusalStaysOpen() {
        let html = page("refused", closes: false).html
        #expect(!html.contains("window.close()"))
        #expect(html.contains("role=\"alert\""))
    }
}
