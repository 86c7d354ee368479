import CJavaScriptCore
import IMLScript

extension Realm {
    /// A value's text as the engine's string.
    func string(_ text: ValueText) -> JSValueRef? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.bytes.count + 1) { buffer in
            text.bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            buffer[text.bytes.count] = 0
            guard let reference = JSStringCreateWithUTF8CString(buffer.baseAddress) else { return nil }
            defer { JSStringRelease(reference) }
            return JSValueMakeString(context, reference)
        }
    }

    /// The engine's string in UTF-8.
    func utf8(_ value: JSValueRef) throws(ScriptFault) -> [UInt8] {
        var thrown: JSValueRef?
        guard let copy = JSValueToStringCopy(context, value, &thrown) else {
            throw .thrown(
                thrown.map { failure(of: $0) } ?? ScriptFailure(message: "There is nothing where a text was expected.")
            )
        }
        defer { JSStringRelease(copy) }
        let size = JSStringGetMaximumUTF8CStringSize(copy)
        return Array(unsafeUninitializedCapacity: size) { buffer, count in
            let written = buffer.withMemoryRebound(to: CChar.self) {
                JSStringGetUTF8CString(copy, $0.baseAddress, size)
            }
            count = max(written - 1, 0)
        }
    }
}
