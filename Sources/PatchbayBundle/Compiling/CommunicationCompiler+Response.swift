import IML

extension CommunicationCompiler {
    /// Compiles what is done with an answer.
    mutating func response(_ node: SourceNode) -> ResponseDefinition {
        let answer = seesQuery ? visible.withAnswer.adding("query") : visible.withAnswer
        var response = ResponseDefinition()
        response.type = types(node, answer)
        response.temp = fields(node, "temp", answer, path: "response.temp")
        readValidity(node, answer, into: &response)
        response.error = node["error"].map { error($0, answer) }
        response.iterate = node["iterate"].flatMap { iteration($0, answer) }
        let item = response.iterate == nil ? answer : answer.withItem
        response.trigger = node.object("trigger").map { trigger($0, answer, item) }
        response.output = node.written("output").map { spec($0, "response.output", item) }
        response.wrapper = node.written("wrapper").map { spec($0, "response.wrapper", item.adding("output")) }
        response.limit = value(node, "limit", answer, path: "response.limit")
        readConnectionKeys(node, answer, into: &response)
        return response
    }

    private mutating func readConnectionKeys(
        _ node: SourceNode,
        _ answer: Visibility,
        into response: inout ResponseDefinition
    ) {
        response.data = fields(node, "data", answer, path: "response.data")
        response.uid = value(node, "uid", answer, path: "response.uid")
        response.metadata = value(node, "metadata", answer, path: "response.metadata")
        response.expires = value(node, "expires", answer, path: "response.expires")
        response.scope = value(node, "scope", answer, path: "response.scope")
        response.respond = value(node, "respond", answer, path: "response.respond")
    }

    // MARK: Type

    /// The rules of `type`, exact statuses first, then narrow ranges, `*` last.
    private mutating func types(_ node: SourceNode, _ visible: Visibility) -> [ResponseTypeRule] {
        guard let type = node["type"] else { return [] }
        guard let entries = type.entries else {
            return [ResponseTypeRule(statuses: StatusRange.all, type: spec(type, "response.type", visible))]
        }
        var rules: [ResponseTypeRule] = []
        for entry in entries {
            guard let range = StatusRange(entry.key) else { continue }
            let type = spec(entry.value, "response.type.\(entry.key)", visible)
            rules.append(ResponseTypeRule(statuses: range.statuses, type: type))
        }
        return rules.enumerated().sorted {
            ($0.element.statuses.count, $0.offset) < ($1.element.statuses.count, $1.offset)
        }.map(\.element)
    }

    // MARK: Validity and errors

    private mutating func readValidity(
        _ node: SourceNode,
        _ visible: Visibility,
        into response: inout ResponseDefinition
    ) {
        guard let valid = node["valid"] else { return }
        guard valid.entries != nil else {
            response.valid = expression(valid, "response.valid", visible)
            return
        }
        response.valid = valid["condition"].map { expression($0, "response.valid.condition", visible) }
        response.validMessage = value(valid, "message", visible, path: "response.valid.message")
        response.validType = value(valid, "type", visible, path: "response.valid.type")
    }

    private mutating func error(_ node: SourceNode, _ visible: Visibility) -> ErrorDefinition {
        guard let entries = node.entries else {
            return ErrorDefinition(message: spec(node, "response.error", visible), type: nil)
        }
        var definition = ErrorDefinition(
            message: value(node, "message", visible, path: "response.error.message"),
            type: value(node, "type", visible, path: "response.error.type")
        )
        for entry in entries {
            guard let range = StatusRange(entry.key), range.statuses.count <= 100 else { continue }
            let specific = statusError(entry.value, "response.error.\(entry.key)", visible)
            for status in range.statuses where range.statuses.count == 1 || definition.byStatus[status] == nil {
                definition.byStatus[status] = specific
            }
        }
        return definition
    }

    private mutating func statusError(
        _ node: SourceNode,
        _ path: String,
        _ visible: Visibility
    ) -> ErrorDefinition.StatusError {
        guard node.entries != nil else {
            return ErrorDefinition.StatusError(message: spec(node, path, visible), type: nil)
        }
        return ErrorDefinition.StatusError(
            message: value(node, "message", visible, path: path + ".message"),
            type: value(node, "type", visible, path: path + ".type")
        )
    }

    // MARK: Items

    private mutating func iteration(_ node: SourceNode, _ visible: Visibility) -> IterateDefinition? {
        guard node.entries != nil else {
            return IterateDefinition(container: expression(node, "response.iterate", visible))
        }
        guard let container = node["container"] else { return nil }
        return IterateDefinition(
            container: expression(container, "response.iterate.container", visible),
            condition: node["condition"].map {
                expression($0, "response.iterate.condition", visible.withItem)
            }
        )
    }

    /// Compiles how a trigger knows what it has seen.
    ///
    /// Which type it is and how the service orders is said once, what an item's id and date are for each.
    private mutating func trigger(_ node: SourceNode, _ answer: Visibility, _ item: Visibility) -> TriggerDefinition {
        if kind == .trigger { checkCompleteness(of: node) }
        return TriggerDefinition(
            type: value(node, "type", answer, path: "response.trigger.type"),
            id: value(node, "id", item, path: "response.trigger.id"),
            date: value(node, "date", item, path: "response.trigger.date"),
            order: value(node, "order", answer, path: "response.trigger.order")
        )
    }

    /// Warns of a trigger that cannot tell what it has seen.
    private mutating func checkCompleteness(of node: SourceNode) {
        let isByDate = node["type"]?.text?.lowercased() == "date"
        for (key, purpose) in [("id", "each item is told by it"), ("date", "a trigger of type date goes by it")]
        where node[key] == nil && (key == "id" || isByDate) {
            templates.report(
                .incompleteTrigger,
                "`response.trigger` needs `\(key)`: \(purpose). Add \"\(key)\": \"{{item.\(key)}}\" with the item's own",
                .warning,
                at: node.place
            )
        }
    }

    // MARK: Pages

    /// Compiles how the next page is got.
    mutating func pagination(_ node: SourceNode) -> PaginationDefinition {
        let visible = visible.withAnswer.withItem.adding("pagination")
        var pagination = PaginationDefinition()
        pagination.mergesWithParent = value(node, "mergeWithParent", visible, path: "pagination.mergeWithParent")
        pagination.url = value(node, "url", visible, path: "pagination.url")
        pagination.method = value(node, "method", visible, path: "pagination.method")
        pagination.headers = fields(node, "headers", visible, path: "pagination.headers")
        pagination.query = fields(node, "qs", visible, path: "pagination.qs")
        pagination.body = value(node, "body", visible, path: "pagination.body")
        pagination.condition = value(node, "condition", visible, path: "pagination.condition")
        return pagination
    }
}
