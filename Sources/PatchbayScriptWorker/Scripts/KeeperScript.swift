/// Decides whether a realm a call ran in is as it was before, in a realm of its own that no app's code ever runs in.
///
/// **What it looks at.** Every object of the realm that does not come from the app: the global object, and all that is
/// reached from it and from the objects only syntax reaches (`hidden` of ``PreludeScript``), by properties, accessors and
/// prototypes. What nobody has a reason to change is fixed instead of being looked at: functions without a `prototype` are
/// frozen, and accessors and what cannot be assigned to, such as the name of a function, cannot be deleted. Of the rest it
/// looks at the prototype, whether it can be extended, the enumerable keys in their order, the number of symbols, the
/// value of each property, and what a value does not tell: whether symbols are still hidden, and whether a property is
/// still the object's own where it would inherit the same value.
///
/// **Why that is enough.** State that outlives a call has to hang on something the next call reaches. That is the realm's
/// own objects, for the app's files are evaluated anew for every call and nothing else of theirs is kept. Without the few
/// built-ins that take a property descriptor or seal an object, a script can only add a property, which is enumerable
/// then, change a value, delete a property, put one over another, which makes it enumerable, or change a prototype, and
/// each of these shows. Those few built-ins are hooked: used on one of the realm's own objects, or after any `Proxy`,
/// behind which one of them could be, they spoil the realm. `RegExp` also remembers the last match, and is made to forget.
/// Values are read last: only where all keys and prototypes are as they were does no reading run code of the app.
///
/// **What it mends.** What an app adds or assigns is taken away again, be it a variable nobody declared or a polyfill, and
/// then all is looked at once more; what does not go away spoils the realm.
///
/// **How it is fast.** It stands on the way of every call. The engine remembers the keys of most objects, and reads a
/// property whose name stands in the code far faster than one whose name is a value, so values are compared by functions
/// written for them, each realm's own, for what the engine learns of one realm's objects is of no use in another. Loops
/// over all objects do one thing each, for the engine compiles such loops best.
enum KeeperScript {
    /// What gives `begin`, `adopt` and `isAsFound`.
    static let source = #"""
        (function () {
          'use strict';
          const {
            getPrototypeOf, keys, freeze, isExtensible, isFrozen, hasOwn, defineProperty, getOwnPropertySymbols,
          } = Object;
          const { ownKeys, getOwnPropertyDescriptor, deleteProperty } = Reflect;
          const { propertyIsEnumerable } = Object.prototype;
          const addedLimit = 64, comparedTogether = 64;

          // Compares the values of some properties with what they were.
          class Comparison {
            constructor(properties) {
              this.objects = properties.map(({ object }) => object);
              this.values = properties.map(({ value }) => value);
              const term = ({ key }, index) => `objects[${index}][${JSON.stringify(key)}] === values[${index}]`;
              this.areSame = new Function('objects', 'values', `return ${properties.map(term).join(' && ')};`);
            }
          }

          // One object with what it was like; `skipped` are the names whose values the worker sets for each call.
          class Sight {
            constructor(object, skipped) {
              this.object = object;
              this.prototype = getPrototypeOf(object);
              this.isExtensible = isExtensible(object);
              this.keys = ownKeys(object);
              this.enumerable = keys(object);
              this.symbolCount = getOwnPropertySymbols(object).length;
              this.properties = [];
              this.symbols = [];
              this.doubles = [];
              for (const key of this.keys) {
                const { value, writable, configurable } = getOwnPropertyDescriptor(object, key);
                if (!writable) {
                  if (configurable) defineProperty(object, key, { configurable: false });
                } else if (typeof key === 'symbol') {
                  this.symbols.push({ key, value });
                } else if (!skipped.has(key)) {
                  this.properties.push({ object, key, value });
                  if (this.prototype !== null && this.prototype[key] === value) this.doubles.push(key);
                }
              }
            }
            mend() {
              const { object } = this, now = ownKeys(object);
              if (now.length > this.keys.length) {
                const then = new Set(this.keys), added = now.filter((key) => !then.has(key));
                if (added.length > addedLimit || !added.every((key) => deleteProperty(object, key))) return false;
              }
              const restore = ({ key, value }) => {
                if (object[key] === value) return true;
                if (!hasOwn(object, key)) return false;
                object[key] = value;
                return true;
              };
              return this.properties.every(restore) && this.symbols.every(restore);
            }
          }

          const haveSamePrototypes = (sights) => {
            for (let index = 0; index < sights.length; index++) {
              const sight = sights[index], { object } = sight;
              if (getPrototypeOf(object) !== sight.prototype || isExtensible(object) !== sight.isExtensible) return false;
            }
            return true;
          };
          const haveSameKeys = (sights) => {
            for (let index = 0; index < sights.length; index++) {
              const { object, enumerable } = sights[index], now = keys(object), count = enumerable.length;
              if (now.length !== count) return false;
              for (let at = 0; at < count; at++) if (now[at] !== enumerable[at]) return false;
            }
            return true;
          };
          const haveSameSymbols = (sights) => {
            for (let index = 0; index < sights.length; index++) {
              const { object, symbolCount, symbols } = sights[index];
              if (getOwnPropertySymbols(object).length !== symbolCount) return false;
              for (let at = 0; at < symbols.length; at++) {
                const { key } = symbols[at];
                if (!hasOwn(object, key) || propertyIsEnumerable.call(object, key)) return false;
              }
            }
            return true;
          };
          const haveSameValues = (sights, comparisons) => {
            for (let index = 0; index < sights.length; index++) {
              const { object, symbols, doubles } = sights[index];
              for (let at = 0; at < symbols.length; at++) if (object[symbols[at].key] !== symbols[at].value) return false;
              for (let at = 0; at < doubles.length; at++) if (!hasOwn(object, doubles[at])) return false;
            }
            for (let index = 0; index < comparisons.length; index++) {
              const comparison = comparisons[index];
              if (!comparison.areSame(comparison.objects, comparison.values)) return false;
            }
            return true;
          };

          const isObject = (value) => typeof value === 'object' ? value !== null : typeof value === 'function';
          const nothing = new Set(), changing = new Set(['environment']);

          class Watch {
            constructor(world, kit) {
              this.sights = [];
              // Made when they are needed first; many realms are gone before.
              this.comparisons = undefined;
              this.forget = kit.forget;
              this.isSpoilt = kit.isSpoilt;
              this.regExp = world.RegExp;
              const found = new Set(), rest = [];
              const add = (value) => {
                if (!isObject(value) || found.has(value)) return;
                found.add(value);
                rest.push(value);
              };
              add(world);
              for (const object of kit.hidden) add(object);
              while (rest.length > 0) {
                const object = rest.pop();
                kit.claim(object);
                add(getPrototypeOf(object));
                for (const key of ownKeys(object)) {
                  const { value, get, set } = getOwnPropertyDescriptor(object, key);
                  add(value);
                  add(get);
                  add(set);
                }
                if (typeof object === 'function' && !hasOwn(object, 'prototype') && object !== world.Function.prototype) {
                  freeze(object);
                } else if (!isFrozen(object)) {
                  this.sights.push(new Sight(object, object === world ? changing : nothing));
                }
              }
              this.forget();
            }
            // The app's functions have names in the global object, whose values change with every call, and in `iml`, where
            // they stay.
            adopt(world, names) {
              const look = (object, skipped) => {
                this.sights[this.sights.findIndex((sight) => sight.object === object)] = new Sight(object, skipped);
              };
              look(world, new Set([...changing, ...names]));
              look(world.iml, nothing);
              this.comparisons = undefined;
            }
            compare() {
              const properties = this.sights.flatMap((sight) => sight.properties);
              this.comparisons = [];
              for (let at = 0; at < properties.length; at += comparedTogether) {
                this.comparisons.push(new Comparison(properties.slice(at, at + comparedTogether)));
              }
            }
            isSame() {
              const { sights, comparisons } = this;
              return haveSamePrototypes(sights) && haveSameKeys(sights) && haveSameSymbols(sights)
                && haveSameValues(sights, comparisons)
                && this.regExp.input === '' && this.regExp.multiline === false && !this.isSpoilt();
            }
            isAsFound() {
              if (this.isSpoilt()) return false;
              if (this.comparisons === undefined) this.compare();
              this.forget();
              return this.isSame() || this.sights.every((sight) => sight.mend()) && this.isSame();
            }
          }
          return {
            begin: (world, kit) => new Watch(world, kit),
            adopt: (watch, world, names) => watch.adopt(world, names),
            isAsFound: (watch) => { try { return watch.isAsFound(); } catch { return false; } },
          };
        })()
        """#
}
