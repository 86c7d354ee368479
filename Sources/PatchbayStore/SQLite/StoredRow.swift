import Foundation
import GRDB
import IML

/// A row of the database, read without trusting that each column holds what it should.
struct StoredRow {
    private let row: Row
    private let file: String

    /// Wraps a row.
    init(_ row: Row, file: String) {
        self.row = row
        self.file = file
    }

    /// A text that has to be there.
    func text(_ column: String) throws(StoreError) -> String {
        try required(optionalText(column), column)
    }

    /// A text that may be missing.
    func optionalText(_ column: String) -> String? {
        String.fromDatabaseValue(value(column))
    }

    /// Bytes that have to be there.
    func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        try required(optionalBytes(column), column)
    }

    /// Bytes that may be missing.
    func optionalBytes(_ column: String) -> [UInt8]? {
        Data.fromDatabaseValue(value(column)).map { Array($0) }
    }

    /// A time that has to be there.
    func time(_ column: String) throws(StoreError) -> Timestamp {
        try required(optionalTime(column), column)
    }

    /// A time that may be missing.
    func optionalTime(_ column: String) -> Timestamp? {
        Int64.fromDatabaseValue(value(column)).map(Timestamp.init(millisecondsSinceEpoch:))
    }

    /// What the caller read, unless it is missing.
    func required<Result>(_ result: Result?, _ column: String) throws(StoreError) -> Result {
        guard let result else {
            throw StoreError.corrupt("The database \(file) has a row without a readable \(column).", file: file)
        }
        return result
    }

    private func value(_ column: String) -> DatabaseValue {
        row[column] ?? .null
    }
}

extension [UInt8] {
    /// The bytes as SQLite takes them.
    var blob: Data { Data(self) }
}

extension Timestamp {
    /// The time as SQLite takes it.
    var stored: Int64 { millisecondsSinceEpoch }
}
