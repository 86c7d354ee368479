internal import CCurl
internal import Foundation

/// Certificates in PEM at an address that does not change, for libcurl to read while a transfer runs.
final class CertificateBundle {
    let bytes: UnsafeRawBufferPointer

    init(_ pem: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(pem.count, 1), alignment: 1)
        copy.copyBytes(from: pem)
        bytes = UnsafeRawBufferPointer(start: copy.baseAddress, count: pem.count)
    }

    deinit {
        bytes.deallocate()
    }
}

/// The system's certificates combined with those that requests bring; belongs to the engine's thread.
///
/// libcurl takes either a file or a text with certificates, so a request that trusts more than the system gets a text
/// with both. libcurl compares these texts when it looks for a connection to use again, so one made with additional
/// certificates serves only requests with the same.
final class CertificateStore {
    private let file: String?
    private var system: [UInt8]?
    private var bundles: [String: CertificateBundle] = [:]
    private var order: [String] = []

    /// How many combinations are kept; each is as large as the system's certificates, some 200 KB.
    private static let capacity = 16

    /// - Parameter file: The system's certificates; `nil` when libcurl finds them in another way, which adds to the text.
    init(file: String?) {
        self.file = file
    }

    /// The system's certificates and the given ones.
    func bundle(adding pem: String) -> CertificateBundle {
        if let known = bundles[pem] {
            return known
        }
        let bundle = CertificateBundle(systemCertificates() + [0x0A] + Array(pem.utf8))
        if order.count == Self.capacity {
            bundles[order.removeFirst()] = nil
        }
        order.append(pem)
        bundles[pem] = bundle
        return bundle
    }

    private func systemCertificates() -> [UInt8] {
        if let system {
            return system
        }
        let read = file.flatMap { FileManager.default.contents(atPath: $0) }.map { [UInt8]($0) } ?? []
        system = read
        return read
    }
}
