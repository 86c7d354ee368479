/// Certificates in PEM as they come from an app's definition.
enum CertificateText {
    /// Checks that there is a complete certificate in a text; its contents are checked when it is used.
    ///
    /// - Parameter text: PEM; `nil` and blank texts mean that there is none.
    /// - Returns: The text, `nil` when there is none.
    /// - Throws: ``TransportError`` with code ``TransportError/Code/invalidCertificates``.
    static func checked(_ text: String?) throws(TransportError) -> String? {
        guard let text, text.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        guard text.utf8.count <= mostBytes else {
            throw TransportError(.invalidCertificates, "The trusted certificates are longer than 1 MiB.")
        }
        let begins = text.ranges(of: "-----BEGIN CERTIFICATE-----").count
        let ends = text.ranges(of: "-----END CERTIFICATE-----").count
        guard begins > 0, begins == ends, !text.utf8.contains(0) else { throw unreadable }
        return text
    }

    /// What is said when a text is not PEM.
    static let unreadable = TransportError(
        .invalidCertificates,
        """
        The trusted certificates cannot be read: expected PEM, one or more blocks from \
        -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.
        """
    )

    private static let mostBytes = 1024 * 1024
}
