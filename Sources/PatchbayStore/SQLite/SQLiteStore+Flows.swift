package import IML
package import PatchbayAuth

extension SQLiteStore {
    package func save(_ flow: FlowRecord, state: String) async throws {
        let stateHash = lookup.hash(state, as: .state)
        let correlationHash = flow.pending.correlation.map { lookup.hash($0.reveal(), as: .correlation) }
        try await write { [keys, file] database in
            try FlowRow(database: database, keys: keys, file: file)
                .insert(flow, state: stateHash, correlation: correlationHash)
        }
    }

    package func takeFlow(state: String, correlation: Secret?, at now: Timestamp) async throws -> FlowOutcome {
        let correlationHash = correlation.map { lookup.hash($0.reveal(), as: .correlation) }
        return try await take(.state(lookup.hash(state, as: .state), correlation: correlationHash), at: now)
    }

    package func takeFlow(correlation: Secret, at now: Timestamp) async throws -> FlowOutcome {
        try await take(.correlation(lookup.hash(correlation.reveal(), as: .correlation)), at: now)
    }

    package func takeFlow(ofConnection id: String, at now: Timestamp) async throws -> FlowOutcome {
        try await take(.connection(id), at: now)
    }

    private func take(_ question: FlowRow.Question, at now: Timestamp) async throws -> FlowOutcome {
        try await write { [keys, file] database in
            try FlowRow(database: database, keys: keys, file: file).take(question, at: now)
        }
    }
}
