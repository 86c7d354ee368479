import PatchbayText

/// The file in the data directory that holds the host's keys, a line each, the one that is to seal first.
struct KeyFile: Sendable {
    /// Where it is.
    let path: String

    /// Reads the keys.
    ///
    /// - Returns: `nil` when there is no such file.
    /// - Throws: ``StoreError`` when others may read it, or it holds no keys.
    func read() throws(StoreError) -> [StoreKey]? {
        let file: OwnedFile?
        do throws(SystemError) {
            file = try OwnedFile.read(path)
        } catch {
            throw StoreError(
                .unsafeKeyFile,
                "The key file \(path) cannot be read: \(error.text).",
                remedy: "Run the host as the user it belongs to."
            )
        }
        guard let file else { return nil }
        guard file.permissions & 0o077 == 0 else {
            throw StoreError(
                .unsafeKeyFile,
                "The key file \(path) may be read or written by others (mode \(String(file.permissions, radix: 8))).",
                remedy:
                    "Run `chmod 600 \(path)`; if others may have read it, rotate the key with `patchbay keys rotate`."
            )
        }
        let lines = file.text.split(whereSeparator: \.isNewline)
        let keys = lines.compactMap { StoreKey(text: String($0)) }
        guard !keys.isEmpty, keys.count == lines.count else {
            throw StoreError(
                .malformedKey,
                "The key file \(path) does not hold keys of 32 bytes as base64, one a line.",
                remedy: "Put the key file back from a copy."
            )
        }
        return keys
    }

    /// Makes the file with a new key, unless another host has just made it.
    ///
    /// - Returns: The keys of the file, whoever made it.
    func create() throws(StoreError) -> [StoreKey] {
        let keys = [StoreKey.random()]
        do throws(SystemError) {
            try OwnedFile.create(path, text: text(of: keys))
        } catch {
            throw unwritable(error)
        }
        // What is read back is what the next start will read.
        guard let read = try read() else {
            throw StoreError(
                .unsafeKeyFile,
                "The key file \(path) vanished while it was made.",
                remedy: "Start again."
            )
        }
        return read
    }

    /// Puts other keys in the place of those in the file, all at once.
    func replace(with keys: [StoreKey]) throws(StoreError) {
        do throws(SystemError) {
            try OwnedFile.replace(path, text: text(of: keys))
        } catch {
            throw unwritable(error)
        }
    }

    private func text(of keys: [StoreKey]) -> String {
        keys.map { $0.reveal() + "\n" }.joined()
    }

    private func unwritable(_ error: SystemError) -> StoreError {
        StoreError(
            .notWritable,
            "The key file \(path) cannot be written: \(error.text).",
            remedy: "Give the host a data directory it may write to with --data, or set \(KeyRing.variable)."
        )
    }
}
