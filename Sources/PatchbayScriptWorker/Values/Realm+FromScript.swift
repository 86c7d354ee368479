import CJavaScriptCore
import IML

extension Realm {
    private static let depthLimit = 256
    private static let memberLimit = 5_000_000

    /// The language's value for one of the engine's.
    ///
    /// `Date` becomes a date, `Buffer` and typed arrays binary; functions and symbols are undefined, as for JSON; what is
    /// no number (NaN, the infinities) is null; an object with `toJSON` is what that gives.
    func value(of value: JSValueRef) throws(ScriptFault) -> Value {
        var members = 0
        return try taken(value, depth: 0, members: &members)
    }

    private func taken(_ value: JSValueRef, depth: Int, members: inout Int) throws(ScriptFault) -> Value {
        switch JSValueGetType(context, value) {
        case kJSTypeNull: return .null
        case kJSTypeBoolean: return .bool(JSValueToBoolean(context, value))
        case kJSTypeNumber: return Value(JSValueToNumber(context, value, nil))
        case kJSTypeString: return .text(try text(value))
        case kJSTypeObject: return try object(value, depth: depth + 1, members: &members)
        case kJSTypeUndefined, kJSTypeSymbol: return .undefined
        default:
            let digits = try text(value)
            return Number(digits).map(Value.number) ?? .text(digits)
        }
    }

    private func object(_ value: JSValueRef, depth: Int, members: inout Int) throws(ScriptFault) -> Value {
        guard depth <= Self.depthLimit else {
            throw .untransferable("a value that nests deeper than \(Self.depthLimit) levels, perhaps holding itself")
        }
        let object = try unwrapped { JSValueToObject(context, value, &$0) }
        if JSValueIsDate(context, value) {
            let moment = JSValueToNumber(context, value, nil)
            return moment.isFinite ? .date(Timestamp(millisecondsSinceEpoch: Int64(moment))) : .null
        }
        let kind = JSValueGetTypedArrayType(context, value, nil)
        if kind != kJSTypedArrayTypeNone { return .binary(Binary(try bytes(object, kind: kind))) }
        if JSValueIsArray(context, value) { return try array(object, depth: depth, members: &members) }
        if JSObjectIsFunction(context, object) { return .undefined }
        if let replaced = try replaced(object) { return try taken(replaced, depth: depth, members: &members) }
        return try collection(object, depth: depth, members: &members)
    }

    private func array(_ object: JSObjectRef, depth: Int, members: inout Int) throws(ScriptFault) -> Value {
        let count = JSValueToNumber(context, try property("length", of: object), nil)
        try spend(count, &members)
        var elements: [Value] = []
        elements.reserveCapacity(Int(count))
        for index in 0..<Int(count) {
            let element = try checked { JSObjectGetPropertyAtIndex(context, object, UInt32(index), &$0) }
            elements.append(try taken(element, depth: depth, members: &members))
        }
        return .array(elements)
    }

    private func collection(_ object: JSObjectRef, depth: Int, members: inout Int) throws(ScriptFault) -> Value {
        guard let names = JSObjectCopyPropertyNames(context, object) else { return .collection([:]) }
        defer { JSPropertyNameArrayRelease(names) }
        let count = JSPropertyNameArrayGetCount(names)
        try spend(Double(count), &members)
        var fields = Fields()
        fields.reserveCapacity(count)
        for index in 0..<count {
            guard let name = JSPropertyNameArrayGetNameAtIndex(names, index) else { continue }
            let member = try checked { JSObjectGetProperty(context, object, name, &$0) }
            fields[String(releasing: JSStringRetain(name))] = try taken(member, depth: depth, members: &members)
        }
        return .collection(fields)
    }

    /// What `toJSON` gives, for an object that has one.
    private func replaced(_ object: JSObjectRef) throws(ScriptFault) -> JSValueRef? {
        let method = try property("toJSON", of: object)
        guard JSValueIsObject(context, method), let function = JSValueToObject(context, method, nil),
            JSObjectIsFunction(context, function)
        else { return nil }
        return try checked { JSObjectCallAsFunction(context, function, object, 0, nil, &$0) }
    }

    private func bytes(_ object: JSObjectRef, kind: JSTypedArrayType) throws(ScriptFault) -> [UInt8] {
        var thrown: JSValueRef?
        let isWhole = kind == kJSTypedArrayTypeArrayBuffer
        let count =
            isWhole
            ? JSObjectGetArrayBufferByteLength(context, object, &thrown)
            : JSObjectGetTypedArrayByteLength(context, object, &thrown)
        let start =
            isWhole
            ? JSObjectGetArrayBufferBytesPtr(context, object, &thrown)
            : JSObjectGetTypedArrayBytesPtr(context, object, &thrown)
        guard let start, count > 0 else { return [] }
        let offset = isWhole ? 0 : JSObjectGetTypedArrayByteOffset(context, object, &thrown)
        return Array(UnsafeRawBufferPointer(start: start + offset, count: count))
    }

    private func text(_ value: JSValueRef) throws(ScriptFault) -> String {
        var thrown: JSValueRef?
        let copy = JSValueToStringCopy(context, value, &thrown)
        if let thrown { throw .thrown(failure(of: thrown)) }
        return copy.map { String(releasing: $0) } ?? ""
    }

    private func spend(_ count: Double, _ members: inout Int) throws(ScriptFault) {
        guard count <= Double(Self.memberLimit - members) else {
            throw .untransferable("a value with more than \(Self.memberLimit) members")
        }
        members += Int(count)
    }
}
