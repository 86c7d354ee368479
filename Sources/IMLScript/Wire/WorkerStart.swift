/// What host and worker agree on about the worker's start.
public enum WorkerStart {
    /// The argument that lets a worker run functions where the machine has no sandbox for it.
    public static let withoutSandbox = "--without-sandbox"

    /// The status a worker ends with when it has no sandbox and may not do without.
    public static let hasNoSandbox: Int32 = 77
}
