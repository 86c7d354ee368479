import Foundation
import IML
import Testing

/// Every component of many apps, run once through the real host against a service that plays along.
///
/// Each must send well-formed requests and give bundles or the app's own declared error; none may crash or hang.
@Suite struct ConformanceTests {
    /// Published apps, where this machine has them.
    private static let corpus = Repository.path + "/../shared/corpus"
    /// Apps whose connections can never be made: the address of this one is relative, and no base counts for it.
    private static let unconnectable: Set<String> = ["everyrow"]
    private static let isThere = FileManager.default.fileExists(atPath: corpus)

    @Test func everySampleAppRuns() async throws {
        let table = try await run(Repository.path + "/apps", skipping: ["notes", "tasks"])
        #expect(table.faults == [])
        #expect(table.reasons == [])
        #expect(table.total >= 6)
    }

    @Test(.enabled(if: isThere)) func everyPublishedAppRuns() async throws {
        let table = try await run(URL(fileURLWithPath: Self.corpus).standardized.path, skipping: Self.unconnectable)
        print(table.text)
        #expect(table.faults == [])
        #expect(table.total >= 150)
    }

    @Test(.enabled(if: isThere), arguments: ["html", "not-json", "not-utf8", "empty"])
    func everyPublishedAppOutlivesAnAnswerThatMakesNoSense(fault: String) async throws {
        let table = try await run(
            URL(fileURLWithPath: Self.corpus).standardized.path,
            skipping: Self.unconnectable,
            fault: fault
        )
        #expect(table.faults == [])
        if fault == "not-json" {
            #expect(table.reasons.count > 100, "an app that does not notice is one that is not run")
        }
    }

    /// Runs everything of a directory of bundles.
    ///
    /// - Parameters:
    ///   - skipped: Apps whose connections need a user.
    ///   - fault: What the service does wrong in each run.
    private func run(
        _ bundles: String,
        skipping skipped: Set<String> = [],
        fault: String? = nil
    ) async throws -> ConformanceTable {
        var table = ConformanceTable()
        try await withStubbedHost(bundles) { host in
            for app in try await host.apps() where !skipped.contains(app["name"].text) {
                table.begin(app["name"].text)
                let connections = try await connect(app, host)
                for component in components(of: app) {
                    let outcome = try await host.run(
                        component.kind,
                        component.name,
                        of: app["name"].text,
                        connections: connections,
                        fault: fault
                    )
                    guard let outcome else { continue }
                    #expect(outcome.seconds < 20, "\(app["name"].text)/\(component.name)")
                    table.count(component, Verdict(outcome, mistakes: component.isBroken), seconds: outcome.seconds)
                }
            }
            #expect(try await host.host.call("GET", "/v1/health").status == 200)
        }
        return table
    }

    /// Makes each connection of an app.
    ///
    /// - Returns: Their ids, by the name of their spec.
    private func connect(_ app: Value, _ host: StubbedHost) async throws -> [String: String] {
        var ids: [String: String] = [:]
        for connection in app["connections"].asArray ?? [] {
            let name = connection["name"].text
            guard let outcome = try await host.run("connection", name, of: app["name"].text) else { continue }
            let verdict = Verdict(outcome, mistakes: connection["status"] == "failed")
            #expect(verdict.kind == .ran, "\(app["name"].text), connection \(name): \(verdict.reason)")
            ids[name] = try? outcome.answer.json["id"].text
        }
        return ids
    }

    /// What an app has to call; a trigger that only a webhook feeds cannot be.
    private func components(of app: Value) -> [ConformanceTable.Component] {
        let listed = ["module": app["modules"], "rpc": app["rpcs"]]
        return ["module", "rpc"].flatMap { kind in
            (listed[kind]?.asArray ?? [])
                .filter { !["trigger", "instant_trigger", "responder"].contains($0["type"].text) }
                .map { .init(kind: kind, name: $0["name"].text, isBroken: $0["status"] == "failed") }
        }
    }
}
