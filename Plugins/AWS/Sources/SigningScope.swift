import IML
import PatchbayAuth
import PatchbayText

/// The service and region a version 4 signature is for.
struct SigningScope: Sendable, Equatable {
    let service: String
    let region: String

    /// Takes the scope from the `aws` object, and what that leaves out from the host.
    ///
    /// - Throws: `InvalidConfigurationError` when neither says which service it is.
    init(_ credentials: AWSCredentials, address: WebAddress) throws(PlatformError) {
        let host = address.host.text.lowercased()
        let inferred = Self.inferred(fromHost: address.host.host.lowercased())
        guard let service = credentials.service ?? inferred.service else {
            throw PlatformError(
                .invalidConfigurationError,
                "The host '\(host)' does not say which AWS service it is; set aws.service (and aws.region).",
                path: "aws.service"
            )
        }
        self.service = service
        region = credentials.region ?? inferred.region ?? "us-east-1"
    }

    /// Reads `service.region.amazonaws.com` and the forms older services have.
    private static func inferred(fromHost host: String) -> (service: String?, region: String?) {
        guard let suffix = ["amazonaws.com", "amazonaws.com.cn"].first(where: { host.ends(withBytesOf: ".\($0)") })
        else { return (nil, nil) }
        let end = host.utf8.index(host.endIndex, offsetBy: -suffix.utf8.count - 1)
        let labels = host[..<end].parts(between: ".", omittingEmpty: true)
        if let storage = labels.lastIndex(where: { $0.isExactly("s3") || $0.starts(withBytesOf: "s3-") }) {
            return ("s3", storageRegion(labels[storage...]))
        }
        guard let last = labels.last else { return (nil, nil) }
        if last.isExactly(oneOf: "es", "aoss"), labels.count > 1 {
            return (String(last), String(labels[labels.count - 2]))
        }
        guard labels.count > 1 else { return (signingName(last), nil) }
        return (signingName(labels[labels.count - 2]), String(last))
    }

    /// The region after `s3`, or in `s3-eu-west-1`; the dual-stack and acceleration names are none.
    private static func storageRegion(_ labels: ArraySlice<Substring>) -> String? {
        let known = labels.dropFirst().first { !$0.isExactly("dualstack") }
        if let known { return String(known) }
        guard let first = labels.first, first.starts(withBytesOf: "s3-"),
            !first.isExactly(oneOf: "s3-accelerate", "s3-external-1")
        else {
            return nil
        }
        return String(first.dropFirst(3))
    }

    /// Where the name in the host is not the one that is signed.
    private static func signingName(_ label: Substring) -> String {
        switch ExactText(label) {
        case "email": "ses"
        default: String(label)
        }
    }
}
