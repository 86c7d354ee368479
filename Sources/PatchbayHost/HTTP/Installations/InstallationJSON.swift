import IML
import PatchbayRuntime

/// How the API writes what is filled in of installation parameters: names, never values.
enum InstallationJSON {
    static let installation = Representation<InstallationSummary>(
        "Installation",
        [
            .text("app") { $0.app },
            .text("connection") { $0.connection },
            .ifAny("parameters", .anything) { $0.parameters },
            .list("keys", of: key) { $0.keys },
            .texts("missing") { $0.missing },
            .texts("unset") { $0.unset },
        ]
    )

    private static let key = Representation<(name: String, origin: GivenInstallations.Origin)>(
        "InstallationKey",
        [
            .text("name") { $0.name },
            .always("from", .oneOf(GivenInstallations.Origin.self)) { .text($0.origin.rawValue) },
        ]
    )
}
