import Crypto
import PatchbayText

extension Builtin {
    /// The functions of this chapter.
    static let binary: [Builtin] =
        [
            hash("md5", Insecure.MD5.self, example: "5d41402abc4b2a76b9719d911017c592"),
            hash("sha1", Insecure.SHA1.self, example: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
            hash(
                "sha256",
                SHA256.self,
                example: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
            ),
            hash(
                "sha512",
                SHA512.self,
                example: "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca7"
                    + "2323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043"
            ),
        ] + conversions

    private static func hash<Function: HashFunction>(
        _ name: String,
        _ function: Function.Type,
        example: String
    ) -> Builtin {
        Builtin(
            "\(name)(text, [encoding], [key], [keyEncoding])",
            .binary,
            1...4,
            "The \(name.uppercased()) of a text or binary as hex (unless said otherwise), base64 or latin1; with a key "
                + "the HMAC. The key is text, unless its encoding says hex, base64 or binary.",
            examples: ["\(name)('hello')": "\"\(example)\""]
        ) { call throws(EvaluationError) in
            guard let data = try call.bytes(0) else { return .null }
            try call.spend(data.count / 4 + 32)
            let encoding = try call.encoding(1, default: .hex)
            guard let key = try call.key(2, encoding: 3) else {
                return encoding.write(Array(Function.hash(data: data)))
            }
            let code = HMAC<Function>.authenticationCode(for: data, using: SymmetricKey(data: key))
            return encoding.write(Array(code))
        }
    }

    /// `base64`, `toString` and `toBinary`.
    private static let conversions: [Builtin] = [
        Builtin(
            "base64(value)",
            .binary,
            1...1,
            "The base64 of a text's UTF-8 bytes, or of binary.",
            examples: ["base64('hello')": "\"aGVsbG8=\""]
        ) { call throws(EvaluationError) in
            guard let data = try call.bytes(0) else { return .null }
            try call.spend(data.count / 8 + 1)
            return try call.result(Base64.encode(data))
        },
        Builtin(
            "toString(value, [encoding])",
            .binary,
            1...2,
            "The value as text; binary as utf8 (unless said otherwise), hex, base64, ascii or latin1.",
            examples: ["toString(42)": "\"42\"", "toString(toBinary('hello'), 'hex')": "\"68656c6c6f\""]
        ) { call throws(EvaluationError) in
            let value = call.value(0)
            if value.isMissing { return .null }
            try call.spend(reading: 0)
            guard case .binary(let binary) = value else { return try call.result(value.text) }
            try call.spend(reading: 0, stepsFor64Bytes: 16)
            let encoded = try call.encoding(1, default: .utf8).write(binary.bytes)
            return try call.result(encoded.text)
        },
        Builtin(
            "toBinary(value, [encoding])",
            .binary,
            1...2,
            "The bytes a text stands for in utf8 (unless said otherwise), hex, base64, ascii or binary.",
            examples: ["toString(toBinary('68656c6c6f', 'hex'))": "\"hello\""]
        ) { call throws(EvaluationError) in
            if case .binary = call.value(0) { return call.value(0) }
            guard let text = try call.text(0) else { return .null }
            try call.spend(reading: 0, stepsFor64Bytes: 64)
            let encoding = try call.encoding(1, default: .utf8)
            guard let bytes = encoding.read(text) else {
                throw call.failure(0, expected: encoding.textInWords)
            }
            return try call.result(bytes)
        },
    ]
}

extension FunctionCall {
    /// The encoding an argument names.
    ///
    /// - Throws: `DataError` when there is no such encoding.
    func encoding(_ position: Int, default standard: ByteEncoding) throws(EvaluationError) -> ByteEncoding {
        guard let name = try text(position), !name.isEmpty else { return standard }
        guard let encoding = ByteEncoding(name) else {
            throw failure(position, expected: "one of utf8, hex, base64, base64url, ascii, latin1 and binary")
        }
        return encoding
    }

    /// The bytes of a key; `nil` when it is missing or empty.
    func key(_ position: Int, encoding: Int) throws(EvaluationError) -> [UInt8]? {
        let value = value(position)
        if value.isEmpty { return nil }
        if case .binary(let binary) = value { return binary.bytes }
        let encoding = try self.encoding(encoding, default: .utf8)
        guard let text = try text(position) else { return nil }
        guard let bytes = encoding.read(text) else {
            // A key is never shown.
            throw failure("argument \(position + 1) is no key in the encoding \(encoding)")
        }
        return bytes
    }
}
