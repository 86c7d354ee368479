import IML
import Logging
import PatchbayAuth
import PatchbayRuntime
import PatchbayTransport
import Testing

@testable import PatchbayHost

struct HostSettingsTests {
    @Test func defaultsAreTheContracts() throws {
        let settings = try HostSettings(GivenSettings())
        #expect(settings.apps == "apps")
        #expect(settings.host == "127.0.0.1")
        #expect(settings.port == 8700)
        #expect(settings.data == ".patchbay")
        #expect(settings.watching == .events)
        #expect(settings.apiToken == nil)
    }

    @Test func flagsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() throws {
        let file: [SettingKey: GivenSetting] = [
            .port: GivenSetting(["1"], from: "patchbay.json: port"),
            .data: GivenSetting(["file"], from: "patchbay.json: data"),
            .logLevel: GivenSetting(["debug"], from: "patchbay.json: log-level"),
        ]
        let given = GivenSettings(
            flags: [.port: ["3"]],
            environment: ["PATCHBAY_PORT": "2", "PATCHBAY_DATA": "environment"],
            file: file
        )
        let settings = try HostSettings(given)
        #expect(settings.port == 3)
        #expect(settings.data == "environment")
        #expect(settings.logLevel == .debug)
    }

    @Test(arguments: [
        ("PATCHBAY_PORT", "abc", "PATCHBAY_PORT: 'abc' is not a port; give a number from 0 to 65535"),
        ("PATCHBAY_PORT", "70000", "PATCHBAY_PORT: '70000' is not a port; give a number from 0 to 65535"),
        ("PATCHBAY_NO_WATCH", "maybe", "PATCHBAY_NO_WATCH: 'maybe' is neither true nor false"),
        (
            "PATCHBAY_PUBLIC_URL", "example.com",
            "PATCHBAY_PUBLIC_URL: 'example.com' is not an address such as https://patchbay.example.com"
        ),
        ("PATCHBAY_LOG_FORMAT", "xml", "PATCHBAY_LOG_FORMAT: 'xml' is not a log format; use text or json"),
        (
            "PATCHBAY_API_TOKEN", "two words",
            "PATCHBAY_API_TOKEN: what was given is not a token; use printable characters without spaces"
        ),
        (
            "PATCHBAY_HOST", "0.0.0.0",
            "PATCHBAY_HOST: '0.0.0.0' can be reached from other machines; set --api-token (or PATCHBAY_API_TOKEN) too"
        ),
    ])
    func wrongValuesNameWhereTheyCameFrom(variable: String, value: String, message: String) {
        #expect(throws: SetupError(message, isUsage: true)) {
            try HostSettings(GivenSettings(environment: [variable: value]))
        }
    }

    @Test func limitsComeOneByOne() throws {
        let settings = try HostSettings(
            GivenSettings(environment: ["PATCHBAY_MAX": "pages=1000,requests=2000,steps=3000,bundle-bytes=9,log=0"])
        )
        #expect(settings.limits.pages == 1_000)
        #expect(settings.limits.mostPages == 1_000)
        #expect(settings.limits.requests == 2_000)
        #expect(settings.limits.steps == 3_000)
        #expect(settings.limits.loggedCalls == 0)
        #expect(settings.limits.bundleBytes == 9)
        #expect(settings.limits.bundles == 10_000)
        let file = try SettingsFile.settings(of: ["max": ["pages": 70, "seconds": 600]])
        let fromFile = try HostSettings(GivenSettings(file: file))
        #expect(fromFile.limits.pages == 70)
        #expect(fromFile.limits.callSeconds == 600)
    }

    @Test(arguments: [
        (
            "pages",
            "--max: 'pages' is no limit; write one as pages=1000, of pages, requests, steps, bundles, bundle-bytes, "
                + "seconds, response-bytes, request-bytes, redirects, retries, log, clients, clients-per-address, "
                + "body-seconds, bodies-bytes, stream-seconds"
        ),
        ("pages=0", "--max: '0' is not a number from 1 on for pages"),
        ("clients=0", "--max: '0' is not a number from 1 on for clients"),
        ("log=many", "--max: 'many' is not a number from 0 on for log"),
    ])
    func limitsThatAreNoneAreRefused(_ text: String, _ message: String) {
        #expect(throws: SetupError(message, isUsage: true)) { try HostSettings(GivenSettings(flags: [.max: [text]])) }
    }

    @Test func limitsOfClientsAreTheServersOwn() throws {
        let defaults = try HostSettings(GivenSettings()).serverLimits
        #expect(defaults.clients == 4_096)
        #expect(defaults.clientsPerAddress == 256)
        #expect(defaults.bodySeconds == 60)
        #expect(defaults.bodyBytes == 256 << 20)
        #expect(defaults.streamSeconds == 40)
        let given = ["PATCHBAY_MAX": "clients=9,clients-per-address=2,body-seconds=3,bodies-bytes=4,seconds=5"]
        let limits = try HostSettings(GivenSettings(environment: given)).serverLimits
        #expect(limits.clients == 9)
        #expect(limits.clientsPerAddress == 2)
        #expect(limits.bodySeconds == 3)
        #expect(limits.bodyBytes == 4)
        #expect(limits.streamSeconds == 5, "no longer than a call")
        #expect(limits.within(Descriptors(limit: 1_000)).clients == 9)
        #expect(defaults.within(Descriptors(limit: 1_064)).clients == 500)
        #expect(Descriptors(limit: 1_064).outgoing == 100)
    }

    @Test(arguments: [SettingKey.apiToken, .keyFile, .keyCommand, .max, .trustedProxy])
    func anEmptyValueOfASettingThatProtectsIsAnError(_ key: SettingKey) throws {
        for text in ["", " "] {
            let message = ": the value is empty; give one, or leave the setting out"
            #expect(throws: SetupError(key.flag + message, isUsage: true)) {
                try HostSettings(GivenSettings(flags: [key: [text]]))
            }
            #expect(throws: SetupError(key.variable + message, isUsage: true)) {
                try HostSettings(GivenSettings(environment: [key.variable: text]))
            }
            let file = try SettingsFile.settings(of: .collection([key.rawValue: .text(text)]))
            #expect(throws: SetupError("patchbay.json: \(key.rawValue)" + message, isUsage: true)) {
                try HostSettings(GivenSettings(file: file))
            }
        }
        #expect(throws: Never.self) { try HostSettings(GivenSettings(environment: ["PATCHBAY_HOST": ""])) }
    }

    @Test func trustedProxiesAreAddressesAndRanges() throws {
        let given = GivenSettings(environment: ["PATCHBAY_TRUSTED_PROXY": "10.0.0.0/8, ::1"])
        #expect(try HostSettings(given).trustedProxies.blocks.map(\.description) == ["10.0.0.0/8", "::1"])
        #expect(
            throws: SetupError(
                "PATCHBAY_TRUSTED_PROXY: --trusted-proxy 'x': expected an address or a range, such as 10.0.0.5 or "
                    + "10.0.0.0/8.",
                isUsage: true
            )
        ) {
            try HostSettings(GivenSettings(environment: ["PATCHBAY_TRUSTED_PROXY": "x"]))
        }
    }

    @Test func flagsAreNamedAsFlags() {
        #expect(throws: SetupError("--port: '-1' is not a port; give a number from 0 to 65535", isUsage: true)) {
            try HostSettings(GivenSettings(flags: [.port: ["-1"]]))
        }
        #expect(throws: SetupError.self) {
            try HostSettings(GivenSettings(flags: [.redirectOrigin: ["nonsense"]]))
        }
        #expect(throws: SetupError.self) {
            try HostSettings(GivenSettings(flags: [.allowHost: ["*"]]))
        }
    }

    @Test func listsInTheEnvironmentAreSeparatedByCommas() throws {
        let given = GivenSettings(environment: ["PATCHBAY_ALLOW_HOST": "10.0.0.0/8, db.internal"])
        let hosts = try HostSettings(given).addressGuard.allowedHosts.map(\.description)
        #expect(hosts == ["10.0.0.0/8", "db.internal"])
    }

    @Test func otherAddressesNeedAToken() throws {
        let token = "0123456789abcdef"
        let settings = try HostSettings(GivenSettings(flags: [.host: ["0.0.0.0"], .apiToken: [token]]))
        #expect(settings.apiToken?.reveal() == token)
        for host in ["127.0.0.1", "localhost", "::1", "127.1.2.3"] {
            #expect(throws: Never.self) { try HostSettings(GivenSettings(flags: [.host: [host]])) }
        }
    }

    @Test func publicAddressesLoseTheirTrailingSlash() {
        #expect(PublicURL.normalized("https://Example.com/") == "https://example.com")
        #expect(PublicURL.normalized("https://example.com:8443/patchbay/") == "https://example.com:8443/patchbay")
        #expect(PublicURL.normalized("ftp://example.com") == nil)
        #expect(PublicURL.normalized("https://example.com/?a=b") == nil)
        #expect(PublicURL.listening(on: "0.0.0.0", port: 80) == "http://localhost:80")
        #expect(PublicURL.listening(on: "::1", port: 8700) == "http://[::1]:8700")
    }
}
