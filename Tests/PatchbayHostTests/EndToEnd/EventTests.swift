import IML
import PatchbayTesting
import Synchronization
import Testing

/// What a host tells whoever listens.
@Suite struct EventTests {
    @Test func listenersHearOfAppsConnectionsAndCalls() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            let heard = HeardText()
            let address = stage.host.url + "/v1/events"
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let events = WebRequest(url: address)
                    let answer = try await WebClient().stream(events) { piece in
                        heard.text.withLock { heard in
                            heard += String(decoding: piece, as: UTF8.self)
                            return !Self.isComplete(heard)
                        }
                    }
                    #expect(answer.header("content-type")?.hasPrefix("text/event-stream") == true)
                }
                // Nobody knows when the listener is there, so things happen until it has heard of each.
                var round = 0
                try await until("everything is heard") {
                    round += 1
                    try await makeThingsHappen(on: stage, round: round)
                    return heard.text.withLock { Self.isComplete($0) }
                }
                try await group.waitForAll()
            }
            #expect(!heard.text.withLock { $0 }.contains("sample-api-key"))
        }
    }

    private static func isComplete(_ heard: String) -> Bool {
        ["event: app.changed", "event: connection.changed", "event: execution.finished"].allSatisfy(heard.contains)
    }

    private func makeThingsHappen(on stage: Stage, round: Int) async throws {
        let made = try await stage.host.call(
            "POST",
            "/v1/apps/parcels/connections/parcels",
            ["parameters": ["apiKey": "sample-api-key"]]
        )
        _ = try await stage.host.run(
            "parcels",
            "trackParcel",
            connection: try made.json["id"].text,
            ["code": "PX0001"]
        )
        try stage.folder.write(#"{"round": \#(round)}"#, to: "apps/parcels/general/common.json")
        #expect(try await stage.host.call("POST", "/v1/reload").status == 200)
    }
}

/// What a listener has heard so far.
private final class HeardText: Sendable {
    let text = Mutex("")
}
