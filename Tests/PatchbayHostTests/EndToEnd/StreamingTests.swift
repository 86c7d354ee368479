import IML
import PatchbayTesting
import Synchronization
import Testing

/// Bundles that arrive while later pages are still fetched.
@Suite struct StreamingTests {
    private func request(_ stage: Stage, _ connection: String, limit: Int) -> WebRequest {
        let body: Value = ["connection": .text(connection), "parameters": ["limit": Value(integerLiteral: limit)]]
        return WebRequest(
            method: "POST",
            url: stage.host.url + "/v1/apps/notes/modules/searchNotes/run",
            headers: [("Accept", "application/x-ndjson"), ("Content-Type", "application/json")],
            body: body.json()
        )
    }

    @Test func oneBundleALineAsTheyArrive() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            // The second page is late, so the first page's bundles must be here long before the end.
            try await stage.provider.arm(["path": "/api/notes", "times": 1])
            try await stage.provider.arm(["path": "/api/notes", "times": 1, "milliseconds": 1_500])
            let arrivals = Mutex<[ContinuousClock.Instant]>([])
            let answer = try await WebClient().stream(request(stage, id, limit: 250)) { _ in
                arrivals.withLock { $0.append(.now) }
                return true
            }
            #expect(answer.status == 200)
            #expect(answer.header("content-type")?.hasPrefix("application/x-ndjson") == true)
            let lines = answer.text.split(separator: "\n")
            #expect(lines.count == 250)
            #expect(try lines.map { try Value(jsonText: String($0))["id"].asInt } == Array(1...250))
            let times = arrivals.withLock { $0 }
            let first = try #require(times.first)
            let last = try #require(times.last)
            #expect(last - first > .milliseconds(1_000))
        }
    }

    @Test func aClientThatLeavesStopsThePaging() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            try await stage.provider.arm(["path": "/api/notes", "times": 1])
            try await stage.provider.arm(["path": "/api/notes", "times": 9, "milliseconds": 300])
            _ = try await WebClient().stream(request(stage, id, limit: 250)) { _ in false }
            let next = try await stage.host.run("notes", "getNote", connection: id, ["noteId": 1])
            #expect(next.status == 200, "the host serves the next call")
        }
    }

    @Test func theCommandPrintsLinesOfARunningHostAsTheyArrive() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            try await stage.provider.arm(["path": "/api/notes", "times": 1])
            try await stage.provider.arm(["path": "/api/notes", "times": 1, "milliseconds": 1_500])
            let process = try ChildProcess(
                try Repository.product("patchbay"),
                [
                    "run", "notes", "searchNotes", "--connection", id, "-p", "limit=250", "--ndjson", "--url",
                    stage.host.url,
                ],
                in: stage.folder.path,
                errorFile: stage.folder.path + "/run.log"
            )
            let first = try await process.line()
            let seen = ContinuousClock.now
            #expect(try Value(jsonText: first)["id"] == 1)
            let rest = try await process.remainingOutput()
            #expect(ContinuousClock.now - seen > .milliseconds(1_000))
            #expect(rest.split(separator: "\n").count == 249)
            #expect(try await process.ended() == 0)
        }
    }

    @Test func anErrorBeforeTheFirstBundleIsAProblem() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            try await stage.provider.arm([
                "path": "/api/notes", "status": 422, "body": #"{"error":{"message":"No."}}"#,
                "headers": ["Content-Type": "application/json"],
            ])
            let answer = try await WebClient().send(request(stage, id, limit: 10))
            #expect(answer.status == 422)
            #expect(answer.header("content-type") == "application/problem+json")
        }
    }
}
