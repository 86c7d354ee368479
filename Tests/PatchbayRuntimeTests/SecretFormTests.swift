import Foundation
import IML
import PatchbayTesting
import Testing

@testable import PatchbayRuntime

/// In whatever form a service repeats a secret, it is masked.
struct SecretFormTests {
    private static let secret = "a b/c+d&e=é\"9876"

    private func masker(_ secrets: String...) -> Masker {
        var texts = SecretTexts()
        for secret in secrets { texts.add(secret, named: true) }
        return Masker(texts)
    }

    private func masked(_ text: String) -> String { masker(Self.secret).masked(text) }

    @Test(arguments: SecretForm.all)
    func encodedOnesAreMasked(_ form: SecretForm) {
        let text = form.write(Self.secret)
        #expect(text != Self.secret || form.name == "as it is")
        #expect(masked("x \(text) y") == "x ‹secret› y", "\(text)")
        #expect(masker(Self.secret).occur(in: "x \(text) y"))
    }

    @Test(arguments: SecretForm.all, SecretForm.all)
    func encodedOnesWithinOthersAreMasked(_ inner: SecretForm, _ outer: SecretForm) {
        // A few of these take one layer more than are read, and only hexadecimal digits survive the other case.
        guard inner.layers + outer.layers <= Masker.mostLayers, outer.layers > 0 || inner.layers == 0 else { return }
        let text = outer.write(inner.write(Self.secret))
        #expect(masked("[\(text)]") == "[‹secret›]", "\(text)")
    }

    /// A secret that looks escaped itself is found as it is, and written in any form.
    @Test(
        arguments: ["p%41ss%2541", #"x\n\u0041yz"#, "q&amp;r&#65;st", "0a0b0c0d0e", "c2VjcmV0LXRoYXQ"],
        SecretForm.all
    )
    func secretsThatLookEncodedAreMasked(_ secret: String, _ form: SecretForm) {
        let text = form.write(secret)
        #expect(masker(secret).masked("x \(text) y") == "x ‹secret› y", "\(text)")
    }

    @Test(arguments: ["", "u", "us", "ada:", "user:"], ["", "\n", "zz"])
    func base64OfAnythingAroundItIsMasked(_ before: String, _ after: String) {
        let text = Data((before + Self.secret + after).utf8).base64EncodedString()
        let url = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let bits = before.utf8.count * 8..<(before.utf8.count + Self.secret.utf8.count) * 8
        // What is left are the digits that hold no bit of it.
        let (lead, last) = (bits.lowerBound / 6, (bits.upperBound + 5) / 6)
        for text in [text, url] {
            let shown = masked(text)
            #expect(shown == text.prefix(lead) + "‹secret›" + text.dropFirst(last), "\(text)")
        }
    }

    @Test(arguments: ["pw1", "77", "é9", "pass"])
    func shortOnesAreMaskedInBase64(_ secret: String) {
        let text = Data("user:\(secret)".utf8).base64EncodedString()
        let shown = masker(secret).masked("Auth \(text), \(text)")
        #expect(!shown.contains(text.dropLast(2)))
        #expect(shown.contains("‹secret›"))
    }

    @Test func shortOnesAreMaskedAsWholeWordsOnly() {
        let masker = masker("77", "no")
        #expect(
            masker.masked("77 of 2077, x77, 77.5 (77): no, nothing, NO")
                == "‹secret› of 2077, x77, ‹secret›.5 (‹secret›): ‹secret›, nothing, NO"
        )
        #expect(masker.masked([77, 177, 7.7]) == ["‹secret›", 177, 7.7])
    }

    /// Digits that are none give bytes by chance, which are no words.
    @Test func shortOnesAreNotTakenForWhatDigitsHappenToGive() {
        let masker = masker("7")
        for bytes in [[0x00, 0x37, 0x00, 0x25, 0x33, 0x37], [0x81, 0x5C, 0x2F, 0x37, 0x20, 0x37]] as [[UInt8]] {
            let text = Data(bytes).base64EncodedString()
            #expect(masker.masked(text) == text)
        }
    }

