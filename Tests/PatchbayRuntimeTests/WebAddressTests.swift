import IML
import PatchbayAuth
import PatchbayText
import Testing

@testable import PatchbayRuntime

struct WebAddressTests {
    @Test(arguments: [
        "https://evil.example\\@good.example/", "https://good.example\r\nSet-Cookie: a=b/", "https://good .example/x",
        "https://\u{7F}/", "https:///path", "javascript://good.example/%0Aalert(1)", "//good.example/",
    ])
    func whatHidesItsHostOrHasNoneIsRefused(_ text: String) {
        let error = #expect(throws: PlatformError.self) { try WebAddress.requested(text) }
        #expect(error?.type == .invalidConfigurationError)
    }

    @Test(arguments: [
        ("https://a.example/x y?q=ü&r=%20", "https://a.example/x%20y?q=%C3%BC&r=%20"),
        ("http://a.example//b//c/", "http://a.example/b/c/"),
        ("https://a.example/50%?p=100%", "https://a.example/50%25?p=100%25"),
        ("https://bücher.example:8080?a[]=1#part", "https://bücher.example:8080?a[]=1"),
    ])
    func whatAnAddressMayNotHoldIsEscapedOnce(_ text: String, _ sent: String) throws {
        #expect(try WebAddress.requested(text).prepared(encodes: true).text == sent)
    }
}
