import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

struct RedirectTests {
    @Test(arguments: [
        ("GET", 301, "GET"), ("GET", 302, "GET"), ("GET", 307, "GET"), ("HEAD", 303, "HEAD"), ("POST", 301, "GET"),
        ("POST", 302, "GET"), ("POST", 303, "GET"), ("PUT", 302, "GET"), ("POST", 307, "POST"), ("POST", 308, "POST"),
    ])
    func followsWithTheMethodTheStatusAsksFor(_ method: String, _ status: Int, _ next: String) async throws {
        let probe = try await Probe.run(
            #"{"url": "/a", "method": "\#(method)", "body": {"x": 1}, "headers": {"X-A": "1"}}"#,
            script: { request, _ in
                request.path == "/a" ? .redirect("/APP/b?c=1", status: status).below(request) : .json("1")
            }
        )
        #expect(probe.requests.count == 2)
        #expect(probe.requests[1].method == next)
        #expect(probe.requests[1].target == "/b?c=1")
        #expect(probe.requests[1].header("x-a") == "1")
        let keepsBody = next == "POST"
        #expect(probe.requests[1].text == (keepsBody ? #"{"x":1}"# : ""))
        #expect(probe.requests[1].header("content-type") == (keepsBody ? "application/json" : nil))
    }

    @Test(arguments: [("b", "/x/b"), ("./b", "/x/b"), ("../b", "/b"), ("?q=1", "/x/a?q=1")])
    func resolvesRelativeReferences(_ location: String, _ target: String) async throws {
        let probe = try await Probe.run(
            #"{"url": "/x/a"}"#,
            script: { _, count in count == 1 ? .redirect(location) : .json("1") }
        )
        #expect(probe.requests.last?.target == target)
        #expect(probe.failure == nil)
    }

    @Test func leavesARedirectAloneWhenToldTo() async throws {
        let get = try await Probe.run(
            #"{"url": "/", "followRedirects": false, "response": {"output": "{{headers.location}}"}}"#,
            script: { _, _ in .redirect("/elsewhere") }
        )
        #expect(get.output == #""/elsewhere""#)
        let post = try await Probe.run(
            #"{"url": "/", "method": "POST", "followAllRedirects": false, "response": {"output": "{{statusCode}}"}}"#,
            script: { _, _ in .redirect("/elsewhere") }
        )
        #expect(post.output == "302")
    }

    @Test func endsARedirectLoop() async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#, script: { _, count in .redirect("?n=\(count)") })
        #expect(probe.requests.count == 22)
        #expect(probe.error?.type == .runtimeError)
        #expect(probe.error?.message == "The service redirected more than 21 times.")
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://example.com/x", "javascript:alert(1)", "http://"])
    func refusesOtherSchemes(_ location: String) async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#, script: { _, _ in .redirect(location) })
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .runtimeError)
        #expect(probe.error?.message == "The service redirected to '\(location)', which is not an address to go to.")
    }

    @Test(arguments: ["http://[::1", "http://h:99999/", "http://u:p@h/"])
    func anAddressThatCannotBeRequestedIsTheServicesMistake(_ location: String) async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#, script: { _, _ in .redirect(location) })
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .runtimeError)
        #expect(probe.error?.message.hasPrefix("The service redirected to '\(location)'") == true)
    }

    @Test(arguments: ["http://169.254.169.254/latest", "http://[::1]:1/", "http://10.0.0.1/", "//192.168.1.1/x"])
    func refusesPrivateAddressesBehindARedirect(_ location: String) async throws {
        let probe = try await Probe.run(#"{"url": "/"}"#, script: { _, _ in .redirect(location) })
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .runtimeError)
        #expect(probe.bundles.isEmpty)
    }

    @Test func dropsCredentialsWhenTheOriginChanges() async throws {
        let probe = try await Probe.run(
            #"{"url": "/a", "headers": {"Authorization": "Bearer x", "Cookie": "s=1", "X-Plain": "1"}}"#,
            script: { request, _ in
                let port = request.header("host")?.split(separator: ":").last ?? ""
                return request.path == "/a" ? .redirect("http://localhost:\(port)/APP/b").below(request) : .json("1")
            }
        )
        #expect(probe.requests.count == 2)
        #expect(probe.requests[1].header("authorization") == nil)
        #expect(probe.requests[1].header("cookie") == nil)
        #expect(probe.requests[1].header("x-plain") == "1")
        #expect(probe.requests[1].header("host")?.hasPrefix("localhost:") == true)
    }

    @Test func keepsCredentialsWithinTheOrigin() async throws {
        let probe = try await Probe.run(
            #"{"url": "/a", "headers": {"Authorization": "Bearer x"}}"#,
            script: { request, _ in request.path == "/a" ? .redirect("b") : .json("1") }
        )
        #expect(probe.requests[1].header("authorization") == "Bearer x")
    }

    @Test func signsEveryHopAnewWithinTheOrigin() async throws {
        let probe = try await Probe.run(
            #"{"url": "/a", "oauth": {"consumer_key": "k", "consumer_secret": "s"}}"#,
            script: { request, _ in request.path == "/a" ? .redirect("b") : .json("1") }
        )
        let signatures = probe.requests.compactMap { $0.header("authorization") }
        #expect(signatures.count == 2)
        #expect(Set(signatures).count == 2)
        #expect(signatures.allSatisfy { $0.hasPrefix("OAuth ") && $0.contains("oauth_signature=") })
    }

    @Test func sendsNoSignatureToAnotherOrigin() async throws {
        let probe = try await Probe.run(
            #"{"url": "/a", "oauth": {"consumer_key": "k", "consumer_secret": "s"}}"#,
            script: { request, _ in
                let port = request.header("host")?.split(separator: ":").last ?? ""
                return request.path == "/a" ? .redirect("http://localhost:\(port)/APP/b").below(request) : .json("1")
            }
        )
        #expect(probe.requests[0].header("authorization") != nil)
        #expect(probe.requests[1].header("authorization") == nil)
    }
}

extension Answer {
    /// The answer with `APP` in its location put to where the app's script answers.
    fileprivate func below(_ request: Received) -> Answer {
        var answer = self
        answer.headers = headers.map { ($0.0, $0.1.replacing("APP", with: request.app)) }
        return answer
    }
}
