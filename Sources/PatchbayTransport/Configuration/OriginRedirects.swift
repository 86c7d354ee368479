public import PatchbayText

/// Sends requests for one origin to another, for sandboxes, recordings and tests (`--redirect-origin`).
///
/// A redirected request keeps its method, path, query, header lines and body. It goes to the target with the target's
/// `Host`; the original host is in `X-Forwarded-Host` and the original scheme in `X-Forwarded-Proto`. A signature over
/// the URL is still that of the original. The address guard lets the target pass, since the operator named it, and no
/// proxy is used.
public struct OriginRedirects: Sendable, Hashable {
    private var targets: [Origin: Origin] = [:]
    private var targetOfAll: Origin?

    /// Redirects nothing.
    public init() {}

    /// Reads the values of `--redirect-origin` flags.
    ///
    /// - Parameter flags: Each `ORIGIN=TARGET`, where ORIGIN may be `*` for all that no other flag names.
    /// - Throws: ``ConfigurationError`` that shows the flag and what is wrong with it.
    public init(_ flags: [String]) throws(ConfigurationError) {
        for flag in flags {
            try add(flag)
        }
    }

    /// Adds one redirection, in the notation of the flag.
    ///
    /// - Throws: ``ConfigurationError`` that shows the flag and what is wrong with it.
    public mutating func add(_ flag: String) throws(ConfigurationError) {
        guard let equals = flag.firstIndex(of: "=") else {
            throw Self.refusal(flag, "expected ORIGIN=TARGET, such as https://api.example.com=http://127.0.0.1:9000")
        }
        let target = try Self.origin(String(flag[flag.index(after: equals)...]), in: flag)
        let source = String(flag[..<equals])
        if source == "*" {
            guard targetOfAll == nil else { throw Self.refusal(flag, "'*' is redirected by another flag already") }
            targetOfAll = target
        } else if targets.updateValue(target, forKey: try Self.origin(source, in: flag)) != nil {
            throw Self.refusal(flag, "this origin is redirected by another flag already")
        }
    }

    /// Where requests for an origin go instead; `nil` when they go where they say.
    public func target(of origin: Origin) -> Origin? {
        targets[origin] ?? targetOfAll
    }

    private static func origin(_ text: String, in flag: String) throws(ConfigurationError) -> Origin {
        do throws(TransportError) {
            return try WebAddress(text).checkedOriginAlone()
        } catch {
            throw refusal(flag, "'\(text)' is not an origin. \(error.message)")
        }
    }

    private static func refusal(_ flag: String, _ reason: String) -> ConfigurationError {
        ConfigurationError("--redirect-origin '\(flag)': \(reason)\(reason.hasSuffix(".") ? "" : ".")")
    }
}
