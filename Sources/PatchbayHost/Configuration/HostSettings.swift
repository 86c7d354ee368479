import IML
package import Logging
package import PatchbayAuth
package import PatchbayRuntime
package import PatchbayStore
import PatchbayText
package import PatchbayTransport

/// How a host runs.
package struct HostSettings: Sendable {
    /// How changes of bundles are noticed.
    package enum Watching: Sendable, Hashable {
        /// The system tells; changes are looked for where it cannot.
        case events
        /// Changes are looked for.
        case polling
        /// Not at all.
        case off
    }

    /// The form of log lines.
    package enum LogFormat: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// An object a line.
        case json
    }

    /// The directory of bundles, or a bundle.
    package var apps = "apps"
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 for any that is free.
    package var port = 8700
    /// The directory of the host's data.
    package var data = ".patchbay"
    /// Where the store's key comes from.
    package var keySource = KeySource.standard
    /// Installation parameters of apps' connection specs.
    package var installations = GivenInstallations()
    /// The address the host is reached at, without a trailing slash; `nil` for the one it listens on.
    package var publicURL: String?
    /// How changes of bundles are noticed.
    package var watching = Watching.events
    /// What clients have to show.
    package var apiToken: Secret?
    /// What apps may reach.
    package var addressGuard = AddressGuard()
    /// Whether apps' functions run where the machine has no sandbox for them.
    package var runsUnsandboxedFunctions = false
    /// Origins whose requests go elsewhere.
    package var redirects = OriginRedirects()
    /// The time zone of calls that name none, and of connection specs.
    package var timezone = "UTC"
    /// How far calls may go.
    package var limits = RuntimeLimits()
    /// How much clients may take.
    package var serverLimits = ServerLimits()
    /// The proxies that are believed when they say for whom they ask.
    var trustedProxies = TrustedProxies.none
    /// How much is logged.
    package var logLevel = Logger.Level.info
    /// How it is written.
    package var logFormat = LogFormat.text

    /// The defaults.
    package init() {}

    /// Reads settings from all their sources.
    ///
    /// - Throws: ``SetupError`` that names the wrong value and where it came from.
    package init(_ given: GivenSettings) throws(SetupError) {
        try given.checkProtecting()
        apps = given.text(.apps) ?? apps
        data = given.text(.data) ?? data
        keySource = try Self.keySource(given)
        installations = given.installations
        host = try given.read(.host, "an address to listen on", Self.hostName) ?? host
        port = try given.read(.port, "a port; give a number from 0 to 65535", Self.portNumber) ?? port
        publicURL = try given.read(.publicURL, "an address such as https://patchbay.example.com", PublicURL.normalized)
        watching = try given.isOn(.noWatch) ? .off : given.isOn(.poll) ? .polling : .events
        apiToken = try given.read(.apiToken, "a token; use printable characters without spaces", Self.token)
        addressGuard = try Self.addressGuard(given)
        runsUnsandboxedFunctions = try given.isOn(.allowUnsandboxedFunctions)
        redirects = try Self.redirects(given)
        timezone =
            try given.read(.timezone, "a time zone; use a name such as Europe/Prague, or UTC", Self.zoneName)
            ?? timezone
        (limits, serverLimits) = try HostLimits.read(given)
        trustedProxies = try Self.trustedProxies(given)
        logLevel =
            try given.read(.logLevel, "a log level; use \(Self.levels)", Logger.Level.init(rawValue:)) ?? logLevel
        logFormat = try given.read(.logFormat, "a log format; use text or json", LogFormat.init(rawValue:)) ?? logFormat
        guard apiToken != nil || ListenAddress.isLoopback(host) else {
            let origin = given[.host]?.origin ?? "--host"
            throw SetupError(
                "\(origin): '\(host)' can be reached from other machines; set --api-token (or PATCHBAY_API_TOKEN) too",
                isUsage: true
            )
        }
    }

    private static func keySource(_ given: GivenSettings) throws(SetupError) -> KeySource {
        switch (given[.keyFile], given[.keyCommand]) {
        case (nil, nil): return .standard
        case (let file?, nil): return .file(file.values.last ?? "")
        case (nil, let command?): return .command(command.values.last ?? "")
        case (let file?, let command?):
            throw SetupError(
                "\(file.origin) and \(command.origin) both say where the key comes from; leave one of them out",
                isUsage: true
            )
        }
    }

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func hostName(_ text: String) -> String? {
        let text = HostAndPort.unbracketed(text)
        return text.isEmpty || text.contains(where: { $0 == "/" || $0 == " " || $0 == "@" }) ? nil : text
    }

    private static func portNumber(_ text: String) -> Int? {
        Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
    }

    private static func zoneName(_ text: String) -> String? {
        Zone(text) == nil ? nil : text
    }

    private static func token(_ text: String) -> Secret? {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? Secret(text) : nil
    }

    private static func addressGuard(_ given: GivenSettings) throws(SetupError) -> AddressGuard {
        var allowed: [HostPattern] = []
        if let setting = given[.allowHost] {
            for text in setting.values {
                do { allowed.append(try HostPattern(text)) } catch { throw setting.refusal(error) }
            }
        }
        return AddressGuard(allowPrivate: try given.isOn(.allowPrivate), allowedHosts: allowed)
    }

    private static func trustedProxies(_ given: GivenSettings) throws(SetupError) -> TrustedProxies {
        guard let setting = given[.trustedProxy] else { return .none }
        do { return try TrustedProxies(setting.values) } catch { throw setting.refusal(error) }
    }

    private static func redirects(_ given: GivenSettings) throws(SetupError) -> OriginRedirects {
        guard let setting = given[.redirectOrigin] else { return OriginRedirects() }
        do { return try OriginRedirects(setting.values) } catch { throw setting.refusal(error) }
    }
}

extension GivenSetting {
    /// An error of the transport's settings, with the place the text came from where that is no flag.
    fileprivate func refusal(_ error: ConfigurationError) -> SetupError {
        SetupError(origin.hasPrefix("--") ? error.message : "\(origin): \(error.message)", isUsage: true)
    }
}
