// A custom function in Node's vm: `node script_measure.js fresh|kept|rested SECONDS FILE`.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");

const [name, seconds, path] = process.argv.slice(2);
const task = JSON.parse(fs.readFileSync(path, "utf8"));
const definition = new vm.Script(task.code);
const call = new vm.Script(`JSON.stringify(${task.name}(...JSON.parse(input)))`);
const input = JSON.stringify(task.arguments);

// Both ways values cross as JSON, for objects handed in would lead scripts out of their context.
function made() {
    const context = vm.createContext(Object.create(null));
    definition.runInContext(context);
    return context;
}

function run(context) {
    context.input = input;
    const value = JSON.parse(call.runInContext(context));
    if (value !== task.expected) throw new Error(`${task.name} gives ${value}`);
}

const kept = made();
// The median time of calls with a moment's rest between, each in a context made ahead during the rest.
async function rested(limit) {
    const times = [];
    const end = process.hrtime.bigint() + BigInt(Math.round(limit * 1e9));
    while (process.hrtime.bigint() < end) {
        const spare = made();
        await new Promise((resolve) => setTimeout(resolve, 2));
        const start = process.hrtime.bigint();
        run(spare);
        times.push(Number(process.hrtime.bigint() - start) / 1e9);
    }
    times.sort((a, b) => a - b);
    return { operations: 1, seconds: times[Math.floor(times.length / 2)] };
}

const operation = { fresh: () => run(made()), kept: () => run(kept) }[name];

function repeat(limit) {
    const start = process.hrtime.bigint();
    let operations = 0, took = 0;
    while (took < limit) {
        operation();
        operations++;
        took = Number(process.hrtime.bigint() - start) / 1e9;
    }
    return { operations, seconds: took };
}

async function main() {
    if (name === "rested") return rested(Number(seconds));
    repeat(seconds / 5);
    return repeat(Number(seconds));
}

main().then((result) => console.log(JSON.stringify(result)));
