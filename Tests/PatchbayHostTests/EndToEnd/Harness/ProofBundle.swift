import PatchbayTesting

/// A bundle of an application without a secret, whose own requests carry the proof that the code is its own.
struct ProofBundle {
    var provider: String

    func write(to folder: TemporaryDirectory) throws {
        let place = "apps/proof/connections/proof/"
        try folder.write(connection, to: place + "proof.communication.iml.json")
        try folder.write(#"{"label": "Proof", "connectionType": "oauth"}"#, to: place + "connection.json")
        try folder.write(#"["profile"]"#, to: place + "proof.default-scope.iml.json")
    }

    private var connection: String {
        """
        {
            "authorize": {
                "url": "\(provider)/oauth/authorize",
                "qs": {
                    "response_type": "code", "client_id": "public-client", "redirect_uri": "{{oauth.localRedirectUri}}",
                    "scope": "{{join(oauth.scope, space)}}", "code_challenge": "{{oauth.codeChallenge}}",
                    "code_challenge_method": "S256"
                },
                "response": {"temp": {"code": "{{query.code}}"}}
            },
            "token": {
                "url": "\(provider)/oauth/token", "method": "POST", "type": "urlencoded",
                "body": {
                    "grant_type": "authorization_code", "client_id": "public-client", "code": "{{temp.code}}",
                    "redirect_uri": "{{oauth.makeRedirectUri}}", "code_verifier": "{{oauth.codeVerifier}}"
                },
                "response": {"data": {"token": "{{body.access_token}}"}, "scope": "{{body.scope}}"}
            },
            "info": {
                "url": "\(provider)/api/echo", "headers": {"Authorization": "Bearer {{connection.token}}"},
                "response": {"uid": "{{body.user}}", "metadata": {"type": "text", "value": "{{body.scope}}"}}
            }
        }
        """
    }
}
