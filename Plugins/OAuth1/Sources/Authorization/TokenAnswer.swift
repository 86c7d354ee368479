import IML
import PatchbayAuth
import PatchbayText

/// What a service answered to a request for a token.
///
/// RFC 5849 has it as a form whatever the content type says; services that answer in JSON are understood too.
struct TokenAnswer {
    private let answer: DirectiveAnswer

    init(_ answer: DirectiveAnswer) {
        self.answer = answer
    }

    /// `oauth_token`; `nil` when the answer has none.
    var token: String? { entry("oauth_token") }

    /// Whether the service says that it took up the callback (section 2.1); in any case, for services written in Python
    /// like to say `True`.
    var confirmsCallback: Bool { entry("oauth_callback_confirmed")?.lowercased().isExactly("true") ?? false }

    private func entry(_ name: String) -> String? {
        let value = answer.body[name]
        let text = value.isEmpty ? FormDecoding.value(of: name, in: answer.bytes) : value.text
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
