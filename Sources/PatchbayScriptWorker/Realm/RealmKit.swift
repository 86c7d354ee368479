import CJavaScriptCore

/// What the worker calls in a realm; see ``PreludeScript``.
struct RealmKit {
    /// The object that holds the functions; it has to be protected.
    let object: JSObjectRef
    /// `(name, file)`: takes a function of the app in, with the function that evaluates its file.
    let adopt: JSObjectRef
    /// `(seed, seed, seed, seed)`: evaluates the app's files for a call.
    let prepare: JSObjectRef
    /// `()`: the name of the function whose file was evaluated last.
    let current: JSObjectRef
    /// `(name, text)`: calls a function of the app.
    let call: JSObjectRef
    /// `(value)`: the value as text.
    let encode: JSObjectRef

    /// Takes the functions out of what the prelude gave.
    init(_ object: JSObjectRef, of realm: Realm) throws(ScriptFault) {
        self.object = object
        adopt = try realm.function("adopt", of: object)
        prepare = try realm.function("prepare", of: object)
        current = try realm.function("current", of: object)
        call = try realm.function("call", of: object)
        encode = try realm.function("encode", of: object)
    }
}
