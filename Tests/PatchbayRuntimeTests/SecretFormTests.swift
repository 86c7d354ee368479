import Foundation
import IML
import Testing

@testable import PatchbayRuntime

/// In whatever form a service repeats a secret, it is masked.
struct SecretFormTests {
    private static let secret = "a b/c+d&e=é\"9876"

    private func masked(_ text: String) -> String {
        var secrets = SecretTexts()
        secrets.add(everyTextIn: .text(Self.secret))
        return secrets.masked(text)
    }

    @Test(arguments: [
        secret, "a%20b%2Fc%2Bd%26e%3D%C3%A9%229876", "a+b%2Fc%2Bd%26e%3D%C3%A9%229876",
        "a%20b%2fc%2bd%26e%3d%c3%a9%229876", #"a b/c+d&e=é\"9876"#, #"a b\/c+d&e=é\"9876"#,
    ])
    func encodedOnesAreMasked(_ form: String) {
        #expect(masked("x \(form) y") == "x ‹secret› y")
    }

    @Test(arguments: ["", "u", "us", "ada:", "user:"], ["", "\n", "zz"])
    func base64OfAnythingAroundItIsMasked(_ before: String, _ after: String) {
        let text = Data((before + Self.secret + after).utf8).base64EncodedString()
        let url = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        for text in [text, url] {
            let shown = masked(text)
            #expect(shown.contains("‹secret›"))
            // What is left belongs to what stood around it: three digits before at most, and what comes after.
            #expect(shown.count == text.count - 22 + SecretTexts.mask.count)
        }
    }

    @Test func secretsTakenOverFromOthersAreMaskedInEveryFormToo() {
        var others = SecretTexts()
        others.add(everyTextIn: .text(Self.secret))
        var secrets = SecretTexts()
        secrets.add(everyTextIn: ["a b/c", "longer than all of the others"])
        secrets.add(others)
        #expect(secrets.masked("a+b%2Fc%2Bd%26e%3D%C3%A9%229876, a%20b%2Fc") == "‹secret›, ‹secret›")
    }

    @Test func otherBase64Stays() {
        let text = Data("nothing of it is secret, however long it may be".utf8).base64EncodedString()
        #expect(masked(text) == text)
    }
}
