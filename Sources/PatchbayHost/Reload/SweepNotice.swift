import Logging

/// Says in the log what a sweep found out about the system.
struct SweepNotice {
    private let log: Logger
    private var reported: Set<String> = []

    /// Says it in a log.
    init(_ log: Logger) {
        self.log = log
    }

    /// Some entries changed and nothing told of it; changes are looked for more often.
    func quick(_ entries: Set<String>, every seconds: Double) {
        let seconds = (seconds * 10).rounded(.up) / 10
        log.warning(
            "the system gives no word of some changes of bundles; looking for changes every \(seconds) s",
            metadata: ["changed": "\(entries.map(ServedDirectory.name(of:)).sorted().joined(separator: ", "))"]
        )
    }

    /// Nothing has changed without a word for long.
    func slow() {
        log.info("looking for changes of bundles slowly again")
    }

    /// Some entries have more in them than is looked at.
    mutating func incomplete(_ entries: Set<String>) {
        for entry in entries.subtracting(reported) {
            reported.insert(entry)
            log.warning(
                """
                there are more than \(DirectoryTree.most) directories, or \(DirectoryTree.mostEntries) entries of one, \
                where bundles are looked for; changes of the rest are not noticed
                """,
                metadata: ["directory": "\(ServedDirectory.name(of: entry))"]
            )
        }
    }
}
