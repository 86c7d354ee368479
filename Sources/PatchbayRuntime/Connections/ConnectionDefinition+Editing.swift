import IML
import PatchbayBundle

extension ConnectionDefinition {
    /// Makes sure that parameters may be changed once a connection is there: where the form says `editable` of some only
    /// these, and never what the service gave or the form does not know.
    ///
    /// What an RPC adds to the form is known to the service alone, so a form with one takes other names too.
    func checkEditable(_ given: Fields, over stored: Fields) throws(CallFailure) {
        let list = parameters.asArray ?? []
        let editable = list.filter { $0["editable"].isTruthy }.map { $0["name"].text }
        let fixed = editable.isEmpty ? [] : list.map { $0["name"].text }.filter { !editable.contains($0) }
        let names = form.names
        let problems = given.keys.compactMap { name -> CallFailure.InputProblem? in
            if fixed.contains(name) {
                return .init(path: name, message: "cannot be changed; make a new connection instead")
            }
            guard !names.contains(name), stored[name] != nil || !form.takesMore else { return nil }
            return .init(path: name, message: "is no parameter of this connection")
        }
        guard problems.isEmpty else { throw .invalidInput(problems) }
    }
}
