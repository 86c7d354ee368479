import PatchbayText

/// Reads one XML document without recursion.
struct XMLReader {
    let bytes: [UInt8]
    let limits: XMLLimits
    var position = 0
    private var open: [XMLElement] = []
    private var root: (name: String, value: Value)?
    private var nodes = 0

    init(_ bytes: [UInt8], isUTF8: Bool = false, limits: XMLLimits) throws(XMLError) {
        self.limits = limits
        guard bytes.count <= limits.bytes else {
            throw XMLError("The document is longer than \(limits.bytes) bytes.", at: 0, in: [])
        }
        self.bytes = isUTF8 ? try XMLText.checked(bytes) : try XMLText.utf8(bytes)
    }

    /// Reads the whole document.
    mutating func document() throws(XMLError) -> Value {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<") {
                try markup()
            } else {
                try text()
            }
        }
        if let last = open.last {
            throw failure("The element <\(last.name)> is not closed.", reason: "An element is not closed.")
        }
        guard let root else { throw failure("There is no element.") }
        return .collection(Fields([(root.name, .array([root.value]))]))
    }

    func failure(_ message: String, reason: String? = nil, at offset: Int? = nil) -> XMLError {
        XMLError(message, reason: reason, at: offset ?? position, in: bytes)
    }

    private mutating func markup() throws(XMLError) {
        if starts(with: "</") { return try endTag() }
        if starts(with: "<!--") { return try comment() }
        if starts(with: "<![CDATA[") { return try characterData() }
        if starts(with: "<?") { return try instruction() }
        if starts(with: "<!DOCTYPE") { return try documentType() }
        try startTag()
    }

    func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    /// Where a text next occurs, as a whole before an end.
    private func place(of text: StaticString, from start: Int, to end: Int? = nil) -> Int? {
        let first = text.utf8Start[0]
        var index = start
        let last = (end ?? bytes.count) - text.utf8CodeUnitCount
        while index <= last {
            if bytes[index] == first,
                (1..<text.utf8CodeUnitCount).allSatisfy({ bytes[index + $0] == text.utf8Start[$0] })
            {
                return index
            }
            index += 1
        }
        return nil
    }

    private mutating func comment() throws(XMLError) {
        guard let place = place(of: "--", from: position + 4) else { throw failure("A comment is not closed.") }
        guard place + 2 < bytes.count, bytes[place + 2] == UInt8(ascii: ">") else {
            throw failure("A comment has -- in it.", at: place)
        }
        position = place + 3
    }

    /// Passes over a processing instruction, and over the declaration where one may be: before anything but spaces.
    private mutating func instruction() throws(XMLError) {
        let start = position
        position += 2
        let target = try name("a processing instruction")
        guard let place = place(of: "?>", from: position) else {
            throw failure("A processing instruction is not closed.", at: start)
        }
        let isDeclaration = target.isSameIgnoringASCIICase("xml")
        guard !isDeclaration || target.isExactly("xml") && place > position && isBlank(before: start) else {
            throw failure("The declaration <?xml is not at the start of the document.", at: start)
        }
        position = place + 2
    }

    private func isBlank(before end: Int) -> Bool { bytes[..<end].allSatisfy { $0.isXMLSpace } }

    private mutating func characterData() throws(XMLError) {
        guard let end = place(of: "]]>", from: position + 9) else { throw failure("A CDATA section is not closed.") }
        guard !open.isEmpty else { throw failure("There is text outside of the root element.") }
        let content = bytes[(position + 9)..<end]
        try XMLText.check(content, in: self)
        open[open.count - 1].append(text: content, isMarked: true)
        position = end + 3
    }

    private mutating func text() throws(XMLError) {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        if open.isEmpty {
            let isBlank = bytes[position..<end].allSatisfy { $0.isXMLSpace }
            guard isBlank else { throw failure("There is text outside of the root element.") }
        } else {
            if let place = place(of: "]]>", from: position, to: end) {
                throw failure("]]> stands in a text; write it as ]]&gt;.", at: place)
            }
            let content = try XMLText.decoded(position..<end, in: self, isAttribute: false)
            open[open.count - 1].append(text: content[...], isMarked: false)
        }
        position = end
    }

    private mutating func startTag() throws(XMLError) {
        let start = position
        if open.isEmpty, root != nil { throw failure("There is a second root element.") }
        position += 1
        var element = XMLElement(name: try name("an element"))
        try count()
        while true {
            let isApart = skipSpaces()
            if skip("/>") { return close(element) }
            if skip(">") { break }
            guard position < bytes.count else { throw failure("A tag is not closed.", at: start) }
            guard isApart else { throw failure("There is no space before an attribute.") }
            try attribute(of: &element)
        }
        guard open.count < limits.depth else { throw failure("Elements nest deeper than \(limits.depth) levels.") }
        open.append(element)
    }

    private mutating func attribute(of element: inout XMLElement) throws(XMLError) {
        let name = try name("an attribute")
        try count()
        skipSpaces()
        guard skip("=") else {
            throw failure("The attribute \(name) has no value.", reason: "An attribute has no value.")
        }
        skipSpaces()
        guard position < bytes.count, case let quote = bytes[position],
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = bytes[(position + 1)...].firstIndex(of: quote)
        else {
            throw failure(
                "The value of the attribute \(name) is not quoted.",
                reason: "The value of an attribute is not quoted."
            )
        }
        let value = try XMLText.decoded(position + 1..<end, in: self, isAttribute: true)
        guard element.attributes[name] == nil else {
            throw failure("The attribute \(name) is there twice.", reason: "An attribute is there twice.")
        }
        element.attributes[name] = .text(String(decoding: value, as: UTF8.self))
        position = end + 1
    }

    private mutating func endTag() throws(XMLError) {
        let start = position
        position += 2
        let name = try name("an element")
        skipSpaces()
        guard skip(">") else { throw failure("A tag is not closed.") }
        guard let element = open.popLast() else {
            throw failure("</\(name)> closes nothing.", reason: "An end tag closes nothing.", at: start)
        }
        guard element.name.hasSameBytes(as: name) else {
            throw failure(
                "</\(name)> stands where </\(element.name)> has to.",
                reason: "An end tag stands where that of another element has to.",
                at: start
            )
        }
        close(element)
    }

    private mutating func close(_ element: XMLElement) {
        if open.isEmpty {
            root = (element.name, element.value)
        } else {
            open[open.count - 1].append(child: element.name, element.value)
        }
    }

    private mutating func count() throws(XMLError) {
        nodes += 1
        if nodes > limits.nodes { throw failure("There are more than \(limits.nodes) elements and attributes.") }
    }

    /// Passes over a document type with everything it declares.
    private mutating func documentType() throws(XMLError) {
        let start = position
        guard open.isEmpty, root == nil else { throw failure("A document type stands behind the first element.") }
        var depth = 0
        while position < bytes.count {
            if starts(with: "<!--") {
                try comment()
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: ">"): depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard let end = bytes[(position + 1)...].firstIndex(of: bytes[position]) else {
                    throw failure("The document type is not closed.", at: start)
                }
                position = end
            default: break
            }
            position += 1
            if depth == 0 { return }
        }
        throw failure("The document type is not closed.", at: start)
    }
}

extension XMLReader {
    /// Takes a text when it comes next.
    private mutating func skip(_ text: StaticString) -> Bool {
        guard starts(with: text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    @discardableResult
    private mutating func skipSpaces() -> Bool {
        let start = position
        while position < bytes.count, bytes[position].isXMLSpace { position += 1 }
        return position > start
    }

    private mutating func name(_ what: String) throws(XMLError) -> String {
        let start = position
        while position < bytes.count, bytes[position].isXMLNameByte { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard XMLText.isName(name) else { throw failure("The name of \(what) is missing or not one.", at: start) }
        return name
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }

    /// Whether the byte may be part of a name; which characters beyond ASCII may is looked at with the whole name.
    fileprivate var isXMLNameByte: Bool {
        isASCIIAlphanumeric || self >= 0x80 || self == 0x2D || self == 0x2E
            || self == 0x3A
            || self == 0x5F
    }
}
