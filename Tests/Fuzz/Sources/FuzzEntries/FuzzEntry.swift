/// Something that reads bytes of strangers, and what has to hold whatever they are.
///
/// An entry returns; it traps when a rule is broken. The fuzzers and the tests run the same entries.
package struct FuzzEntry: Sendable, CustomStringConvertible {
    /// The name; its seeds stand in the folder of that name.
    package let name: String
    private let body: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ body: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.body = body
    }

    /// The name.
    package var description: String { name }

    /// Reads some bytes.
    package func run(_ bytes: [UInt8]) { body(bytes) }

    /// Every entry.
    package static let all: [FuzzEntry] = [.templates, .json, .dates, .xml]
}

extension FuzzEntry {
    /// What libFuzzer calls an entry with, and what it wants to get.
    func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        run(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }
}

@_cdecl("patchbay_fuzz_templates")
func fuzzTemplates(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { FuzzEntry.templates.run(start, count) }

@_cdecl("patchbay_fuzz_json")
func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { FuzzEntry.json.run(start, count) }

@_cdecl("patchbay_fuzz_dates")
func fuzzDates(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { FuzzEntry.dates.run(start, count) }

@_cdecl("patchbay_fuzz_xml")
func fuzzXML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { FuzzEntry.xml.run(start, count) }
