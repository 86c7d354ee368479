import IML
import PatchbayTesting
import PatchbayTransport
import Testing

@testable import PatchbayHost

struct SettingsFileTests {
    @Test func everySettingMayStandInTheFileUnderItsFlagsName() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            #"{"port": 9000, "publicUrl": "https://p.example", "allow-host": ["a.internal"], "no-watch": true}"#,
            to: "patchbay.json"
        )
        let settings = try HostSettings(
            GivenSettings(file: SettingsFile.settings(of: SettingsFile.content(in: directory.path)))
        )
        #expect(settings.port == 9000)
        #expect(settings.publicURL == "https://p.example")
        #expect(settings.watching == .off)
        #expect(settings.addressGuard.allowedHosts.map(\.description) == ["a.internal"])
    }

    @Test func noFileIsNoSettings() throws {
        #expect(try SettingsFile.settings(of: SettingsFile.content(in: TemporaryDirectory().path)).isEmpty)
    }

    @Test func brokenJSONIsNamedWithItsPlace() throws {
        let directory = try TemporaryDirectory()
        try directory.write("{\n  \"port\": ,\n}", to: "patchbay.json")
        let error = #expect(throws: SetupError.self) {
            try SettingsFile.settings(of: SettingsFile.content(in: directory.path))
        }
        #expect(error?.message.hasPrefix("patchbay.json:2:11: ") == true)
    }

    @Test func unknownSettingsAreNamedWithWhatThereIs() throws {
        let error = #expect(throws: SetupError.self) { try SettingsFile.settings(of: ["prot": 8700]) }
        #expect(error?.message.hasPrefix("patchbay.json: 'prot' is no setting; there are apps, host, port") == true)
    }

    @Test func valuesOfTheWrongKindAreNamed() throws {
        #expect(throws: SetupError("patchbay.json: port: expected a text, a number or true")) {
            try SettingsFile.settings(of: ["port": ["a", "b"]])
        }
        #expect(throws: SetupError("patchbay.json: allow-host: expected a text or an array of texts")) {
            try SettingsFile.settings(of: ["allow-host": [1]])
        }
        #expect(throws: SetupError("patchbay.json: the file has to be a JSON object of settings")) {
            try SettingsFile.settings(of: [1])
        }
    }

    @Test func wrongValuesOfTheFileNameTheFile() throws {
        let file = try SettingsFile.settings(of: ["port": "many"])
        #expect(
            throws: SetupError(
                "patchbay.json: port: 'many' is not a port; give a number from 0 to 65535",
                isUsage: true
            )
        ) {
            try HostSettings(GivenSettings(file: file))
        }
    }
}
