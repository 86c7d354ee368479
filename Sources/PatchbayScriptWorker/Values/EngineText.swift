import CJavaScriptCore

/// Lends a text in the engine's own form; zero characters in it stay.
func withEngineText<Result>(_ text: String, _ body: (JSStringRef) -> Result) -> Result {
    let units = Array(text.utf16)
    // It returns nil only where there is no memory left, and ends the process itself before that.
    guard let reference = JSStringCreateWithCharacters(units, units.count) else { fatalError("out of memory") }
    defer { JSStringRelease(reference) }
    return body(reference)
}

/// A text kept in the engine's own form, for what is needed again and again.
final class EngineText {
    let reference: JSStringRef

    init(_ text: String) {
        reference = withEngineText(text) { JSStringRetain($0) }
    }

    deinit {
        JSStringRelease(reference)
    }
}

extension String {
    /// Copies a text out of the engine and releases the engine's.
    init(releasing reference: JSStringRef) {
        defer { JSStringRelease(reference) }
        let units = UnsafeBufferPointer(start: JSStringGetCharactersPtr(reference), count: JSStringGetLength(reference))
        self = String(decoding: units, as: UTF16.self)
    }
}
