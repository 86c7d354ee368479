/// Where a byte stands in a text, as people count.
struct TextPosition {
    /// The line, from 1.
    let line: Int
    /// The column in characters (Unicode scalars), from 1.
    let column: Int
    /// Where the line begins, in bytes from 0.
    let lineStart: Int

    /// Finds the place of an offset, or of the end for one beyond it.
    init(of offset: Int, in bytes: some Collection<UInt8>) {
        var line = 1
        var lineStart = 0
        var column = 1
        var position = 0
        for byte in bytes.prefix(offset) {
            position += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = position
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.lineStart = lineStart
        self.column = column
    }
}
