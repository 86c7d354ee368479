// Functions on texts, against Node's String.prototype and, for the words of a title, a regular expression of its own.
import { expected, write } from './table.mjs';

const cases = [];
const add = (name, args, value) => cases.push({ function: name, arguments: args, expected: expected(value) });

const texts = [
    '', 'a', 'Hello World', 'ÁRVÍZTŰRŐ tükörfúrógép', 'straße', 'ΟΔΥΣΣΕΥΣ', 'ΣΑΣ ΟΔΟΣ, ΣΑΣ', 'İstanbul', '日本語', 'a👋🏽b', 'ŉ ǰ ΐ',
    'ﬃ ligature', '\u00a0 padded\t\n\ufeff', ' \u3000x\u2003 ',
];
for (const text of texts) {
    add('length', [text], text.length);
    add('lower', [text], text.toLowerCase());
    add('upper', [text], text.toUpperCase());
    add('trim', [text], text.trim());
}
const startcase = (text) =>
    text.toLowerCase().replace(/(^|\s)(\S)/gu, (_, space, letter) => space + letter.toUpperCase());
for (const text of ['hello WORLD', 'mary-jane o\'neil', '  two  spaces ', 'éCOLE çA', 'x', '', '1st place', 'a\nb\tc', 'ΣΑΣ']) {
    add('startcase', [text], startcase(text));
}
for (const text of ['make', 'hello World', 'éa', 'ß', '', ' a', '1a', 'ǆ']) {
    add('capitalize', [text], [...text].length ? [...text][0].toUpperCase() + [...text].slice(1).join('') : '');
}
for (const [text, start, end] of [
    ['Hello', 0, 3], ['Hello', 1, 3], ['Hello', 3, 1], ['Hello', -2, 2], ['Hello', 2, 99], ['Hello', 7, 9], ['Hello', 0, 0],
    ['Hello', 2], ['Hello', -1], ['', 0, 1], ['日本語テキスト', 2, 5], ['a👋b', 0, 3], ['a👋b', 3, 4], ['čšž', 1, 2], ['Hello', 1.9, 3.2],
]) {
    add('substring', end === undefined ? [text, start] : [text, start, end], text.substring(start, end));
}
for (const [text, part, start] of [
    ['Workflow', 'flow'], ['Workflow', 'Flow'], ['Workflow', 'o'], ['Workflow', 'o', 2], ['Workflow', 'o', 7], ['Workflow', ''],
    ['Workflow', '', 3], ['Workflow', '', 99], ['Workflow', 'W', -5], ['日本語', '語'], ['👋x', 'x'], ['', 'a'], ['aaa', 'aa', 1],
    ['e\u0301', '\u00e9'],
]) {
    add('indexOf', start === undefined ? [text, part] : [text, part, start], text.indexOf(part, start));
}
for (const [text, part, ci] of [
    ['Hello World', 'World'], ['Hello World', 'world'], ['Hello World', 'world', true], ['Hello', ''], ['', ''], ['', 'a'],
    ['ŽLUŤ', 'žlu', true], ['e\u0301', '\u00e9'], ['a.b', '.'],
]) {
    add('contains', ci === undefined ? [text, part] : [text, part, ci],
        ci ? text.toLowerCase().includes(part.toLowerCase()) : text.includes(part));
}
for (const [list, value, ci] of [
    [[1, 2, 3], 2], [[1, 2, 3], '2'], [[1, 2, 3], 4], [['a', 'B'], 'b'], [['a', 'B'], 'b', true], [[], 1], [[null], null],
    [['x', true], true],
]) {
    const fold = (one) => (ci && typeof one === 'string' ? one.toLowerCase() : one);
    add('contains', ci === undefined ? [list, value] : [list, value, ci], list.some((one) => fold(one) == fold(value)));
}
for (const [text, search, replacement] of [
    ['Hello World', 'Hello', 'Hi'], ['a-b-c', '-', '+'], ['aaa', 'aa', 'b'], ['a.b.c', '.', ''], ['price', 'price', 'x'],
    ['path/to/file', '/', '\\'], ['日本日本', '本', 'x'], ['abc', 'z', 'y'], ['', 'a', 'b'], ['a//b', '//', '/'],
]) {
    add('replace', [text, search, replacement], text.replaceAll(search, () => replacement));
}
for (const [text, separator, keep] of [
    ['John, George, Paul', ','], ['a,,b', ','], ['a,,b', ',', true], ['a,,b', ',', false], ['  a ; b  ', ';'], ['abc', ''], ['', ','],
    ['', ',', true], ['a', 'b'], ['one--two---three', '--'], ['x\ny\r\nz', '\n'], [',a,', ',', true], ['日、本', '、'],
]) {
    const pieces = text.split(separator).map((piece) => piece.trim());
    add('split', keep === undefined ? [text, separator] : [text, separator, keep],
        keep ? pieces : pieces.filter((piece) => piece !== ''));
}
for (const [list, separator] of [
    [['a', 'b', 'c']], [['a', 'b', 'c'], '-'], [['a', null, 'c'], ';'], [[1, 2.5, true], ', '], [[], ','], [['x'], '--'],
    [[[1, 2], 3], '|'], [['a', 'b'], ''],
]) {
    add('join', separator === undefined ? [list] : [list, separator], list.join(separator ?? ','));
}
for (const text of ['a b&c=č', 'https://x.y/z?q=1#f', 'A-Z_a.z~!*\'()', '100%', '', '日本', '👋', '+ /', '"<>\\^`{|}']) {
    add('encodeURL', [text], encodeURIComponent(text));
    add('decodeURL', [encodeURIComponent(text)], text);
}
for (const text of ['a+b', '%2B%2b', 'plain', '%25%32%30', '%C4%8D%41']) add('decodeURL', [text], decodeURIComponent(text));
for (const [text, replacement] of [
    ['Hi 👋🏽!', '*'], ['👨‍👩‍👧‍👦 family', '?'], ['🇨🇿🇩🇪', 'F'], ['1️⃣ one', '#'], ['❤️ love ❤', '<3'], ['plain © text', 'x'], ['😀😀', ''],
    ['12#*', 'x'], ['日本 🗾', '-'],
]) {
    // An emoji as Unicode's own segmentation and properties have it.
    const segments = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map((one) => one.segment);
    const isEmoji = (one) => /^\p{Emoji_Presentation}/u.test(one) || /^\p{Emoji}.*(\ufe0f|\p{Emoji_Modifier})/u.test(one);
    add('replaceEmojiCharacters', [text, replacement], segments.map((one) => (isEmoji(one) ? replacement : one)).join(''));
}
write('text-functions.json', 'What Node 20 gives for the method of the same name (Generators/text-functions.mjs)', cases);
