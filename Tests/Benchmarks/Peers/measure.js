// Node's part of the in-process measures: `node measure.js MEASURE SECONDS [FILE]`.
"use strict";
const fs = require("node:fs");
const { sign } = require("./oauth1.js");

const [name, seconds, path] = process.argv.slice(2);

function repeat(operation, limit) {
    const start = process.hrtime.bigint();
    let operations = 0, took = 0;
    while (took < limit) {
        for (let i = 0; i < 16; i++) operations += operation();
        took = Number(process.hrtime.bigint() - start) / 1e9;
    }
    return { operations, seconds: took };
}

function compiledTemplates() {
    const { context, templates } = JSON.parse(fs.readFileSync(path, "utf8"));
    const tasks = templates.map(task => new Function("c", `return ${task.js}`));
    tasks.forEach((task, i) => {
        const value = JSON.stringify(task(context));
        if (value !== JSON.stringify(templates[i].expected)) throw new Error(`${templates[i].iml}: ${value}`);
    });
    return { context, tasks };
}

const measures = {
    signatures() {
        const credentials = {
            consumerKey: "sample-consumer", consumerSecret: "sample-consumer-secret",
            token: "kkk9d7dh3k39sjv7kkk9d7dh3k39", tokenSecret: "dh893hdasih9dh893hdasih9",
        };
        const url = "https://api.example.com/1.1/statuses/update.json?include_entities=true";
        const form = "status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21&folder=work";
        return () => sign("POST", url, form, credentials) ? 1 : 0;
    },
    templates() {
        const { context, tasks } = compiledTemplates();
        return () => { for (const task of tasks) task(context); return tasks.length; };
    },
    // V8 puts a text together when somebody reads it: here each is written as UTF-8, as into a request.
    "templates-written"() {
        const { context, tasks } = compiledTemplates();
        const encoder = new TextEncoder(), buffer = new Uint8Array(4096);
        return () => { for (const task of tasks) encoder.encodeInto(String(task(context)), buffer); return tasks.length; };
    },
    "json-read"() {
        const bytes = fs.readFileSync(path);
        return () => { JSON.parse(bytes.toString()); return bytes.length; };
    },
    "json-write"() {
        const value = JSON.parse(fs.readFileSync(path, "utf8"));
        return () => Buffer.from(JSON.stringify(value)).length;
    },
};

const operation = measures[name]();
repeat(operation, seconds / 5);
console.log(JSON.stringify(repeat(operation, Number(seconds))));
