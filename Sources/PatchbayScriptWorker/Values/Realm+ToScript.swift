import CJavaScriptCore
import IML

extension Realm {
    /// The engine's value for one of the language: dates become `Date`, binary `Buffer`, undefined stays undefined.
    func scriptValue(_ value: Value) throws(ScriptFault) -> JSValueRef {
        switch value {
        case .undefined: return JSValueMakeUndefined(context)
        case .null: return JSValueMakeNull(context)
        case .bool(let bool): return JSValueMakeBoolean(context, bool)
        case .number(let number): return JSValueMakeNumber(context, number.double)
        case .text(let text): return string(text)
        case .date(let date):
            let moment: [JSValueRef?] = [JSValueMakeNumber(context, Double(date.millisecondsSinceEpoch))]
            return try unwrapped { JSObjectMakeDate(context, 1, moment, &$0) }
        case .binary(let binary): return try buffer(binary.bytes)
        case .array, .collection: return try composite(value)
        }
    }

    /// The engine's own JSON reader is several times faster than setting members one by one, where JSON can say it all.
    private func composite(_ value: Value) throws(ScriptFault) -> JSValueRef {
        if value.isPlain, let parsed = parsed(value) { return parsed }
        if case .array(let elements) = value { return try array(elements) }
        return try collection(value.asFields ?? [:])
    }

    private func array(_ elements: [Value]) throws(ScriptFault) -> JSValueRef {
        let array = try unwrapped { JSObjectMakeArray(context, 0, nil, &$0) }
        for (index, element) in elements.enumerated() {
            let value = try scriptValue(element)
            _ = try checked { thrown in
                JSObjectSetPropertyAtIndex(context, array, UInt32(index), value, &thrown)
                return nil
            }
        }
        return array
    }

    private func collection(_ fields: Fields) throws(ScriptFault) -> JSValueRef {
        // Read from JSON, so that a key such as `__proto__` is a member like any other; then filled in.
        guard let value = parsed(.collection(fields.mapValues { _ in .null })) else {
            throw .untransferable("a collection the engine cannot hold")
        }
        let object = try unwrapped { JSValueToObject(context, value, &$0) }
        for (key, value) in fields where key != "__proto__" {
            let member = try scriptValue(value)
            try set(key, of: object, to: member)
        }
        return object
    }

    /// A text in the engine.
    func string(_ text: String) -> JSValueRef {
        withEngineText(text) { JSValueMakeString(context, $0) }
    }

    private func parsed(_ value: Value) -> JSValueRef? {
        withEngineText(value.jsonText()) { JSValueMakeFromJSONString(context, $0) }
    }

    private func buffer(_ bytes: [UInt8]) throws(ScriptFault) -> JSValueRef {
        let array = try unwrapped { JSObjectMakeTypedArray(context, kJSTypedArrayTypeUint8Array, bytes.count, &$0) }
        var thrown: JSValueRef?
        if let target = JSObjectGetTypedArrayBytesPtr(context, array, &thrown) {
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(start: target, count: bytes.count).copyMemory(from: source)
            }
        }
        guard let asBuffer else { return array }
        let arguments: [JSValueRef?] = [array]
        return try checked { JSObjectCallAsFunction(context, asBuffer, nil, 1, arguments, &$0) }
    }
}

extension Value {
    /// Whether JSON says all there is to say of it.
    fileprivate var isPlain: Bool {
        switch self {
        case .undefined, .date, .binary: false
        case .null, .bool, .number, .text: true
        case .array(let elements): elements.allSatisfy(\.isPlain)
        case .collection(let fields): fields.allSatisfy(\.value.isPlain)
        }
    }
}
