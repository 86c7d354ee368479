import Foundation
import IML

/// A document read into a `Value`, or written from one; an operation is a byte.
struct JSONMeasure {
    private let bytes: [UInt8]
    private let value: Value

    init(file: String) throws {
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        value = try Value(json: bytes)
    }

    func reading() throws -> Int {
        guard case .array = try Value(json: bytes) else { throw MeasureError("The document is no array.") }
        return bytes.count
    }

    func writing() -> Int { value.json().count }
}
