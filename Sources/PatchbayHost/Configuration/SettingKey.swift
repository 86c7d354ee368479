/// A setting, by the name of its flag.
///
/// `--public-url`, `PATCHBAY_PUBLIC_URL` and `public-url` (or `publicUrl`) in `patchbay.json` are one setting.
package enum SettingKey: String, Sendable, CaseIterable {
    /// The directory of bundles.
    case apps
    /// The address the host listens on.
    case host
    /// The port it listens on.
    case port
    /// The directory of its data.
    case data
    /// The file that holds the store's key.
    case keyFile = "key-file"
    /// The command that prints it.
    case keyCommand = "key-command"
    /// The address it is reached at from outside.
    case publicURL = "public-url"
    /// Whether changed bundles are left alone until asked for.
    case noWatch = "no-watch"
    /// Whether changes are looked for instead of waited for.
    case poll
    /// What clients have to show.
    case apiToken = "api-token"
    /// The proxies that are believed when they say for whom they ask.
    case trustedProxy = "trusted-proxy"
    /// Hosts apps may reach although they are not public.
    case allowHost = "allow-host"
    /// Whether apps may reach private networks.
    case allowPrivate = "allow-private"
    /// Whether apps' functions run where the machine has no sandbox for them.
    case allowUnsandboxedFunctions = "allow-unsandboxed-functions"
    /// Origins whose requests go elsewhere.
    case redirectOrigin = "redirect-origin"
    /// The time zone of calls that name none.
    case timezone
    /// How far calls may go, as `pages=1000`.
    case max
    /// How much is logged.
    case logLevel = "log-level"
    /// How it is written.
    case logFormat = "log-format"
    /// The running host a command talks to.
    case url

    /// The environment's variable of the setting.
    var variable: String {
        "PATCHBAY_" + rawValue.uppercased().replacing("-", with: "_")
    }

    /// The flag of the setting.
    var flag: String { "--" + rawValue }

    /// The keys it may have in the file: the flag's name, also without dashes.
    var fileKeys: [String] {
        let words = rawValue.split(separator: "-")
        let joined = words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalizedASCII }
        return [rawValue, joined.joined()]
    }

    /// Whether its value may not be shown.
    var isSecret: Bool { self == .apiToken }

    /// Whether the host is less protected without it than whoever gave it meant it to be.
    var protects: Bool {
        switch self {
        case .apiToken, .keyFile, .keyCommand, .max, .trustedProxy: true
        default: false
        }
    }

    /// Whether it may be given several times.
    var isList: Bool { self == .allowHost || self == .redirectOrigin || self == .max || self == .trustedProxy }
}

extension Substring {
    fileprivate var capitalizedASCII: String {
        prefix(1).uppercased() + dropFirst()
    }
}
