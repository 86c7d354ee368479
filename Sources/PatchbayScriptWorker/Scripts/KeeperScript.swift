/// Decides whether a realm a call ran in is as it was before, in a realm of its own that no app's code ever runs in.
///
/// **What it looks at.** Every object of the realm that does not come from the app: the global object, and all that is
/// reached from it and from the objects only syntax reaches (`hidden` of ``PreludeScript``), by properties, accessors and
/// prototypes. For each one the prototype, whether it can be extended, its keys in their order, which of them are
/// enumerable, and the value of each. Functions without a `prototype`, which nobody has a reason to hang anything on, are
/// frozen instead.
///
/// **Why that is enough.** State that outlives a call has to hang on something the next call reaches. That is the realm's
/// own objects, for the app's files are evaluated anew for every call and nothing else of theirs is kept. Without the few
/// built-ins that take a property descriptor or seal an object, a script can only add a property, which is enumerable
/// then, change a value, delete a property, put one over another, which makes it enumerable, or change a prototype, and
/// each of these shows. Those few built-ins are hooked: used on one of the realm's own objects, or after any `Proxy`,
/// behind which one of them could be, they spoil the realm. `RegExp` also remembers the last match, and is made to forget.
///
/// **What it mends.** What an app adds or assigns is taken away again, be it a variable nobody declared or a polyfill, and
/// then all is looked at once more; what does not go away spoils the realm.
enum KeeperScript {
    /// What gives `begin`, `adopt` and `isAsFound`.
    static let source = #"""
        (function () {
          'use strict';
          const { getPrototypeOf, keys, freeze, isExtensible, isFrozen, hasOwn } = Object;
          const { ownKeys, getOwnPropertyDescriptor, deleteProperty } = Reflect;
          const { propertyIsEnumerable } = Object.prototype;
          const addedLimit = 64;

          // One object with what it was like; `skipped` are the names whose values the worker sets for each call.
          class Sight {
            constructor(object, skipped) {
              this.object = object;
              this.prototype = getPrototypeOf(object);
              this.isExtensible = isExtensible(object);
              this.keys = ownKeys(object);
              this.enumerable = keys(object).length;
              this.names = [];
              this.values = [];
              this.symbols = [];
              for (const key of this.keys) {
                const { value, get, writable, configurable, enumerable } = getOwnPropertyDescriptor(object, key);
                if (typeof key === 'symbol' && configurable && !enumerable) this.symbols.push(key);
                if (get || writable === undefined || !(writable || configurable) || skipped.has(key)) continue;
                this.names.push(key);
                this.values.push(value);
              }
            }
            isSame() {
              const object = this.object;
              if (getPrototypeOf(object) !== this.prototype || isExtensible(object) !== this.isExtensible) return false;
              const now = ownKeys(object), then = this.keys, count = then.length;
              if (now.length !== count) return false;
              for (let index = 0; index < count; index++) if (now[index] !== then[index]) return false;
              if (keys(object).length !== this.enumerable) return false;
              const { names, values, symbols } = this;
              for (let index = 0; index < symbols.length; index++) {
                if (propertyIsEnumerable.call(object, symbols[index])) return false;
              }
              for (let index = 0; index < names.length; index++) {
                if (object[names[index]] !== values[index]) return false;
              }
              return true;
            }
            mend() {
              const { object, names, values } = this;
              const then = new Set(this.keys), added = ownKeys(object).filter((key) => !then.has(key));
              if (added.length > addedLimit || !added.every((key) => deleteProperty(object, key))) return false;
              return names.every((name, index) => {
                const value = values[index];
                if (!hasOwn(object, name)) return false;
                if (object[name] !== value) object[name] = value;
                return true;
              });
            }
          }

          const isObject = (value) => typeof value === 'object' ? value !== null : typeof value === 'function';
          const nothing = new Set(), changing = new Set(['environment']);

          class Watch {
            constructor(world, kit) {
              this.sights = [];
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
            // The app's functions have names in the global object, whose values change with every call.
            adopt(world, names) {
              const index = this.sights.findIndex((sight) => sight.object === world);
              this.sights[index] = new Sight(world, new Set([...changing, ...names]));
            }
            isSame() {
              const { sights } = this;
              for (let index = 0; index < sights.length; index++) if (!sights[index].isSame()) return false;
              return this.regExp.input === '' && this.regExp.multiline === false && !this.isSpoilt();
            }
            isAsFound() {
              if (this.isSpoilt()) return false;
              this.forget();
              return this.isSame() || this.sights.every((sight) => sight.isSame() || sight.mend()) && this.isSame();
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
