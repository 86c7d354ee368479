import IML

/// Reads the files of a bundle as JSON and text, each problem at the place that names the file.
struct BundleSources {
    private(set) var files: BundleFiles
    private let depth: Int

    /// Reads from a bundle.
    init(_ files: BundleFiles, limits: BundleLimits) {
        self.files = files
        depth = limits.depth
    }

    /// What a code file holds where nothing else is said.
    enum Expected {
        case object
        case array
    }

    /// The value of a code file.
    ///
    /// - Parameters:
    ///   - reference: The file, and where it is named; `nil` for none.
    ///   - expected: What an empty file stands for.
    ///   - problems: Takes what is wrong; an error when nothing is returned for a reference.
    mutating func json(
        _ reference: CodeReference?,
        expected: Expected,
        _ problems: inout [Diagnostic]
    ) -> SourceNode? {
        guard let reference, let file = file(reference, &problems) else { return nil }
        do throws(SourceError) {
            let document = try SourceReader.read(file, depthLimit: depth)
            problems += document.duplicates.map { entry in
                Diagnostic(
                    .duplicateKey,
                    "The key '\(entry.key)' stands in this object twice; the last one counts",
                    severity: .warning,
                    at: entry.keyPlace
                )
            }
            let root = reference.part.map { document.root?[$0] } ?? document.root
            return root ?? SourceNode(kind: expected == .array ? .array([]) : .object([]), file: file, offset: 0)
        } catch {
            problems.append(Diagnostic(error.code, error.message, at: file.place(at: error.offset)))
            return nil
        }
    }

    /// The text of a file.
    mutating func text(_ reference: CodeReference?, _ problems: inout [Diagnostic]) -> String? {
        guard let reference, let file = file(reference, &problems) else { return nil }
        if reference.part != nil { return textPart(reference, &problems) }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            problems.append(
                Diagnostic(.invalidUTF8, "The file is not valid UTF-8; save it as UTF-8", at: file.place(at: 0))
            )
            return nil
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The text that stands in a file's object, as the code of a function in a file for all of it.
    private mutating func textPart(_ reference: CodeReference, _ problems: inout [Diagnostic]) -> String? {
        guard let node = json(reference, expected: .object, &problems) else { return nil }
        if let text = node.text { return text }
        problems.append(
            Diagnostic(.invalidSpec, "Code is a text, not \(node.kindInWords)", at: node.place)
        )
        return nil
    }

    private mutating func file(_ reference: CodeReference, _ problems: inout [Diagnostic]) -> SourceFile? {
        do throws(FileProblem) {
            return try files.read(reference.path)
        } catch {
            if error.code == .missingFile, let file = otherCase(reference, &problems) { return file }
            problems.append(Diagnostic(error.code, error.message, at: reference.place))
            return nil
        }
    }

    /// The file whose name differs in case only: where the bundle was made, case may not have mattered.
    private mutating func otherCase(_ reference: CodeReference, _ problems: inout [Diagnostic]) -> SourceFile? {
        guard let path = try? BundleFiles.normalized(reference.path), let spelling = files.spelling(of: path),
            let file = try? files.read(spelling)
        else { return nil }
        problems.append(
            Diagnostic(
                .pathCase,
                "The file is called '\(spelling)', not '\(reference.path)'; other systems will not find it",
                severity: .warning,
                at: reference.place
            )
        )
        return file
    }
}
