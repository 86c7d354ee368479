import ArgumentParser
import PatchbayHost

/// The command `patchbay keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Looks after the key that seals the store.",
        subcommands: [Rotate.self]
    )

    /// The command `patchbay keys rotate`.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals the store under a new key.",
            discussion: """
                Hosts may go on running. Where the key is in a file of the data directory, a new one is made and put \
                there. A key command gives NEW,OLD from then on; once this has ended, NEW alone. With PATCHBAY_KEY, \
                first start every host with NEW,OLD, then rotate with the same, then leave the old one out.
                """
        )

        @OptionGroup
        var client: ClientOptions

        func run() async throws {
            try await KeyRotation.perform(try client.settings(), environment: processEnvironment, terminal: .standard)
        }
    }
}
