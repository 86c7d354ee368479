// The call that Patchbay makes for the module of bench.py, written by hand: `node call_server.js PORT UPSTREAM`.
"use strict";
const http = require("node:http");
const { sign } = require("./oauth1.js");

const [port, upstream] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const credentials = {
    consumerKey: "sample-consumer", consumerSecret: "sample-consumer-secret",
    token: "kkk9d7dh3k39sjv7kkk9d7dh3k39", tokenSecret: "dh893hdasih9dh893hdasih9",
};
const read = stream => new Promise((resolve, reject) => {
    const pieces = [];
    stream.on("data", piece => pieces.push(piece)).on("end", () => resolve(Buffer.concat(pieces))).on("error", reject);
});

function send(url, body) {
    return new Promise((resolve, reject) => {
        const headers = {
            "Content-Type": "application/json", "Content-Length": body.length,
            "Authorization": sign("POST", url, "", credentials),
        };
        const request = http.request(url, { method: "POST", agent, headers }, resolve);
        request.on("error", reject);
        request.end(body);
    });
}

http.createServer(async (request, response) => {
    try {
        const { parameters } = JSON.parse(await read(request));
        if (!parameters.title) throw new Error("title is required");
        const { title, text, folder = "inbox" } = parameters;
        const body = Buffer.from(JSON.stringify({ title, text, folder }));
        const answer = await send(`${upstream}/notes?source=bench`, body);
        const note = JSON.parse(await read(answer));
        if (answer.statusCode >= 400) throw new Error(`[${answer.statusCode}] ${note.error?.message}`);
        const bundle = {
            id: note.id, title: note.title, folder: note.folder, tags: note.tags.join(", "),
            createdAt: new Date(note.created_at).toISOString(),
        };
        const bundles = Buffer.from(JSON.stringify({ bundles: [bundle] }));
        response.writeHead(200, { "Content-Type": "application/json", "Content-Length": bundles.length });
        response.end(bundles);
    } catch (error) {
        response.writeHead(422, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ error: error.message }));
    }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
