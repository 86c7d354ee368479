import GRDB

extension SQLiteStore {
    package func installation(_ place: InstallationPlace) async throws -> ConnectionData? {
        switch try await cache.answer(place) {
        case .known(let data):
            return data
        case .unknown(let generation):
            let data = try await read { [keys, file] database in
                try InstallationRow(database: database, keys: keys, file: file).fetch(place)
            }
            cache.keep(data, of: place, generation: generation)
            return data
        }
    }

    package func setInstallation(_ data: ConnectionData?, of place: InstallationPlace) async throws {
        defer { cache.forgetAll() }
        try await write { [keys, file, time] database in
            try InstallationRow(database: database, keys: keys, file: file).replace(with: data, of: place, at: time)
        }
    }
}
