internal import CCurl
internal import Foundation

/// A list of texts for libcurl in memory that is used again for the next one.
///
/// libcurl reads such lists while a transfer runs and never frees them, so building one costs no allocation once the
/// memory is large enough. Belongs to one thread.
final class LineList {
    private var texts = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1024)
    private var nodes = UnsafeMutableBufferPointer<curl_slist>.allocate(capacity: 16)

    deinit {
        texts.deallocate()
        nodes.deallocate()
    }

    /// Puts the given texts in place of the former.
    ///
    /// - Parameters:
    ///   - bytes: The texts, each ended by a zero byte.
    ///   - count: How many there are.
    /// - Returns: The first node, good until the next call; `nil` when there are no texts.
    func fill(_ bytes: [UInt8], count: Int) -> UnsafeMutablePointer<curl_slist>? {
        reserve(bytes: bytes.count, count: count)
        UnsafeMutableRawBufferPointer(texts).copyBytes(from: bytes)
        guard count > 0, var text = texts.baseAddress, let first = nodes.baseAddress else { return nil }
        for index in 0..<count {
            let next = index + 1 < count ? first + index + 1 : nil
            (first + index).initialize(to: curl_slist(data: text, next: next))
            text += strlen(text) + 1
        }
        return first
    }

    private func reserve(bytes: Int, count: Int) {
        if texts.count < bytes {
            texts.deallocate()
            texts = .allocate(capacity: bytes * 2)
        }
        if nodes.count < count {
            nodes.deallocate()
            nodes = .allocate(capacity: count * 2)
        }
    }
}
