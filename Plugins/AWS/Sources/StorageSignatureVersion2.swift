import Crypto
import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Signature version 2 as S3 and its many kin know it: `Authorization: AWS key:signature`.
struct StorageSignatureVersion2 {
    let credentials: AWSCredentials
    /// Whole seconds since 1970.
    let seconds: Double

    /// Adds the date, the session and the signature to a request.
    func sign(_ request: inout SignableRequest, at address: WebAddress) {
        request.headers.remove("authorization")
        request.headers.set("Date", HTTPDate.text(seconds))
        if let session = credentials.session { request.headers.set("X-Amz-Security-Token", session.reveal()) }
        let headers = request.headers
        let plain = ["content-md5", "content-type", "date"].map { String(headers.first($0)?.trimmingBlanks() ?? "") }
        let text = ([request.method.uppercased()] + plain + amazonHeaders(headers) + [resource(of: address)])
            .joined(separator: "\n")
        let key = SymmetricKey(data: Array(credentials.secret.reveal().utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(text.utf8), using: key)
        request.headers.set("Authorization", "AWS \(credentials.key):\(Binary(Array(code)).base64)")
    }

    private func amazonHeaders(_ headers: HeaderFields) -> [String] {
        var values: [ExactText: [String]] = [:]
        for field in headers where field.name.lowercased().starts(withBytesOf: "x-amz-") {
            values[ExactText(field.name.lowercased()), default: []].append(String(field.value.trimmingBlanks()))
        }
        return values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.joined(separator: ","))" }
    }

    /// The path with the bucket in front where the host names it, and the sub-resources of the query.
    private func resource(of address: WebAddress) -> String {
        var resource = String(address.path)
        if resource.isEmpty { resource = "/" }
        if let bucket = credentials.bucket ?? Self.bucket(inHostOf: address) { resource = "/\(bucket)\(resource)" }
        let signed = FormDecoding.pairs(of: (address.query ?? "").utf8).compactMap(Self.subresource)
        guard !signed.isEmpty else { return resource }
        let sorted = signed.enumerated().sorted {
            (ExactText($0.element.name), $0.offset) < (ExactText($1.element.name), $1.offset)
        }
        return resource + "?" + sorted.map(\.element.text).joined(separator: "&")
    }

    private static func subresource(
        _ pair: (name: Substring.UTF8View, value: Substring.UTF8View?)
    ) -> (name: String, text: String)? {
        let name = String(Substring(pair.name))
        guard subresources.contains(ExactText(name)) else { return nil }
        guard let value = pair.value else { return (name, name) }
        return (name, "\(name)=\(String(decoding: PercentEncoding.decode(value), as: UTF8.self))")
    }

    /// The bucket of `bucket.s3.amazonaws.com` and its regional forms.
    private static func bucket(inHostOf address: WebAddress) -> String? {
        let host = address.host.host.lowercased()
        guard host.ends(withBytesOf: ".amazonaws.com") || host.ends(withBytesOf: ".amazonaws.com.cn") else {
            return nil
        }
        let labels = host.parts(between: ".", omittingEmpty: true)
        guard let storage = labels.lastIndex(where: { $0.isExactly("s3") || $0.starts(withBytesOf: "s3-") }),
            storage > 0
        else {
            return nil
        }
        return labels[..<storage].joined(separator: ".")
    }

    /// The query parameters that are part of what is addressed.
    private static let subresources: Set<ExactText> = [
        "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location",
        "logging", "metrics", "notification", "object-lock", "partNumber", "policy", "replication", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding",
        "response-content-language", "response-content-type", "response-expires", "restore", "select", "select-type",
        "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ]
}
