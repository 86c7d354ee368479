import PatchbayTesting

/// A gzip stream (RFC 1952) that never ends and gives 158 bytes for each of its own.
enum GzipBomb {
    /// The gzip header and the start of a block with fixed codes (RFC 1951, section 3.2.6): a zero to be repeated.
    ///
    /// Bits from the least significant one: not the last block (0), fixed codes (10), the literal 0 (00110000), and nine
    /// copies (11000101 00000 for length 258, distance 1), with which these 128 bits are whole bytes.
    static let start: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bytes(of: "0" + "10" + "00110000", copies: 9)

    /// More copies, a whole number of bytes.
    static let piece: [UInt8] = bytes(of: "", copies: 8 * 256)

    /// 200,000 letters a, compressed by Python's gzip module: a text within what is not checked.
    static let harmless = """
        H4sIAAAAAAACA+3BMQEAAADCoKzrX8IM/kABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAK8Bm1Np\
        4EANAwA=
        """

    /// Packs bits as deflate does; those that fill no byte are dropped.
    private static func bytes(of prefix: String, copies: Int) -> [UInt8] {
        let bits = Array((prefix + String(repeating: "1100010100000", count: copies)).utf8)
        return stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            (0..<8).reduce(0) { $0 | (bits[start + $1] - UInt8(ascii: "0")) << UInt8($1) }
        }
    }
}

extension LoopbackConnection {
    /// Sends bytes as one chunk.
    @discardableResult
    func sendChunk(_ bytes: [UInt8]) -> Bool {
        send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }
}
