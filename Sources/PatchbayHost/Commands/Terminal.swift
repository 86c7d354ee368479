import Foundation

/// The streams a command talks through.
package struct Terminal: Sendable {
    /// Writes bytes to the standard output.
    package var output: @Sendable ([UInt8]) -> Void
    /// Writes bytes to the standard error.
    package var errors: @Sendable ([UInt8]) -> Void

    /// The process's own streams.
    package static let standard = Terminal(
        output: { write($0, to: .standardOutput) },
        errors: { write($0, to: .standardError) }
    )

    /// Writes a line to the standard output.
    package func print(_ line: String) {
        output(Array((line + "\n").utf8))
    }

    /// Writes a line to the standard error.
    package func complain(_ line: String) {
        errors(Array((line + "\n").utf8))
    }

    /// Whoever reads the output may have gone (`| head`); that is no reason to fail.
    private static func write(_ bytes: [UInt8], to handle: FileHandle) {
        try? handle.write(contentsOf: Data(bytes))
    }
}
