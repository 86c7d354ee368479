import ArgumentParser
import PatchbayHost

/// The command `patchbay sign`.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a request with OAuth 1.0a and prints every step: the tool to debug a 401 with."
    )

    @Option(help: "The method.")
    var method: String

    @Option(help: "The absolute address.")
    var url: String

    @Option(help: ArgumentHelp("A file with an oauth object; - for the standard input.", valueName: "file"))
    var oauth: String?

    @Option(help: ArgumentHelp("A file with the body.", valueName: "file"))
    var bodyFile: String?

    @Option(help: ArgumentHelp("The body's type.", valueName: "type"))
    var contentType: String?

    @Option(help: "The nonce instead of a random one.")
    var nonce: String?

    @Option(help: "The timestamp instead of the current time.")
    var timestamp: String?

    @Option(
        help: ArgumentHelp(
            "A file with the base string the service says it computed, to compare with; - for the standard input.",
            valueName: "file"
        )
    )
    var expectedBaseString: String?

    func run() throws {
        var command = SignatureCommand(method: method, url: url)
        command.oauth = oauth
        command.bodyFile = bodyFile
        command.contentType = contentType
        command.nonce = nonce
        command.timestamp = timestamp
        command.expectedBaseString = expectedBaseString
        try command.perform(terminal: .standard)
    }
}
