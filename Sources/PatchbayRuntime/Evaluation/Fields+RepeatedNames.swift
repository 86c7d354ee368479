import IML

extension Fields {
    /// Makes a collection of names that may be there more than once, as in forms and headers: one value stands as it is,
    /// several are an array at the first one's place.
    init(repeatable pairs: some Sequence<(name: String, value: Value)>, caseInsensitiveKeys: Bool = false) {
        var places = Fields(caseInsensitiveKeys: caseInsensitiveKeys)
        var values: [[Value]] = []
        for (name, value) in pairs {
            if let place = places[name]?.asInt {
                values[place].append(value)
            } else {
                places[name] = Value(values.count)
                values.append([value])
            }
        }
        self = places.mapValues { place in
            let values = values[place.asInt ?? 0]
            return values.count == 1 ? values[0] : .array(values)
        }
    }
}
