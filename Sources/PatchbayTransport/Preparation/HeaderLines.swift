/// Header lines in the form libcurl takes them, each ended by a zero byte.
struct HeaderLines: Sendable {
    /// `Name: value␀Name: value␀…`.
    private(set) var bytes: [UInt8] = []

    /// How many lines there are.
    private(set) var count = 0

    /// Adds a line that is sent; the name and value must have been checked.
    mutating func append(_ name: String, _ value: String) {
        bytes.append(contentsOf: name.utf8)
        if value.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            bytes.append(UInt8(ascii: ";"))  // libcurl's notation for a line without a value; a colon would drop it.
        } else {
            bytes.append(UInt8(ascii: ":"))
            bytes.append(0x20)
            bytes.append(contentsOf: value.utf8)
        }
        endLine()
    }

    /// Adds libcurl's notation for leaving out a line that it would send by itself.
    mutating func suppress(_ name: String) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ":"))
        endLine()
    }

    private mutating func endLine() {
        bytes.append(0)
        count += 1
    }
}
