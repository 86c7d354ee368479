import PatchbayBundle

/// What became of a bundle when it was read.
package struct AppChange: Sendable, Hashable {
    /// What happened.
    package enum Kind: String, Sendable, CaseIterable {
        /// It is there now.
        case loaded
        /// Its definition is another.
        case changed
        /// It no longer loads; what was there before goes on answering.
        case failed
        /// It is gone.
        case removed
    }

    /// The app's name.
    package var app: String
    /// What happened.
    package var kind: Kind
    /// How much of it can run; `nil` when it is gone.
    package var status: String?
    /// What its files are now; `nil` when it is gone.
    package var revision: String?
    /// How many problems it has.
    package var problems: Int
}

extension AppChange {
    /// Compares an app with what it was; `nil` when nothing about it is another.
    ///
    /// - Parameters:
    ///   - old: What it was; `nil` when there was none.
    ///   - new: What it is; `nil` when it is gone.
    init?(from old: AppDefinition?, to new: AppDefinition?) {
        guard let new else {
            guard let old else { return nil }
            self.init(app: old.name, kind: .removed, problems: 0)
            return
        }
        if let old, old.revision == new.revision, old.status == new.status, old.diagnostics == new.diagnostics {
            return nil
        }
        self.init(
            app: new.name,
            kind: new.status == .failed ? .failed : old == nil ? .loaded : .changed,
            status: new.status.rawValue,
            revision: new.revision,
            problems: new.diagnostics.count
        )
    }
}