    @Test(arguments: [false, true])
    func textInUTF16ThatNobodySaysIsSoIsMasked(_ isBigEndian: Bool) {
        let text: [UInt8] = "x tok-1234-abcdef y".utf8.flatMap { (byte) -> [UInt8] in
            isBigEndian ? [0, byte] : [byte, 0]
        }
        let masker = masker("tok-1234-abcdef")
        let shown = masker.masked(String(decoding: text, as: UTF8.self))
        #expect(shown.replacing("\0", with: "") == "x ‹secret› y")
        #expect(masker.occur(in: Array(Data(text).base64EncodedString().utf8)))
        let beginning = masker.maskedBeginning(Array(text.dropLast(12)))
        #expect(!beginning.replacing("\0", with: "").contains("tok"))
    }

    @Test func whatEveryTextHoldsIsNoSecret() {
        let masker = masker("true", "FALSE", "null")
        #expect(masker.masked(["true", "false", .bool(true), .null]) == ["true", "false", .bool(true), .null])
    }

    @Test func secretsTakenOverFromOthersAreMaskedInEveryFormToo() {
        var others = SecretTexts()
        others.add(everyTextIn: .text(Self.secret))
        var secrets = SecretTexts()
        secrets.add(everyTextIn: ["a b/c", "longer than all of the others"])
        let shown = "a+b%2Fc%2Bd%26e%3D%C3%A9%229876, a%20b%2Fc"
        #expect(Masker(secrets).adding([SecretFinder(others)]).masked(shown) == "‹secret›, ‹secret›")
        secrets.add(others)
        #expect(Masker(secrets).masked(shown) == "‹secret›, ‹secret›")
    }

    @Test(arguments: [
        "nothing of it is secret, however long it may be", #"{"a": [1, "\u00e9", "%41"], "b": "x&amp;y"}"#,
        "0123456789abcdef0123456789ABCDEF", "%", "\\", "&", "%4", "\\u12", "&#", "=", "\u{FE}\u{FF}",
    ])
    func otherTextStays(_ text: String) {
        #expect(masked(text) == text)
        let base64 = Data(text.utf8).base64EncodedString()
        #expect(masked(base64) == base64)
    }

    @Test func namesAreMaskedAsValuesAre() {
        let token = "tok-1234-abcdef"
        let value: Value = ["sessions": .collection([token: ["of": "ada"], "x" + token: 1, "y" + token: 2, "z": 3])]
        let shown = masker(token).masked(value)
        #expect(shown == ["sessions": ["‹secret›": ["of": "ada"], "x‹secret›": 1, "y‹secret›": 2, "z": 3]])
        let alike = masker(token, token + "2").masked(.collection([token: 1, token + "2": 2]))
        #expect(alike == ["‹secret›": 1, "‹secret› 2": 2])
    }

    @Test func longOnesAreMaskedWholeThoughOnlyTheirBeginningIsLookedFor() {
        let long = (0..<5_000).map { String($0 * 7_919 % 100_003, radix: 36) }.joined()
        let text = "begin \(long) end"
        #expect(masker(long).masked(text) == "begin ‹secret› end")
        let base64 = Data(text.utf8).base64EncodedString()
        #expect(masker(long).masked(base64).utf8.count < 40)
        #expect(SecretAutomaton([Array(long.utf8)]).stateCount < 2_000)
    }
}

/// What is cut off holds no part of a secret.
struct SecretCutTests {
    private static let secret = "Zq9/Xw+7&Kp=é\"Vt3"

    /// Whether a text holds four bytes in a row of a form of the secret.
    private func leak(in text: String, of form: String) -> String? {
        let (shown, bytes) = (Array(text.utf8), Array(form.utf8))
        for start in 0...(bytes.count - 4) where shown.firstRange(of: bytes[start..<start + 4]) != nil {
            return String(decoding: bytes[start..<start + 4], as: UTF8.self)
        }
        return nil
    }

    @Test(arguments: SecretForm.all)
    func atAnyOffsetOfAnExcerpt(_ form: SecretForm) {
        var texts = SecretTexts()
        texts.add(Self.secret)
        let masker = Masker(texts)
        let written = form.write(Self.secret)
        for offset in 0...(60 + 2) {
            let text = String(repeating: ".", count: offset) + " " + written + " …and more of it than is shown"
            let shown = masker.shown(Excerpt(of: text, showing: 60))
            #expect(leak(in: shown, of: written) == nil, "\(offset): \(shown)")
            #expect(shown.count <= 60 + Masker.mask.count + 1)
        }
    }

