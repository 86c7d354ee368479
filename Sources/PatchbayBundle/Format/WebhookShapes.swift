/// What the file may hold that says what is done with a call that comes in.
enum WebhookShapes {
    /// The file.
    static let incoming = ObjectShape(
        title: "a webhook's communication",
        [
            Field("temp", .object(.entries)),
            Field(
                "verification",
                .object(ObjectShape([Field("condition", RequestShapes.condition), Field("respond", .object(respond))]))
            ),
            Field("condition", RequestShapes.condition),
            Field("iterate", RequestShapes.iterate),
            Field("output", .any),
            Field("respond", .object(respond)),
            Field("uid", .scalar),
        ]
    )

    /// What the caller is answered.
    private static let respond = ObjectShape([
        Field("type", respondType),
        Field("status", status),
        Field("headers", .object(.entries)),
        Field("body", .any),
    ])

    /// How the answer's body is written.
    static let respondType = Shape.word(SpecWords.respondTypes)

    /// A status, or a text that is one.
    static let status = Shape.number(100...999)

    /// The keys of an answer that stand at the top of this file, by what they are there.
    static let movedFromResponse = [
        "output": "output", "valid": "condition", "condition": "condition", "iterate": "iterate",
        "respond": "respond", "verification": "verification", "uid": "uid", "temp": "temp",
    ]
}
