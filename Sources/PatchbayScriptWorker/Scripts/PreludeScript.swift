/// What every realm starts with: `iml`, `Buffer`, a console nobody reads, and nothing that reaches out of it.
enum PreludeScript {
    /// A function of the realm's surroundings that gives what the worker needs of the realm; see ``RealmKit``.
    ///
    /// - `callBuiltin`: the bridge to the language's own functions.
    /// - `builtinNames`: their names, as JSON.
    /// - `makeBuffer`, `makeCodec`: what `BufferScript` and `CodecScript` are.
    static let source = #"""
        (function (callBuiltin, builtinNames, makeBuffer, makeCodec) {
          'use strict';
          const world = globalThis;
          const { apply, construct, deleteProperty, getOwnPropertyDescriptor, set } = Reflect;
          const { bind } = Function.prototype;
          const { defineProperty, freeze, getPrototypeOf, hasOwn, keys, setPrototypeOf } = Object;
          const OwnError = Error, OwnTypeError = TypeError, OwnProxy = Proxy, { revocable } = Proxy;
          const list = () => setPrototypeOf([], null);

          // What an inspection could not see spoils the realm. All of this is the realm's own: an error that comes out of
          // it, even for want of stack, must not lead an app into the keeper's realm.
          const own = new WeakSet(), { add, has } = WeakSet.prototype;
          let isSpoilt = false;
          const spoil = () => { isSpoilt = true; };
          const notice = (object) => { if (apply(has, own, [object])) isSpoilt = true; };

          for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) deleteProperty(world, name);
          // Nobody adds to them, and they take long to look at, as do the two at `watched`.
          freeze(Array.prototype[Symbol.unscopables]);
          freeze(Boolean);
          const define = (holder, name, value) => defineProperty(holder, name, {
            value, writable: true, configurable: true, enumerable: false,
          });

          // The only ways to change an attribute of a property, or to seal an object: what they are used on is noticed.
          const likeIn = (original, hook, bound) => {
            const like = bound ? apply(bind, hook, []) : hook;
            for (const name of ['name', 'length']) {
              defineProperty(like, name, getOwnPropertyDescriptor(original, name));
            }
            return like;
          };
          const watch = (holder, name) => {
            const original = holder[name];
            const { hook } = { hook(...values) { notice(values[0]); return apply(original, undefined, values); } };
            define(holder, name, likeIn(original, hook, true));
          };
          for (const name of ['defineProperty', 'defineProperties', 'freeze', 'seal', 'preventExtensions']) {
            watch(Object, name);
          }
          for (const name of ['defineProperty', 'preventExtensions']) watch(Reflect, name);
          if (Error.captureStackTrace) watch(Error, 'captureStackTrace');
          for (const name of ['__defineGetter__', '__defineSetter__']) {
            const original = Object.prototype[name];
            const { hook } = { hook(...values) { notice(this); return apply(original, this, values); } };
            define(Object.prototype, name, likeIn(original, hook, false));
          }
          // A proxy could do it to the object behind it.
          const makeProxy = function (target, handler) {
            if (new.target === undefined) throw new OwnTypeError('Proxy takes new');
            spoil();
            return new OwnProxy(target, handler);
          };
          const { revoke } = { revoke(target, handler) { spoil(); return revocable(target, handler); } };
          const watchedProxy = likeIn(OwnProxy, makeProxy, true);
          define(watchedProxy, 'revocable', likeIn(revocable, revoke, true));
          define(world, 'Proxy', watchedProxy);

          // What they lead to comes and goes with the engine's collecting, which no inspection sees.
          for (const name of ['WeakRef', 'FinalizationRegistry']) {
            const original = world[name], { prototype } = original;
            const watched = function (...values) {
              if (new.target === undefined) throw new OwnTypeError(`${name} takes new`);
              spoil();
              return construct(original, values, new.target);
            };
            defineProperty(watched, 'prototype', { value: prototype, writable: false });
            define(prototype, 'constructor', likeIn(original, watched, false));
            define(world, name, freeze(watched));
          }

          // Chance anew for each call: the engine's own generator would go on where the call before stopped.
          let a = 1, b = 2, c = 3, d = 4;
          const chance = () => {
            const sum = (a + b | 0) + d | 0;
            d = d + 1 | 0;
            a = b ^ b >>> 9;
            b = c + (c << 3) | 0;
            c = (c << 21 | c >>> 11) + sum | 0;
            return sum >>> 0;
          };
          const { random } = { random() { return ((chance() >>> 5) * 67108864 + (chance() >>> 6)) / 9007199254740992; } };
          define(Math, 'random', random);

          const pieces = makeBuffer();
          const { encode, decode } = makeCodec(pieces);
          define(world, 'Buffer', pieces.Buffer);
          // Written down with all its names at once it stays an object whose keys the engine remembers.
          const iml = new Function(`return { __proto__: null, ${JSON.parse(builtinNames).map((name) => `${name}: 0`)} }`)();
          for (const name of keys(iml)) iml[name] = (...values) => decode(callBuiltin(name, encode(values)));
          define(world, 'iml', iml);
          world.environment = {};
          // Published functions write to the platform's console; here nobody reads it.
          const nowhere = () => undefined;
          world.debug = nowhere;
          world.console = { debug: nowhere, error: nowhere, info: nowhere, log: nowhere, warn: nowhere };

          // The app's files, each as a function that evaluates it and gives what it defines.
          const names = list(), files = list(), before = list(), isDeclared = list();
          let current = 0;
          const callOwn = (name, values) => {
            const called = world[name];
            if (typeof called !== 'function') throw new OwnError(`There is no function ${name}.`);
            return apply(called, undefined, values);
          };
          return {
            claim: (object) => { apply(add, own, [object]); },
            isSpoilt: () => isSpoilt,
            encode,
            adopt(name, file) {
              freeze(file);
              freeze(file.prototype);
              names[files.length] = name;
              before[files.length] = world[name];
              isDeclared[files.length] = !hasOwn(world, name);
              files[files.length] = file;
              if (!hasOwn(world, name)) world[name] = undefined;
              // A built-in of the name stays what `iml` has: the app's own may be written with it.
              if (!hasOwn(iml, name)) iml[name] = freeze((...values) => callOwn(name, values));
            },
            // Gives nothing, or for each file that failed the function's name, then what it threw.
            prepare(one, two, three, four) {
              a = one; b = two; c = three; d = four;
              for (let index = 0; index < 12; index++) chance();
              let failures;
              // The files must not see what the call before set.
              set(world, 'environment', {});
              for (let index = 0; index < files.length; index++) set(world, names[index], before[index]);
              for (current = 0; current < files.length; current++) {
                try {
                  const file = files[current];
                  set(world, names[current], file());
                } catch (error) {
                  failures = failures || list();
                  failures[failures.length] = names[current];
                  failures[failures.length] = error;
                  if (isDeclared[current]) deleteProperty(world, names[current]);
                }
              }
              return failures;
            },
            current: () => names[current],
            call(name, text) {
              const input = decode(text);
              set(world, 'environment', input[1]);
              return callOwn(name, input[0]);
            },
            // What the keeper watches: objects no property leads to, and a search that lets `RegExp` forget the ones before.
            hidden: [
              (function () { return getOwnPropertyDescriptor(arguments, 'callee').get; })(),
              ...[
                function* () {}, async function* () {}, async () => {}, [].values(), new Map().entries(), new Set().entries(),
                ''[Symbol.iterator](), 'a'.matchAll(/a/g),
                ...(world.Iterator ? [Iterator.from({ next() {} }), [].values().map((value) => value)] : []),
                ...(world.Intl && Intl.Segmenter ? (() => {
                  const segments = new Intl.Segmenter().segment('a');
                  return [segments, segments[Symbol.iterator]()];
                })() : []),
              ].map(getPrototypeOf),
            ],
            forget: apply(bind, RegExp.prototype.exec, [/(?:)/, '']),
          };
        })
        """#
}
