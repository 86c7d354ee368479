import PatchbayAuth
import Testing

struct SecretTests {
    private let secret = Secret("canary-7431")

    @Test func doesNotPrint() {
        var dumped = ""
        dump(secret, to: &dumped)
        struct Holder { let secret: Secret }
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(Holder(secret: secret))", "\([secret])"] {
            #expect(!text.contains("canary"))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func showsItsTextOnlyWhenAsked() {
        #expect(secret.reveal() == "canary-7431")
        #expect(!secret.isEmpty)
        #expect(Secret("").isEmpty)
    }

    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false), ("", "a", false),
        ("\u{E9}", "e\u{301}", false), ("token", "tokem", false), ("xoken", "token", false),
    ])
    func comparesByteForByte(one: String, other: String, same: Bool) {
        #expect(constantTimeEquals(one, other) == same)
        #expect((Secret(one) == Secret(other)) == same)
    }

    @Test func equalSecretsHashAlike() {
        #expect(Set([Secret("a"), Secret("a"), Secret("b")]).count == 2)
    }
}
