// Tokens and signatures, against Node's crypto. The keys are made for this table and sign nothing else.
import { createHmac, createPrivateKey, createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expected, write } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const path = join(here, 'rsa-test-key.pem');
const pem = readFileSync(path, 'utf8');
const pkcs1 = createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' });
const cases = [];
const encode = (text) => Buffer.from(text).toString('base64url');
const now = 1700000000;
const date = { $date: new Date(now * 1000).toISOString() };

function token(payload, secret, alg, header, key) {
    const signed = encode(JSON.stringify({ alg, typ: 'JWT', ...header })) + '.' + encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
    const hash = 'sha' + alg.slice(2);
    const signature = alg.startsWith('HS')
        ? createHmac(hash, secret).update(signed).digest('base64url')
        : createSign('RSA-' + hash.toUpperCase()).update(signed).sign(secret, 'base64url');
    return signed + '.' + signature;
}
const add = (args, value) => cases.push({ function: 'jwt', arguments: args, now: date, expected: expected(value) });

for (const alg of ['HS256', 'HS384', 'HS512']) {
    for (const secret of ['secret', 'klíč', 'k'.repeat(200)]) {
        add([{ sub: 'a', n: 1 }, secret, alg], token({ sub: 'a', n: 1, iat: now }, secret, alg));
    }
}
add([{ sub: 'a' }, 'secret'], token({ sub: 'a', iat: now }, 'secret', 'HS256'));
add([{ iat: 5 }, 'secret'], token({ iat: 5 }, 'secret', 'HS256'));
add(['plain text', 'secret'], token('plain text', 'secret', 'HS256'));
add([{ a: 'č' }, 'secret', 'HS256', { noTimestamp: true }], token({ a: 'č' }, 'secret', 'HS256'));
add([{}, 'secret', 'HS256', { expiresIn: 3600 }], token({ iat: now, exp: now + 3600 }, 'secret', 'HS256'));
add([{}, 'secret', 'HS256', { notBefore: -10, noTimestamp: true }], token({ nbf: now - 10 }, 'secret', 'HS256'));
add([{}, 'secret', 'HS256', { issuer: 'i', subject: 's', audience: ['x', 'y'], jwtid: 'j' }],
    token({ iat: now, iss: 'i', sub: 's', aud: ['x', 'y'], jti: 'j' }, 'secret', 'HS256'));
add([{}, 'secret', 'HS256', { keyid: 'k1' }], token({ iat: now }, 'secret', 'HS256', { kid: 'k1' }));
add([{}, 'secret', 'HS256', { header: { kid: 'k2', x: 1 } }], token({ iat: now }, 'secret', 'HS256', { kid: 'k2', x: 1 }));
add([{ a: 1 }, { $binary: Buffer.from([1, 255, 3]).toString('base64') }], token({ a: 1, iat: now }, Buffer.from([1, 255, 3]), 'HS256'));
for (const alg of ['RS256', 'RS384', 'RS512']) add([{ sub: 'a' }, pem, alg], token({ sub: 'a', iat: now }, pem, alg));
add([{ sub: 'a' }, pkcs1, 'RS256'], token({ sub: 'a', iat: now }, pem, 'RS256'));
add([{ sub: 'a' }, pem.replaceAll('\n', '\\n'), 'RS256'], token({ sub: 'a', iat: now }, pem, 'RS256'));
add([null, 'secret'], null);

for (const alg of ['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA384', 'RSA-SHA512', 'sha256']) {
    for (const encoding of ['base64', 'hex']) {
        cases.push({ function: 'cryptoSign', arguments: [alg, 'data č', pem, encoding],
            expected: expected(createSign(alg).update('data č').sign(pem, encoding)) });
    }
}
cases.push({ function: 'cryptoSign', arguments: ['RSA-SHA256', { $binary: Buffer.from([0, 255]).toString('base64') }, pem],
    expected: { value: { $binary: createSign('RSA-SHA256').update(Buffer.from([0, 255])).sign(pem).toString('base64') } } });
cases.push({ function: 'cryptoSign', arguments: ['RSA-SHA256', null, pem], expected: expected(null) });

const fails = [
    ['jwt', [{}, ''], 'jwt: argument 2, the secret, is missing'], ['jwt', [{}, 'x', 'none'], 'jwt: argument 3 has to be HS256'],
    ['jwt', [{}, 'x', 'HS1'], 'jwt: argument 3 has to be HS256'], ['jwt', [{}, 'x', 'RS256'], 'jwt: argument 2 is no private key in PEM'],
    ['jwt', [{}, pem, 'ES256'], 'jwt: argument 2 is a key that does not sign with ES256'], ['jwt', [[1], 'x'], 'jwt: argument 1 has to be a collection'],
    ['jwt', [{}, 'x', 'HS256', { expireIn: 1 }], 'jwt: argument 4 has no option expireIn'],
    ['jwt', [{}, 'x', 'HS256', { expiresIn: 'soon' }], 'expiresIn in argument 4 has to be a whole number'],
    ['cryptoSign', ['RSA-MD4', 'x', pem], 'cryptoSign: argument 1 has to be RSA-SHA1'], ['cryptoSign', ['RSA-SHA256', 'x', 'no key'], 'argument 3 is no private key'],
];
for (const [name, args, message] of fails) {
    cases.push({ function: name, arguments: args, expected: { error: { type: 'DataError', message } }, how: 'iml.md: a wrong argument is a DataError that names the function' });
}
write('tokens.json', 'Node 20\'s crypto: createHmac and createSign (Generators/tokens.mjs)', cases);
