extension BundleTemplate {
    /// The files of the modules.
    var moduleFiles: [File] {
        greetFiles + listFiles + callFiles
    }

    private func files(
        _ folder: String,
        communication: String,
        parameters: String,
        interface: String
    ) -> [File] {
        let path = "modules/\(folder)/\(folder)"
        return [
            File(path: "\(path).communication.iml.json", content: communication),
            File(path: "\(path).mappable-params.iml.json", content: parameters),
            File(path: "\(path).interface.iml.json", content: interface),
        ]
    }

    private var greetFiles: [File] {
        files(
            "greet",
            communication: """
                {
                  // Without a url nothing is sent: the output comes from the input.
                  "response": {
                    "output": { "greeting": "Hello, {{ifempty(parameters.name, 'world')}}!" }
                  }
                }

                """,
            parameters: """
                [
                  { "name": "name", "type": "text", "label": "Name", "help": "Whom to greet." }
                ]

                """,
            interface: """
                [
                  { "name": "greeting", "type": "text", "label": "Greeting" }
                ]

                """
        )
    }

    private var listFiles: [File] {
        files(
            "list-items",
            communication: """
                {
                  "url": "/items",
                  "qs": {
                    "query": "{{parameters.query}}",
                    "page": "{{pagination.page}}"
                  },
                  "response": {
                    "iterate": "{{body.items}}",
                    "output": "{{item}}",
                    "limit": "{{parameters.limit}}"
                  },
                  // A page without items ends it.
                  "pagination": {
                    "qs": { "page": "{{pagination.page}}" }
                  }
                }

                """,
            parameters: """
                [
                  { "name": "query", "type": "text", "label": "Query" },
                  { "name": "limit", "type": "uinteger", "label": "Limit", "default": 100, "required": true }
                ]

                """,
            interface: """
                [
                  { "name": "id", "type": "text", "label": "ID" },
                  { "name": "name", "type": "text", "label": "Name" }
                ]

                """
        )
    }

    private var callFiles: [File] {
        files(
            "make-api-call",
            communication: """
                {
                  "url": "{{parameters.url}}",
                  "method": "{{parameters.method}}",
                  "qs": { "{{...}}": "{{toCollection(parameters.qs, 'key', 'value')}}" },
                  "headers": { "{{...}}": "{{toCollection(parameters.headers, 'key', 'value')}}" },
                  "body": "{{parameters.body}}",
                  "type": "text",
                  "response": {
                    "output": {
                      "body": "{{body}}",
                      "headers": "{{headers}}",
                      "statusCode": "{{statusCode}}"
                    }
                  }
                }

                """,
            parameters: callParameters,
            interface: """
                [
                  { "name": "body", "type": "any", "label": "Body" },
                  { "name": "headers", "type": "collection", "label": "Headers" },
                  { "name": "statusCode", "type": "number", "label": "Status Code" }
                ]

                """
        )
    }

    private var callParameters: String {
        """
        [
          { "name": "url", "type": "text", "label": "URL", "help": "Relative to the base, such as /items.", "required": true },
          {
            "name": "method",
            "type": "select",
            "label": "Method",
            "required": true,
            "default": "GET",
            "options": [
              { "label": "GET", "value": "GET" },
              { "label": "POST", "value": "POST" },
              { "label": "PUT", "value": "PUT" },
              { "label": "PATCH", "value": "PATCH" },
              { "label": "DELETE", "value": "DELETE" }
            ]
          },
          {
            "name": "headers",
            "type": "array",
            "label": "Headers",
            "spec": [
              { "name": "key", "type": "text", "label": "Key" },
              { "name": "value", "type": "text", "label": "Value" }
            ]
          },
          {
            "name": "qs",
            "type": "array",
            "label": "Query String",
            "spec": [
              { "name": "key", "type": "text", "label": "Key" },
              { "name": "value", "type": "text", "label": "Value" }
            ]
          },
          { "name": "body", "type": "any", "label": "Body" }
        ]

        """
    }
}
