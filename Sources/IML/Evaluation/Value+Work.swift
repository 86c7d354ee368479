extension Value {
    /// Steps it takes to read the value as a text or a number: one for 16 bytes of a text, more for what is written as JSON.
    @inline(__always)
    var readingWork: Int {
        borrowing get {
            switch self {
            case .text(let text): text.utf8.count >> 4
            case .array, .collection, .binary: structureWork
            default: 0
            }
        }
    }

    /// Steps it takes to compare the value, when it is a text, with another of the same length.
    @inline(__always)
    var comparingWork: Int {
        borrowing get {
            switch self {
            case .text(let text): text.utf8.count >> 8
            default: 0
            }
        }
    }

    /// Whether it is a text.
    @inline(__always)
    var isText: Bool {
        borrowing get {
            switch self {
            case .text: true
            default: false
            }
        }
    }

    private var structureWork: Int {
        @inline(never) borrowing get { self.footprint(upTo: 1 << 40) >> 2 }
    }
}
