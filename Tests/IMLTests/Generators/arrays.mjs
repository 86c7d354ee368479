// Functions on arrays and collections, by the methods Node has for the same.
import { coded, expected, write } from './table.mjs';

const cases = [];
const add = (name, args, value) => cases.push({ function: name, arguments: args.map(coded), expected: expected(value) });
const unique = (list, key = (x) => x) => {
    const seen = new Set();
    return list.filter((x) => !seen.has(JSON.stringify(key(x))) && seen.add(JSON.stringify(key(x))));
};
const lists = [[], [1], [3, 1, 2], ['b', 'a', 'c'], [1, '1', true, null], [[1], [2, [3]]]];
for (const list of lists) {
    add('reverse', [list], [...list].reverse());
    add('first', [list], list[0]);
    add('last', [list], list.at(-1));
    add('pop', [list], [...list].pop());
    add('shift', [list], [...list].shift());
    add('add', [list, 9, 'x'], [...list, 9, 'x']);
    add('append', [list, [9]], [...list, [9]]);
    add('flatten', [list], list.flat());
    add('flatten', [list, 2], list.flat(2));
    add('flatten', [list, 0], list.flat(0));
    add('isArray', [list], Array.isArray(list));
    add('deduplicate', [[...list, ...list]], unique(list));
    add('merge', [list, [7], list], [...list, 7, ...list]);
}
const digits = [0, 1, 2, 3, 4, 5];
for (const [start, end] of [[0], [2], [-2], [1, 3], [1, -1], [-3, -1], [4, 2], [9], [0, 99], [-99, 2], [2, 2]]) {
    add('slice', end === undefined ? [digits, start] : [digits, start, end], digits.slice(start, end));
}
const byNumber = (a, b) => a - b;
const numbers = [10, 9, 1, -5, 2.5, 100];
add('sort', [numbers], [...numbers].sort(byNumber));
add('sort', [numbers, 'asc'], [...numbers].sort(byNumber));
add('sort', [numbers, 'desc'], [...numbers].sort((a, b) => b - a));
const words = ['b', 'B', 'a', 'A', 'ä', 'Z', '10', '9', '\u{1F600}', '\uFB00'];
add('sort', [words], [...words].sort());
add('sort', [words, 'desc'], [...words].sort().reverse());
const folded = ['b', 'A', 'c', 'B'];
const ci = (a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0);
add('sort', [folded, 'asc ci'], [...folded].sort(ci));
add('sort', [folded, 'desc ci'], [...folded].sort((a, b) => ci(b, a)));
add('sort', [folded, 'ASC CI'], [...folded].sort(ci));
const people = [{ n: 'Eve', a: { y: 30 } }, { n: 'Bob', a: { y: 20 } }, { n: 'Al', a: { y: 30 } }, { n: 'Zed', a: { y: 5 } }];
add('sort', [people, 'asc', 'n'], [...people].sort((a, b) => (a.n < b.n ? -1 : 1)));
add('sort', [people, 'asc', 'a.y'], [...people].sort((a, b) => a.a.y - b.a.y));
add('sort', [people, 'desc', 'a.y'], [...people].sort((a, b) => b.a.y - a.a.y));
const dates = ['2024-03-01', '2023-01-01', '2024-02-29'].map((day) => new Date(day));
add('sort', [dates], [...dates].sort(byNumber));
add('map', [people, 'n'], people.map((p) => p.n));
add('map', [people, 'a.y'], people.map((p) => p.a.y));
add('map', [people, 'x'], people.map((p) => p.x));
add('map', [people, 'n', 'a.y', '30'], people.filter((p) => ['30'].includes(String(p.a.y))).map((p) => p.n));
add('map', [people, 'n', 'a.y', '5,20'], people.filter((p) => ['5', '20'].includes(String(p.a.y))).map((p) => p.n));
add('map', [people, 'n', 'a.y', '5, 20'], people.filter((p) => ['5', '20'].includes(String(p.a.y))).map((p) => p.n));
add('map', [people, 'n', 'a.y', [5, 30]], people.filter((p) => [5, 30].includes(p.a.y)).map((p) => p.n));
add('map', [people, 'n', 'a.y', 20], people.filter((p) => p.a.y === 20).map((p) => p.n));
add('map', [people, 'n', 'n', 'nobody'], []);
add('map', [[], 'n'], []);
const flags = [{ id: 1, on: true }, { id: 2, on: false }, { id: 3 }];
add('map', [flags, 'id', 'on', 'true'], flags.filter((f) => String(f.on) === 'true').map((f) => f.id));
add('map', [flags, 'id', 'on', true], flags.filter((f) => f.on === true).map((f) => f.id));
add('map', [flags, 'on'], flags.map((f) => f.on));
const rows = [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'a', v: 3 }];
add('distinct', [rows, 'k'], unique(rows, (r) => r.k));
add('distinct', [rows], unique(rows));
add('distinct', [[1, 1, 2, '1']], unique([1, 1, 2, '1']));
add('toCollection', [rows, 'k', 'v'], Object.fromEntries(rows.map((r) => [r.k, r.v])));
add('toCollection', [[], 'k', 'v'], {});
add('toArray', [{ a: 1, b: [2] }], Object.entries({ a: 1, b: [2] }).map(([key, value]) => ({ key, value })));
add('toArray', [{}], []);
add('keys', [{ b: 1, a: 2 }], Object.keys({ b: 1, a: 2 }));
add('keys', [{}], []);
const [left, right] = [[1, 2, 3, 4, 5], [3, 4, 5, 6, 7]];
add('arrayDifference', [left, right], left.filter((x) => !right.includes(x)));
add('arrayDifference', [left, right, 'classic'], left.filter((x) => !right.includes(x)));
add('arrayDifference', [left, right, 'symmetric'], [...left.filter((x) => !right.includes(x)), ...right.filter((x) => !left.includes(x))]);
add('arrayDifference', [left, []], left);
add('remove', [[1, 2, 3, 2], 2], [1, 3]);
add('remove', [['a', 'b', 'c'], 'a', 'c'], ['b']);
add('remove', [[1, '1'], '1'], [1]);
add('merge', [{ a: 1, b: 2 }, { b: 3, c: 4 }], { ...{ a: 1, b: 2 }, ...{ b: 3, c: 4 } });
add('object', ['a', 1, 'b', [2]], { a: 1, b: [2] });
add('object', ['a', 1, 'a', 2], { a: 2 });
add('object', [1, 'one'], { 1: 'one' });
add('array', [1, 'a', null], [1, 'a', null]);
const deep = { a: { b: [{ c: 1 }, { c: 2 }] }, 'x.y': 5, list: [10, 20] };
for (const [path, value] of [
    ['a.b[1].c', deep.a.b[0].c], ['a.b[2].c', deep.a.b[1].c], ['a.b[-1].c', deep.a.b.at(-1).c], ['x.y', deep['x.y']],
    ['a.z', undefined], ['a.b[9].c', undefined], ['list[1]', 10], ['list.2', 20], ['a', deep.a], ['none.at.all', undefined],
    ['a.b[].c', 1], ["a['b'][1].c", 1],
]) add('get', [deep, path], value);
add('get', [[10, 20], 2], 20);
add('get', [[10, 20], '2'], 20);
add('get', [[{ id: 7 }], '[1].id'], 7);
add('get', [[{ id: 7 }], '1.id'], 7);
add('pick', [{ a: 1, b: 2, c: 3 }, 'a', 'c'], { a: 1, c: 3 });
add('pick', [{ a: 1, b: 2, c: 3 }, ['a', 'c']], { a: 1, c: 3 });
add('pick', [{ a: 1 }, 'x'], {});
add('omit', [{ a: 1, b: 2, c: 3 }, 'a', 'c'], { b: 2 });
add('omit', [{ a: 1, b: 2, c: 3 }, ['a'], 'b'], { c: 3 });
add('omit', [{ a: 1 }, 'x'], { a: 1 });
// iml.md, Functions: missing or null input gives null.
for (const name of ['reverse', 'first', 'last', 'pop', 'shift', 'add', 'flatten', 'sort', 'deduplicate', 'distinct', 'merge', 'toArray', 'keys', 'shuffle', 'remove']) {
    add(name, [null], null);
    add(name, [undefined], null);
}
for (const [name, ...rest] of [['slice', 1], ['map', 'a'], ['append', 1], ['toCollection', 'k', 'v'], ['arrayDifference', []], ['get', 'a'], ['pick', 'a'], ['omit', 'a']]) {
    add(name, [null, ...rest], null);
}
for (const name of ['reverse', 'first', 'last', 'pop', 'shift', 'add', 'flatten', 'sort', 'deduplicate', 'distinct', 'shuffle', 'remove']) {
    cases.push({
        function: name, arguments: ['text'],
        expected: { error: { type: 'DataError', message: `${name}: argument 1 has to be an array, not a text: "text"` } },
    });
}
cases.push({ function: 'sort', arguments: [[1], 'up', 'a'], expected: { error: { type: 'DataError', message: 'sort: argument 2' } } });
// A second argument that is no order is the path.
add('sort', [[{ up: 2 }, { up: 1 }], 'up'], [{ up: 1 }, { up: 2 }]);
add('sort', [[{ a: [{ n: 'y' }] }, { a: [{ n: 'x' }] }], 'a[1].n'], [{ a: [{ n: 'x' }] }, { a: [{ n: 'y' }] }]);
cases.push({ function: 'pick', arguments: [5, 'a'], expected: { error: { type: 'DataError', message: 'pick: argument 1 has to be a collection, not a number: 5' } } });
write('arrays.json', "Node 20: the array and object methods of the same purpose (reverse, flat, slice, sort, Set, Object.entries …); null, errors and paths as iml.md says", cases);
