/// What forms and descriptions of outputs may hold.
enum ParameterShapes {
    /// A list of parameters; an RPC may stand for any of them, or for all.
    static let parameters = Shape.either(
        [.list(element), .reference],
        called: "an array of parameters, or an rpc:// reference"
    )

    private static let element = Shape.either(
        [.named(.parameter), .reference],
        called: "an object or an rpc:// reference"
    )

    /// Parameters that join by a choice.
    static let nested = Shape.either(
        [
            .named(.parameters),
            .object(ObjectShape([Field("store", .named(.parameters)), Field("domain", .text)], others: .ignored)),
        ],
        called: "an array of parameters"
    )

    /// The choices of a select.
    static let options = Shape.either(
        [.list(option), .reference, .object(store)],
        called: "an array of choices, an rpc:// reference, or an object with a `store`"
    )

    private static let option = Shape.either(
        [
            .scalar,
            .object(
                ObjectShape(
                    [
                        Field("label", .scalar), Field("value", .any), Field("nested", .named(.nested)),
                        Field("default", .flag), Field("short", .text), Field("options", .named(.options)),
                    ],
                    others: .ignored
                )
            ),
        ],
        called: "an object with a `value`"
    )

    private static let store = ObjectShape(
        [
            Field("store", .either([.list(option), .reference], called: "an array of choices or an rpc:// reference")),
            Field("label", .text), Field("value", .text), Field("default", .any), Field("learning", .flag),
            Field(
                "placeholder",
                .either(
                    [
                        .text,
                        .object(
                            ObjectShape(
                                [Field("label", .text), Field("nested", .named(.nested))],
                                others: .ignored
                            )
                        ),
                    ],
                    called: "a text, or an object with a `label`"
                )
            ),
            Field("nested", .named(.nested)), Field("operators", .list(.any)), Field("logic", .text),
            Field("scope", .any), Field("ids", .flag), Field("showRoot", .flag), Field("singleLevel", .flag),
        ],
        others: .ignored
    )

    /// One parameter.
    static let parameter = ObjectShape(
        title: "a parameter",
        [
            Field("name", .scalar), Field("type", .openText(known: ParameterType.allCases.map(\.rawValue))),
            Field("label", .scalar), Field("help", .scalar), Field("default", .any), Field("semantic", .text),
            Field("required", .flag), Field("advanced", .flag), Field("multiple", .flag), Field("multiline", .flag),
            Field("grouped", .flag), Field("dynamic", .flag), Field("sequence", .flag), Field("coder", .flag),
            Field("time", .flag), Field("closable", .flag), Field("visible", .scalar), Field("sort", .scalar),
            Field("tags", .text), Field("mode", .text), Field("codepage", .text), Field("title", .text),
            Field("text", .text), Field("theme", .text), Field("badge", .text), Field("schema", .any),
            Field("pattern", pattern), Field("validate", validate), Field("spec", spec),
            Field("nested", .named(.nested)), Field("options", .named(.options)),
            Field("editable", switchable("enabled", "help")), Field("mappable", switchable("help")),
            Field("labels", .object(ObjectShape(others: .names(.scalar)))),
            Field("metadata", .object(ObjectShape(others: .names(.any)))),
            Field("convert", .object(convert)), Field("rpc", .object(button)),
            Field("extension", .either([.text, .list(.text)], called: "a text or an array of texts")),
        ],
        others: .ignored
    )

    private static let spec = Shape.either(
        [.list(element), .named(.parameter), .reference],
        called: "an array of parameters, or one"
    )

    private static func switchable(_ keys: String...) -> Shape {
        let fields = keys.map { Field($0, $0 == "enabled" ? .flag : .text) }
        return .either([.flag, .object(ObjectShape(fields, others: .ignored))], called: "true, false or an object")
    }

    private static let pattern = Shape.either(
        [
            .text,
            .object(
                ObjectShape([Field("regexp", .text), Field("pattern", .text), Field("flags", .text)], others: .ignored)
            ),
        ],
        called: "a regular expression as a text, or an object with a `regexp`"
    )

    private static let validate = Shape.either(
        [
            .flag,
            .object(
                ObjectShape(
                    [
                        Field("min", .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)),
                        Field("max", .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)),
                        Field("minItems", .number(atLeast: 0)), Field("maxItems", .number(atLeast: 0)),
                        Field("enum", .list(.any)), Field("pattern", pattern),
                    ],
                    others: .ignored
                )
            ),
        ],
        called: "true, false or an object"
    )

    private static let convert = ObjectShape(
        [
            Field("type", .text), Field("format", .text), Field("timezone", .text), Field("name", .text),
            Field("label", .text), Field("names", .either([.text, .list(.any)], called: "a text or an array")),
        ],
        others: .ignored
    )

    private static let button = ObjectShape(
        [Field("url", .text), Field("label", .text), Field("parameters", .named(.parameters))],
        others: .ignored
    )
}
