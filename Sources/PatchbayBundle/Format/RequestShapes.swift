import PatchbayText

/// What requests and the handling of their answers may hold.
enum RequestShapes {
    /// One request, or an array of them.
    static func requests(of kind: FileKind) -> Shape {
        let request = Shape.object(request(of: kind))
        return .either([request, .list(request)], called: "an object or an array of requests")
    }

    /// One request.
    ///
    /// - Parameters:
    ///   - kind: The file it stands in.
    ///   - signing: The objects authentication types sign with, by their keys.
    static func request(of kind: FileKind, signing: [Field] = []) -> ObjectShape {
        var shape = ObjectShape(
            title: "a request",
            [
                Field("temp", .object(.entries)),
                Field("condition", condition),
                Field("repeat", repetition),
                Field("while", repetition),
                Field("baseUrl", .text, isOfSending: true),
                Field("url", .text, isOfSending: true),
                Field("encodeUrl", .flag, isOfSending: true),
                Field("method", .method, isOfSending: true),
                Field("headers", .object(.entries)),
                Field("qs", .object(.entries)),
                Field("body", .any),
                Field("type", .word(SpecWords.bodyTypes, aliases: SpecWords.bodyTypeAliases), isOfSending: true),
                Field("ca", .text, isOfSending: true),
                Field("gzip", .flag, isOfSending: true),
                Field("timeout", .number(atLeast: 0), isOfSending: true),
                Field("followRedirects", .flag, isOfSending: true),
                Field("followAllRedirects", .flag, isOfSending: true),
                Field("log", .object(ObjectShape([Field("sanitize", .paths)]))),
                Field("response", .object(response(of: kind))),
                Field("pagination", .object(pagination)),
            ] + signing
        )
        for field in handling + resultHints.map({ Field($0.key, .any) }) where shape[field.key] == nil {
            shape.hints[ExactText(field.key)] = "; it belongs into `response`"
        }
        return shape
    }

    /// `condition` of a request.
    static let condition = Shape.either(
        [.scalar, .object(ObjectShape([Field("condition", .scalar), Field("default", .any)]))],
        called: "an expression, or an object with a `condition`"
    )

    private static let repetition = Shape.either(
        [
            .openText(known: []), .flag,
            .object(
                ObjectShape(
                    [
                        Field("condition", .scalar),
                        Field("delay", .number(atLeast: 0), isOfSending: true),
                        Field("limit", .number(atLeast: 0), isOfSending: true),
                    ],
                    needs: ("condition", "a `condition` to go on by")
                )
            ),
        ],
        called: "an expression, or an object with a `condition`"
    )

    /// How the next page is got.
    static let pagination = ObjectShape([
        Field("mergeWithParent", .flag),
        Field("url", .text, isOfSending: true),
        Field("method", .method, isOfSending: true),
        Field("headers", .object(.entries)),
        Field("qs", .object(.entries)),
        Field("body", .any),
        Field("condition", .scalar),
    ])

    // MARK: Answers

    /// What is done with an answer.
    static func response(of kind: FileKind) -> ObjectShape {
        var shape = ObjectShape(handling + results(of: kind))
        for key in sendingKeys where shape[key] == nil {
            shape.hints[ExactText(key)] = "; it belongs into the request itself"
        }
        for (key, hint) in resultHints where shape[key] == nil { shape.hints[ExactText(key)] = hint }
        return shape
    }

    private static let sendingKeys = [
        "condition", "repeat", "while", "url", "baseUrl", "encodeUrl", "method", "headers", "qs", "body", "ca", "gzip",
        "timeout", "followRedirects", "followAllRedirects", "log", "pagination",
    ]

    /// The keys of answers that only some files have, and what to say of them in the others.
    private static let resultHints = [
        "data": "; only connections, and `attach` and `update` of a webhook, keep data",
        "uid": "; only connections have it",
        "metadata": "; only connections have it",
        "expires": "; only connections have it",
        "scope": "; only connections have it",
        "trigger": "; only modules of the type trigger have it",
        "respond": "; only a webhook's communication has it, at its top",
    ]

    private static let handling = [
        Field(
            "type",
            .either(
                [responseType, .object(ObjectShape(others: .statuses(responseType)))],
                called: "a type or an object of types by status"
            ),
            isOfSending: true
        ),
        Field("temp", .object(.entries)),
        Field(
            "valid",
            .either(
                [
                    .scalar,
                    .object(
                        ObjectShape([
                            Field("condition", .scalar), Field("message", .scalar), Field("type", .errorType),
                        ])
                    ),
                ],
                called: "an expression, or an object with a `condition`"
            )
        ),
        Field("error", .either([.text, .object(error)], called: "a text or an object")),
        Field("iterate", iterate),
        Field("output", .any),
        Field("wrapper", .any),
        Field("limit", .number(atLeast: 1)),
    ]

    private static let responseType = Shape.word(SpecWords.responseTypes)

    private static let errorFields = [Field("message", .scalar), Field("type", .errorType)]

    private static let error = ObjectShape(
        errorFields,
        others: .statuses(
            .either(
                [.text, .object(ObjectShape(title: "an error of a status", errorFields))],
                called: "a text or an object"
            )
        )
    )

    /// The items of an answer or of a call that comes in.
    static let iterate = Shape.either(
        [
            .object(
                ObjectShape(
                    [Field("container", .items), Field("condition", .scalar)],
                    needs: ("container", "a `container`, the array of items")
                )
            ),
            .items,
        ],
        called: "an expression that gives an array, such as \"{{body.items}}\""
    )

    /// How a trigger knows what it has seen.
    static let trigger = ObjectShape([
        Field("type", .word(SpecWords.triggerTypes)),
        Field("id", .scalar),
        Field("date", .scalar),
        Field("order", .word(SpecWords.triggerOrders)),
    ])

    private static func results(of kind: FileKind) -> [Field] {
        switch kind {
        case .connection:
            [
                Field("data", .object(.entries)),
                Field("uid", .scalar),
                Field("metadata", .object(metadata)),
                Field("expires", .scalar),
                Field("scope", .either([.text, .list(.any)], called: "a text or an array of texts")),
            ]
        case .attach, .update: [Field("data", .object(.entries))]
        case .module, .trigger, .base: [Field("trigger", .object(trigger))]
        default: []
        }
    }

    /// What people recognise a connection by.
    private static let metadata = ObjectShape(
        [Field("type", .word(["text", "email"])), Field("value", .scalar)],
        isTemplated: true
    )

    // MARK: Responders

    /// What answers a caller that waits.
    static let responder = ObjectShape(
        title: "a responder's communication",
        [
            Field("temp", .object(.entries)),
            Field("condition", condition),
            Field(
                "response",
                .object(
                    ObjectShape([
                        Field("temp", .object(.entries)),
                        Field("type", WebhookShapes.respondType),
                        Field("status", WebhookShapes.status),
                        Field("headers", .object(.entries)),
                        Field("body", .any),
                    ])
                )
            ),
        ]
    )
}
