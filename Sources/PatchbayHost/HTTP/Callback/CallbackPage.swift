import Crypto
import Foundation
import PatchbayText

/// The page a user sees after coming back from a service.
///
/// It loads nothing, runs one script that only closes the window, and may not be framed; its address holds codes, so it
/// is neither kept nor told to anyone.
struct CallbackPage {
    /// What happened, in two words.
    let title: String
    /// What happened, in a sentence; any text is safe.
    let message: String
    /// Whether the window closes by itself.
    let closes: Bool

    /// The page as an answer.
    func answer(status: Int) -> APIAnswer {
        let headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", Self.contentPolicy),
            ("X-Frame-Options", "DENY"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return APIAnswer(status: status, headers: headers + Self.privacyHeaders, body: .bytes(Array(html.utf8)))
    }

    /// What keeps the callback's address from caches and other sites.
    static let privacyHeaders: [(name: String, value: String)] = [
        ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
    ]

    private var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLText.escaped(title)) · Patchbay</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main role="\(closes ? "status" : "alert")">
        <h1>\(HTMLText.escaped(title))</h1>
        <p>\(HTMLText.escaped(message))</p>
        <p>\(closes ? "This window closes by itself; if it does not, you can close it." : "You can close this window.")</p>
        </main>
        \(closes ? "<script>\(Self.script)</script>" : "")
        </body>
        </html>

        """
    }

    private static let style = """
        :root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;\
        display:grid;place-items:center}main{max-width:36rem;padding:2rem;overflow-wrap:anywhere}h1{margin:0 0 .5rem}
        """

    private static let script = "setTimeout(function(){window.close()},1500)"

    private static let contentPolicy =
        "default-src 'none'; style-src '\(hash(style))'; script-src '\(hash(script))'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static func hash(_ text: String) -> String {
        "sha256-" + Base64.encode(Array(SHA256.hash(data: Array(text.utf8))))
    }
}
