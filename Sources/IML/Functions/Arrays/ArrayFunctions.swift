extension Builtin {
    /// The functions of this chapter.
    static let arrays: [Builtin] = []
}
