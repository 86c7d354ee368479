import Crypto
import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// The pages a pagination has read, by digests of their requests: a cursor that comes back leads round and round.
///
/// A digest has 32 bytes however long a request is, and there are no more of them than pages a call may read.
struct PagesRead {
    private var pages: Set<SHA256.Digest> = []
    private var last: SHA256.Digest?

    /// Takes a page that was read.
    mutating func add(_ page: SHA256.Digest) {
        pages.insert(page)
        last = page
    }

    /// What is wrong with reading a page; `nil` for one that was not read before.
    ///
    /// - Parameters:
    ///   - page: The digest of its request.
    ///   - request: The request.
    func objection(to page: SHA256.Digest, _ request: OutgoingRequest) -> PlatformError? {
        guard pages.contains(page) else { return nil }
        let which = page == last ? "the page it just read again" : "a page it has read before"
        return PlatformError(
            .runtimeError,
            "The pagination asks for \(which) (\(request.method) \(request.url.parts(between: "?", most: 2)[0])); "
                + "this would never end. Let its qs, url or body name the next page, or give it a condition.",
            path: "pagination"
        )
    }
}

extension OutgoingRequest {
    /// A digest of what goes out byte for byte, signatures and what separates the parts of a multipart body aside.
    var digest: SHA256.Digest {
        var hash = SHA256()
        hash.update(part: method)
        hash.update(part: url)
        for line in headers where boundary == nil || !line.isNamed("content-type") {
            hash.update(part: line.name.lowercased())
            hash.update(part: line.value)
        }
        body?.withUnsafeBytes { hash.update($0, without: boundary ?? "") }
        return hash.finalize()
    }
}

extension SHA256 {
    /// Takes a text, with its length so that it ends where it ends.
    fileprivate mutating func update(part text: String) {
        withUnsafeBytes(of: text.utf8.count) { update(bufferPointer: $0) }
        var text = text
        text.withUTF8 { update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }

    /// Takes bytes, but for a text wherever it occurs in them behind two hyphens.
    fileprivate mutating func update(_ bytes: UnsafeRawBufferPointer, without boundary: String) {
        guard !boundary.isEmpty else { return update(bufferPointer: bytes) }
        let mark = Array("--\(boundary)".utf8)
        var start = 0
        var position = 0
        while position + mark.count <= bytes.count {
            let isMark = bytes[position] == mark[0] && bytes[position..<position + mark.count].elementsEqual(mark)
            guard isMark else {
                position += 1
                continue
            }
            update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
            position += mark.count
            start = position
        }
        update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
}
