/// What the files may hold that say what a bundle consists of.
enum ManifestShapes {
    /// `makecomapp.json`.
    static let manifest = Shape.object(
        ObjectShape(
            title: "the manifest",
            [
                Field("fileVersion", .number(atLeast: 0)),
                Field("label", .scalar),
                Field("version", .scalar),
                Field(
                    "generalCodeFiles",
                    .object(ObjectShape(GeneralKind.allCases.map { Field($0.rawValue, .text) }))
                ),
                Field("components", .object(ObjectShape(ComponentKind.allCases.map(components) + [endpoints]))),
                Field("origins", .list(.object(origin))),
            ],
            others: .ignored
        )
    )

    private static func components(_ kind: ComponentKind) -> Field {
        let component = Shape.object(component(kind))
        return Field(
            kind.rawValue,
            .either(
                [.object(ObjectShape(others: .names(component))), .list(component)],
                called: "an object keyed by name, or an array"
            )
        )
    }

    private static let endpoints = Field("endpoint", .any)

    private static func component(_ kind: ComponentKind) -> ObjectShape {
        let code = kind.code.map(\.rawValue) + kind.olderCodeKeys.keys.sorted()
        let files = ObjectShape(code.map { Field($0, .text) })
        let common = [
            Field("name", .text), Field("id", .text), Field("label", .text), Field("description", .text),
            Field("type", .scalar), Field("codeFiles", .object(files)),
        ]
        return ObjectShape(title: kind.anyTitle, common + own(kind), others: .ignored)
    }

    /// What components of some kinds have beside what all have.
    private static func own(_ kind: ComponentKind) -> [Field] {
        let connections = [Field("connection", .text), Field("altConnection", .text)]
        switch kind {
        case .connection: return [Field("connectionType", .openText(known: ["basic", "oauth"]))]
        case .module:
            let types = Shape.openText(known: ModuleType.allCases.map(\.rawValue))
            return connections + [
                Field("webhook", .text), Field("moduleType", types), Field("moduleSubtype", types),
                Field("actionCrud", .openText(known: ["create", "read", "update", "delete"])),
            ]
        case .rpc: return connections
        case .webhook:
            return connections + [Field("webhookType", .openText(known: ["web", "web-shared"]))]
        case .function: return []
        }
    }

    private static let origin = ObjectShape(
        title: "an origin",
        [
            Field("label", .text), Field("baseUrl", .text), Field("appId", .text), Field("appVersion", .scalar),
            Field("apikeyFile", .text), Field("idMapping", .object(ObjectShape(others: .names(.any)))),
        ],
        others: .ignored
    )

    /// The `metadata.json` of an export, the app's and those of its components, and what stands for one elsewhere.
    static let metadata = Shape.object(
        ObjectShape(
            title: "metadata",
            [
                Field("name", .text), Field("label", .text), Field("description", .text), Field("version", .scalar),
                Field("theme", .text), Field("language", .text),
                Field("countries", .either([.text, .list(.text)], called: "an array of texts")),
                Field("type", .scalar), Field("typeId", .number(atLeast: 0)), Field("connection", .text),
                Field("altConnection", .text), Field("webhook", .text), Field("moduleType", .text),
                Field("connectionType", .text), Field("webhookType", .text),
            ],
            others: .ignored
        )
    )

    /// How a user interface groups modules.
    static let groups = Shape.list(
        .object(
            ObjectShape(
                title: "a group",
                [Field("label", .text), Field("modules", .list(.text))],
                others: .ignored
            )
        )
    )
}
