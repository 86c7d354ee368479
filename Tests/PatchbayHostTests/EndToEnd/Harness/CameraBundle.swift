import PatchbayTesting

/// A bundle whose service wants HTTP Digest.
struct CameraBundle {
    var provider: String

    func write(to folder: TemporaryDirectory) throws {
        let place = "apps/camera/"
        try folder.write(
            """
            {
                "digest": {"username": "{{parameters.username}}", "password": "{{parameters.password}}"},
                "info": {"url": "\(provider)/whoami", "response": {"uid": "{{body.user}}"}}
            }
            """,
            to: place + "connections/camera/camera.communication.iml.json"
        )
        try folder.write(
            #"[{"name": "username", "type": "text"}, {"name": "password", "type": "password"}]"#,
            to: place + "connections/camera/camera.params.iml.json"
        )
        try folder.write(
            """
            {
                "url": "\(provider)/snapshot?size=a%20b&x=1", "method": "POST", "body": {"note": "ü \\"1\\""},
                "digest": {"username": "{{connection.username}}", "password": "{{connection.password}}"}
            }
            """,
            to: place + "modules/snapshot/communication.iml.json"
        )
        try folder.write(
            #"{"label": "Snapshot", "moduleType": "action", "connection": "camera"}"#,
            to: place + "modules/snapshot/module.json"
        )
    }
}
