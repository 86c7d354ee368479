import PatchbayText

/// Through which proxies requests go.
///
/// Behind a proxy the address guard cannot see what a name resolves to, since the proxy resolves it: it then only
/// refuses hosts that are written as addresses, and `localhost`. That is why proxies are used only when the operator
/// asks for it.
public struct ProxySettings: Sendable {
    private var proxyForHTTP: String?
    private var proxyForHTTPS: String?
    private var exceptions: [HostPattern] = []
    private var exceptsAll = false

    /// No proxy, whatever the environment says.
    public static let none = ProxySettings(environment: [:])

    /// Takes `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in capital or small letters, from an environment.
    ///
    /// `NO_PROXY` is a list of hosts with commas between them: a domain stands for itself and everything below it, with
    /// or without a leading dot; addresses, address ranges, ports after a colon and `*` for all are understood. Entries
    /// that are none of these are ignored.
    ///
    /// - Parameter environment: The variables of a process.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            let value = environment[name.lowercased()] ?? environment[name]
            return value?.isEmpty == false ? value : nil
        }
        proxyForHTTP = value("HTTP_PROXY")
        proxyForHTTPS = value("HTTPS_PROXY")
        for entry in (value("NO_PROXY") ?? "").split(whereSeparator: { $0 == "," || $0 == " " }) {
            except(String(entry))
        }
    }

    /// The proxy for an origin, `nil` for a direct connection.
    func proxy(for origin: Origin) -> String? {
        let proxy =
            switch origin.scheme {
            case .http: proxyForHTTP
            case .https: proxyForHTTPS
            }
        guard let proxy, !exceptsAll else { return nil }
        let address = IPAddress(anyFormOf: origin.host)
        let isExcepted = exceptions.contains { $0.allows(host: origin.host, address: address, port: origin.port) }
        return isExcepted ? nil : proxy
    }

    private mutating func except(_ entry: String) {
        if entry == "*" {
            exceptsAll = true
            return
        }
        let domain = entry.drop { $0 == "." || $0 == "*" }
        exceptions += [String(domain), "*.\(domain)"].compactMap { try? HostPattern($0) }
    }
}
