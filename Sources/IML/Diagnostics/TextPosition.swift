/// Where a byte stands in a text, as people count.
struct TextPosition {
    /// The line, from 1.
    let line: Int
    /// The column in bytes, from 1.
    let column: Int

    /// Finds the place of an offset, or of the end for one beyond it.
    init(of offset: Int, in bytes: some Collection<UInt8>) {
        var line = 1
        var lineStart = 0
        var position = 0
        for byte in bytes.prefix(offset) {
            position += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = position
            }
        }
        self.line = line
        column = position - lineStart + 1
    }
}