    @Test(arguments: SecretForm.all)
    func atTheEndOfWhatIsKept(_ form: SecretForm) {
        var texts = SecretTexts()
        texts.add(Self.secret)
        let masker = Masker(texts)
        let written = form.write(Self.secret)
        for count in 1...written.utf8.count {
            let kept = Array(("some text: " + written).utf8.prefix(11 + count))
            let shown = masker.maskedBeginning(kept)
            #expect(leak(in: shown, of: written) == nil, "\(count): \(shown)")
            #expect(shown.hasPrefix("some text: "))
        }
    }

    @Test func whatIsNotCutKeepsItsEnd() {
        var texts = SecretTexts()
        texts.add(Self.secret)
        #expect(Masker(texts).shown("it ends with Zq9") == "it ends with Zq9")
    }

    @Test func theBeginningOfAnErrorIsBounded() {
        let masker = Masker(SecretTexts())
        #expect(masker.shown(String(repeating: "é", count: 100_000)).utf8.count == 4_096 + 3)
        #expect(masker.shown(String(repeating: "é", count: 2_048)) == String(repeating: "é", count: 2_048))
    }
}

/// The work of masking grows with the text and with the secrets, not with their product.
struct MaskingGrowthTests {
    private static let shapes: [@Sendable (Int) -> String] = [
        { String(repeating: "a", count: $0) },
        { String(repeating: "%25", count: $0 / 3) },
        { String(repeating: "\\u0041", count: $0 / 6) },
        { String(repeating: "&#65;", count: $0 / 5) },
        { String(repeating: "0a", count: $0 / 2) },
        { String(repeating: "YWFh", count: $0 / 4) },
        { String(repeating: "some words of a text\n", count: $0 / 21) },
        { String(repeating: "7 ", count: $0 / 2) },
        { String(repeating: "{\"key\": \"tokenlike-value-0123456789\"}", count: $0 / 36) },
    ]

    private static let secrets: SecretTexts = {
        var texts = SecretTexts()
        for length in [4, 40, 400] { texts.add(String(repeating: "a", count: length)) }
        for text in ["aab", "7", "tokenlike-value-0123456789", String(repeating: "A%25", count: 50)] {
            texts.add(text, named: true)
        }
        return texts
    }()

    @Test(arguments: shapes)
    func inTheText(_ shape: @Sendable (Int) -> String) {
        let masker = Masker(Self.secrets)
        let (short, long) = (Array(shape(3_000).utf8), Array(shape(12_000).utf8))
        let factor = growth({ _ = masker.places(in: short) }, { _ = masker.places(in: long) })
        #expect(factor < 6, "\(factor)")
    }

    @Test(arguments: [
        { @Sendable (index: Int) in "token-\(index)-\(index * 7_919)" },
        { @Sendable (index: Int) in String(repeating: "ab", count: 20) + "\(index)" },
    ])
    func inTheSecrets(_ secret: @Sendable (Int) -> String) {
        func prepare(_ count: Int) -> Masker {
            var texts = SecretTexts()
            for index in 0..<count { texts.add(secret(index)) }
            let masker = Masker(texts)
            #expect(masker.occur(in: secret(count - 1)))
            return masker
        }
        let prepared = growth({ _ = prepare(400) }, { _ = prepare(1_600) })
        #expect(prepared < 6, "\(prepared)")
        let (few, many) = (prepare(400), prepare(1_600))
        let text = Array(String(repeating: "a text with token-5 and abababab in it ", count: 100).utf8)
        // One text takes as long however many secrets there are, but for what of them fits a cache.
        let searched = growth({ _ = few.places(in: text) }, { _ = many.places(in: text) })
        #expect(searched < 3, "\(searched)")
    }

    @Test func memoryIsBoundedWhateverIsSecret() {
        let long = SecretAutomaton(
            (0..<8).map { seed in (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * (seed + 3) >> 3) } }
        )
        #expect(long.stateCount <= 8 << 10)
        let texts = (0..<1_000).map { Array("\($0 * 7_919 % 1_000_003)-and-some-more-of-it".utf8) }
        #expect(SecretAutomaton(texts, mostStates: 20_000).stateCount <= 20_000)
        #expect(SecretAutomaton(texts, mostStates: 10).stateCount <= 8_001)
    }

    /// How much longer one takes than the other on this thread, each at its best.
    private func growth(_ small: () -> Void, _ large: () -> Void) -> Double {
        func best(_ work: () -> Void) -> Double {
            (0..<5).map { _ in
                let start = threadSeconds()
                work()
                return threadSeconds() - start
            }.min() ?? 0
        }
        return best(large) / max(best(small), 1e-6)
    }

    /// The processor's time this thread has had: what else runs does not count.
    private func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
