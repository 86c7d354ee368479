import GRDB
import IML

/// The row of a connection spec's installation parameters: the spec's name can be read, the rest is sealed.
struct InstallationRow {
    let database: Database
    let keys: KeyRing
    let file: String

    /// What was entered; `nil` when there is no row.
    func fetch(_ place: InstallationPlace) throws -> ConnectionData? {
        let statement = try database.cachedStatement(
            sql: "SELECT data_key, content FROM installation WHERE app = ? AND connection = ?"
        )
        guard let found = try Row.fetchOne(statement, arguments: [place.app, place.connection]) else { return nil }
        let row = StoredRow(found, file: file)
        let sealed = SealedValue(dataKey: try row.bytes("data_key"), content: try row.bytes("content"))
        do {
            let value = try sealed.open(of: .installation(place)) {
                try HostKeyRow.key($0, sealingIn: database, with: keys, file: file)
            }
            return ConnectionData(value.asFields ?? [:])
        } catch is SealedValue.Broken {
            throw StoreError.damaged(place, file: file)
        }
    }

    /// Puts other data in the place of what there is; `nil` leaves no row.
    func replace(with data: ConnectionData?, of place: InstallationPlace, at time: Timestamp) throws {
        guard let data else {
            try database.execute(
                sql: "DELETE FROM installation WHERE app = ? AND connection = ?",
                arguments: [place.app, place.connection]
            )
            return
        }
        let sealed = try SealedValue(
            .collection(data.reveal()),
            of: .installation(place),
            under: HostKeyRow.sealingKey(database, with: keys, file: file)
        )
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO installation (app, connection, updated_at, data_key, content)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [place.app, place.connection, time.stored, sealed.dataKey.blob, sealed.content.blob]
        )
    }
}
