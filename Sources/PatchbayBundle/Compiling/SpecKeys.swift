/// The keys that mean something in a spec.
enum SpecKeys {
    static let request: Set<String> = [
        "temp", "condition", "repeat", "while", "url", "baseUrl", "encodeUrl", "method", "headers", "qs", "body",
        "type",
        "ca", "gzip", "timeout", "followRedirects", "followAllRedirects", "log", "response", "pagination",
    ]

    static let response: Set<String> = [
        "type", "temp", "valid", "error", "iterate", "trigger", "output", "wrapper", "limit", "data", "uid", "metadata",
        "expires", "scope", "respond",
    ]

    static let condition: Set<String> = ["condition", "default"]
    static let repetition: Set<String> = ["condition", "delay", "limit"]
    static let pagination: Set<String> = [
        "mergeWithParent", "url", "method", "headers", "qs", "body", "condition",
    ]
    static let valid: Set<String> = ["condition", "message", "type"]
    static let error: Set<String> = ["message", "type"]
    static let iterate: Set<String> = ["container", "condition"]
    static let trigger: Set<String> = ["type", "id", "date", "order"]
    static let log: Set<String> = ["sanitize"]
    static let incoming: Set<String> = ["verification", "condition", "iterate", "output", "respond", "uid"]
}
