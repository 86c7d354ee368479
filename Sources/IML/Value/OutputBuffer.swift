import PatchbayText

/// Bytes that are written once and taken once, without the checks an array makes at each append.
struct OutputBuffer: ~Copyable, ByteOutput {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    /// Whether `start` is memory of its own.
    private var isOwner: Bool

    /// Starts with memory of its own.
    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
        isOwner = true
    }

    /// Starts in borrowed memory, which has to outlive the buffer, and moves when that is full.
    init(borrowing memory: UnsafeMutableBufferPointer<UInt8>) {
        isOwner = memory.baseAddress == nil
        capacity = isOwner ? 64 : memory.count
        start = memory.baseAddress ?? .allocate(capacity: 64)
    }

    deinit {
        if isOwner { start.deallocate() }
    }

    /// What was written so far; valid until the next change.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(by: bytes.count) }
        OutputBuffer.copy(source, to: start + count, count: bytes.count)
        count += bytes.count
    }

    /// Copies bytes; most are so few that two words, which may overlap, take less time than a call.
    @inline(__always)
    private static func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, count: Int) {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        switch count {
        case 8...16:
            let (head, tail) = (
                from.loadUnaligned(as: UInt64.self), from.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            )
            to.storeBytes(of: head, as: UInt64.self)
            to.storeBytes(of: tail, toByteOffset: count - 8, as: UInt64.self)
        case 4..<8:
            let (head, tail) = (
                from.loadUnaligned(as: UInt32.self), from.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            )
            to.storeBytes(of: head, as: UInt32.self)
            to.storeBytes(of: tail, toByteOffset: count - 4, as: UInt32.self)
        case 0..<4:
            for position in 0..<count { target[position] = source[position] }
        default: target.update(from: source, count: count)
        }
    }

    /// Appends so many bytes, which the closure writes to memory that holds anything before.
    @inline(__always)
    mutating func append(count additional: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) {
        if capacity - count < additional { grow(by: additional) }
        write(start + count)
        count += additional
    }

    @inline(never)
    private mutating func grow(by additional: Int) {
        let larger = max(capacity * 2, count + additional)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        if isOwner { start.deallocate() }
        start = moved
        capacity = larger
        isOwner = true
    }
}

extension String {
    /// Puts a text together on the stack, which takes it to memory once and only when it is long.
    @inline(__always)
    static func written<Failure: Error>(
        _ write: (inout OutputBuffer) throws(Failure) -> Void
    ) throws(Failure) -> String {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { memory throws(Failure) in
            var output = OutputBuffer(borrowing: memory)
            try write(&output)
            return String(decoding: output.bytes, as: UTF8.self)
        }
    }
}
