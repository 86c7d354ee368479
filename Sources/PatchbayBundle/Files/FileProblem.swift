import PatchbayText

/// Why a file of a bundle was not read.
struct FileProblem: Error, Hashable {
    /// The kind of problem.
    var code: DiagnosticCode
    /// What is wrong and how to mend it, in a sentence.
    var message: String
}

extension FileProblem {
    static func outside(_ path: String) -> FileProblem {
        FileProblem(
            code: .pathOutside,
            message: "The path '\(path)' leads out of the bundle; move the file into the bundle's directory"
        )
    }

    static func linkOutside(_ path: String) -> FileProblem {
        FileProblem(
            code: .pathOutside,
            message: "'\(path)' is, or lies behind, a symbolic link that leads out of the bundle; "
                + "put the file itself there"
        )
    }

    static func missing(_ path: String) -> FileProblem {
        FileProblem(code: .missingFile, message: "The file '\(path)' does not exist")
    }

    static func dangling(_ path: String) -> FileProblem {
        FileProblem(
            code: .missingFile,
            message: "'\(path)' is, or lies behind, a symbolic link that points to nothing"
        )
    }

    static func cyclic(_ path: String) -> FileProblem {
        FileProblem(code: .cyclicLink, message: "The symbolic links of '\(path)' lead in a circle")
    }

    static func tooLarge(_ path: String, bytes: Int, limit: Int) -> FileProblem {
        FileProblem(
            code: .fileTooLarge,
            message: "The file '\(path)' has \(bytes) bytes; at most \(limit) are read"
        )
    }
}

extension FileProblem {
    /// What a failed call of the operating system means for a path of the bundle.
    init(_ failure: SystemError, path: String) {
        if failure.isCyclic {
            self = .cyclic(path)
        } else if failure.isMissing {
            self = .missing(path)
        } else {
            self.init(code: .unreadableFile, message: "'\(path)' cannot be read: \(failure.text)")
        }
    }

    /// Runs calls of the operating system and says of which path they speak.
    static func naming<Success>(
        _ path: String,
        _ body: () throws(SystemError) -> Success
    ) throws(FileProblem) -> Success {
        do throws(SystemError) {
            return try body()
        } catch {
            throw FileProblem(error, path: path)
        }
    }
}
