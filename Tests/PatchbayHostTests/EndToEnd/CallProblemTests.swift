import IML
import PatchbayTesting
import Testing

/// Every way a call can go wrong, as a client sees it.
@Suite struct CallProblemTests {
    private func expectProblem(
        _ answer: WebAnswer,
        _ status: Int,
        saying words: String,
        type: Value = .undefined
    ) throws {
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.header("content-type") == "application/problem+json")
        let problem = try answer.json
        #expect(problem["status"].asInt == status)
        #expect(problem["type"].text.contains(":"))
        #expect(!problem["title"].text.isEmpty)
        #expect(problem["detail"].text.contains(words), "\(answer.text)")
        if type != .undefined { #expect(problem["error"]["type"] == type, "\(answer.text)") }
    }

    @Test func whatDoesNotExistIsNamed() async throws {
        try await withStage(samples: ["exchange-rates", "parcels"]) { stage in
            let host = stage.host
            try expectProblem(try await host.run("nowhere", "x"), 404, saying: "nowhere")
            try expectProblem(try await host.run("exchange-rates", "nothing"), 404, saying: "nothing")
            try expectProblem(
                try await host.run("parcels", "trackParcel", connection: "con_none", ["code": "PX0001"]),
                404,
                saying: "con_none"
            )
            try expectProblem(try await host.call("GET", "/v1/nothing/here"), 404, saying: "/v1/nothing/here")
            try expectProblem(try await host.call("PUT", "/v1/health"), 405, saying: "PUT")
            try expectProblem(
                try await host.call("POST", "/v1/apps/exchange-rates/rpcs/none/run", [:]),
                404,
                saying: "none"
            )
        }
    }

    @Test func callsThatMakeNoSenseAreExplained() async throws {
        try await withStage(samples: ["exchange-rates", "parcels", "notes"]) { stage in
            let host = stage.host
            let path = "/v1/apps/exchange-rates/modules/convert/run"
            let noJSON = WebRequest(
                method: "POST",
                url: host.url + path,
                headers: [("Content-Type", "application/json")],
                body: Array("{\"parameters\":".utf8)
            )
            try expectProblem(try await WebClient().send(noJSON), 400, saying: "JSON")
            try expectProblem(try await host.call("POST", path, ["parametres": [:]]), 400, saying: "parametres")
            try expectProblem(try await host.run("exchange-rates", "convert"), 400, saying: "amount")
            try expectProblem(
                try await host.run("exchange-rates", "convert", ["amount": "many"]),
                400,
                saying: "amount"
            )
            try expectProblem(
                try await host.run("parcels", "trackParcel", ["code": "PX0001"]),
                400,
                saying: "connection"
            )
            let note = try await stage.connect("notes", "notes")
            try expectProblem(
                try await host.run("parcels", "trackParcel", connection: note, ["code": "PX0001"]),
                400,
                saying: "notes"
            )
        }
    }

    @Test func whatTheServiceAnswersBecomesTheRightError() async throws {
        try await withStage(samples: ["exchange-rates"]) { stage in
            func failing(_ fault: Value) async throws -> WebAnswer {
                var fault = fault
                fault["path"] = "/open/convert"
                fault["times"] = 1
                try await stage.provider.arm(fault)
                return try await stage.host.run("exchange-rates", "convert", ["amount": 1])
            }
            let json: Value = ["Content-Type": "application/json"]
            try expectProblem(
                try await failing(["status": 400, "body": #"{"error":{"message":"Not today."}}"#, "headers": json]),
                422,
                saying: "Not today.",
                type: "DataError"
            )
            try expectProblem(
                try await failing(["status": 404, "body": "{}", "headers": json]),
                422,
                saying: "[404] The service gave no reason.",
                type: "RuntimeError"
            )
            try expectProblem(
                try await failing(["kind": "not-json"]),
                422,
                saying: "is not JSON",
                type: "DataError"
            )
            let good = try await stage.host.run("exchange-rates", "convert", ["amount": 1])
            #expect(good.status == 200, "\(good.text)")
        }
    }

    @Test func aServiceThatStaysBrokenIsAnUpstreamProblem() async throws {
        try await withStage(samples: ["exchange-rates"]) { stage in
            try await stage.provider.arm(["path": "/open/convert", "times": 9, "status": 503])
            try expectProblem(
                try await stage.host.run("exchange-rates", "convert", ["amount": 1]),
                502,
                saying: "503",
                type: "ConnectionError"
            )
        }
    }

    @Test func aServiceThatWantsFewerCallsIsObeyed() async throws {
        try await withStage(samples: ["exchange-rates"]) { stage in
            try await stage.provider.arm([
                "path": "/open/convert", "times": 9, "status": 429, "headers": ["Retry-After": "120"],
            ])
            let answer = try await stage.host.run("exchange-rates", "convert", ["amount": 1])
            try expectProblem(answer, 429, saying: "429", type: "RateLimitError")
            #expect(answer.header("retry-after") == "120")
            #expect(try await stage.provider.requests(to: "/open/convert").count == 1, "120 s are not waited out")
        }
    }

    @Test(arguments: ["reset", "reset-in-body", "wrong-length"])
    func aBrokenAnswerIsAnUpstreamProblem(kind: String) async throws {
        try await withStage(samples: ["exchange-rates"]) { stage in
            try await stage.provider.arm(["path": "/open/convert", "times": 9, "kind": .text(kind)])
            let answer = try await stage.host.run("exchange-rates", "convert", ["amount": 1])
            #expect(answer.status == 502, "\(answer.text)")
            #expect(try answer.json["error"]["type"] == "ConnectionError")
            #expect(try await stage.host.call("GET", "/v1/health").status == 200)
        }
    }

    @Test(arguments: ["gzip-bomb", "endless", "many-headers"])
    func anAnswerBeyondTheLimitsIsCutOff(kind: String) async throws {
        try await withStage(samples: ["exchange-rates"]) { stage in
            try await stage.provider.arm(["path": "/open/convert", "times": 9, "kind": .text(kind)])
            let answer = try await stage.host.run("exchange-rates", "convert", ["amount": 1])
            #expect((400..<600).contains(answer.status), "\(answer.text.prefix(300))")
            #expect(!(try answer.json["error"]["message"].text.isEmpty))
            #expect(try await stage.host.run("exchange-rates", "listRates").status == 200)
        }
    }

    @Test func addressesThatAreNotPublicAreRefusedUnlessAllowed() async throws {
        try await withStage(prepare: { folder, _ in
            try folder.write(
                #"{"url": "http://169.254.169.254/latest/meta-data", "response": {"output": "{{body}}"}}"#,
                to: "apps/curious/modules/look/communication.iml.json"
            )
            try folder.write(#"{"moduleType": "action"}"#, to: "apps/curious/modules/look/module.json")
        }) { stage in
            let answer = try await stage.host.run("curious", "look")
            #expect((400..<600).contains(answer.status))
            #expect(answer.text.contains("169.254.169.254"), "\(answer.text)")
        }
    }
}
