package import IML

/// Something that happened in the host, as event streams tell it.
package struct HostEvent: Sendable, Hashable {
    /// What happened, such as `app.changed`.
    package var name: String
    /// The details.
    package var data: Value

    /// Describes an event.
    init(_ name: String, _ data: Value) {
        self.name = name
        self.data = data
    }

    /// The event as a part of an event stream (HTML Living Standard, section 9.2).
    ///
    /// - Parameter id: The number that identifies it in its stream.
    func bytes(id: Int) -> [UInt8] {
        Array("id: \(id)\nevent: \(name)\ndata: ".utf8) + data.json() + Array("\n\n".utf8)
    }
}
