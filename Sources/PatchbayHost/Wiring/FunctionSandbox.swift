#if os(Linux)
    import CSandbox
#endif

/// The sandbox of the processes that run apps' functions, as far as this machine has one.
enum FunctionSandbox {
    /// Whether the machine has one: Linux on a processor the filter of system calls is written for, with a kernel that
    /// takes it.
    static var isThere: Bool {
        #if os(Linux)
            patchbay_has_system_call_filters()
        #else
            false
        #endif
    }

    /// What whoever starts a host has to know of a machine without one; `nil` where there is one.
    static func warning(_ settings: HostSettings) -> String? {
        if isThere { return nil }
        return settings.runsUnsandboxedFunctions
            ? "this machine has no sandbox for apps' functions; they run without one, as "
                + "\(SettingKey.allowUnsandboxedFunctions.flag) says: run only apps you trust"
            : "this machine has no sandbox for apps' functions; they do not run unless "
                + "\(SettingKey.allowUnsandboxedFunctions.flag) is given"
    }
}
