import IML

/// The member by which clients say what templates read as `environment`.
enum EnvironmentInput {
    private static let timezone = InputMember.text(
        "timezone",
        "The zone of dates without one, such as Europe/Prague; the host's --timezone by default"
    )

    static let member = InputMember.object(
        "environment",
        "What templates read as environment",
        knowing: [timezone.declaration]
    )
}
