extension Builtin {
    /// The functions of this chapter.
    static let math: [Builtin] = []
}
