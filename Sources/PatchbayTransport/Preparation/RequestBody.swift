/// The bytes of a request's body at an address that does not change, for libcurl to read while it sends them.
///
/// `@unchecked Sendable` is safe since the memory is written once in `init`, only read afterwards, and freed with the
/// last reference.
final class RequestBody: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    /// Copies a body.
    init(_ body: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(body.count, 1), alignment: 1)
        copy.copyBytes(from: body)
        bytes = UnsafeRawBufferPointer(start: copy.baseAddress, count: body.count)
    }

    deinit {
        bytes.deallocate()
    }
}
