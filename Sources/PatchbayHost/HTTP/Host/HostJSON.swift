import IML
import PatchbayBundle

/// How the API writes how the host is, and what became of bundles.
enum HostJSON {
    /// How the host is.
    static let health = Representation<(apps: Int, uptime: Double)>(
        "Health",
        [
            .always("status", .oneOf(["ok"])) { _ in "ok" },
            .text("version") { _ in PatchbayVersion.current },
            .integer("apps") { $0.apps },
            .number("uptime") { ($0.uptime * 1_000).rounded() / 1_000 },
        ]
    )

    /// What became of bundles.
    static let changes = Representation<[AppChange]>("Changes", [.list("changes", of: change) { $0 }])

    /// What became of one bundle.
    static let change = Representation<AppChange>(
        "Change",
        [
            .text("app") { $0.app },
            .always("change", .oneOf(AppChange.Kind.self)) { .text($0.kind.rawValue) },
            .ifAny("status", .oneOf(AppDefinition.Status.self)) { $0.status.map(Value.text) ?? .undefined },
            .text("revision", ifAny: { $0.revision }),
            .integer("problems") { $0.problems },
        ]
    )
}
