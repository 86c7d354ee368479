import PatchbayTesting

/// A bundle that connects with a user's password, whose authorization may end, and that asks who is there.
struct PasswordBundle {
    var provider: String
    /// Seconds after which the authorization itself ends.
    var lasts: Int?
    /// When the token is renewed before a call.
    var renews = "{{data.renewal == 'never'}}"

    func write(to folder: TemporaryDirectory) throws {
        let place = "apps/password/"
        try folder.write(connection, to: place + "connections/password/password.communication.iml.json")
        try folder.write(
            #"{"label": "Password", "connectionType": "oauth"}"#,
            to: place + "connections/password/connection.json"
        )
        try folder.write(
            #"[{"name": "username", "type": "text"}, {"name": "password", "type": "password"}]"#,
            to: place + "connections/password/password.params.iml.json"
        )
        try folder.write(
            #"{"clientId": "sample-client", "clientSecret": "sample-client-secret"}"#,
            to: place + "connections/password/password.common.json"
        )
        try folder.write(
            #"{"url": "\#(provider)/api/whoami", "headers": {"Authorization": "Bearer {{connection.token}}"}}"#,
            to: place + "modules/whoami/communication.iml.json"
        )
        try folder.write(
            #"{"label": "Who am I", "moduleType": "action", "connection": "password"}"#,
            to: place + "modules/whoami/module.json"
        )
    }

    private var connection: String {
        """
        {
            "token": {
                "url": "\(provider)/oauth/token", "method": "POST", "type": "urlencoded",
                "body": {
                    "grant_type": "password", "username": "{{parameters.username}}",
                    "password": "{{parameters.password}}", "scope": "profile",
                    "client_id": "{{common.clientId}}", "client_secret": "{{common.clientSecret}}"
                },
                "response": {
                    "data": {"token": "{{body.access_token}}", "renewal": "{{body.refresh_token}}"}\(expires),
                    "error": {"message": "[{{statusCode}}] {{body.error_description}}"}
                }
            },
            "refresh": {
                "condition": "\(renews)",
                "url": "\(provider)/oauth/token", "method": "POST", "type": "urlencoded",
                "body": {
                    "grant_type": "refresh_token", "refresh_token": "{{data.renewal}}",
                    "client_id": "{{common.clientId}}", "client_secret": "{{common.clientSecret}}"
                },
                "response": {"data": {"token": "{{body.access_token}}", "renewal": "{{body.refresh_token}}"}}
            },
            "info": {
                "url": "\(provider)/api/whoami", "headers": {"Authorization": "Bearer {{data.token}}"},
                "response": {"uid": "{{body.id}}", "metadata": {"type": "text", "value": "{{body.name}}"}}
            }
        }
        """
    }

    private var expires: String {
        lasts.map { #", "expires": "{{addSeconds(now, \#($0))}}""# } ?? ""
    }
}
