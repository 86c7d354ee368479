/// How values cross between the engine and the worker: `ValueText` of IMLScript at the other end.
///
/// It runs in the realms of apps, so it uses nothing an app could have changed: what it needs of the built-ins it takes
/// before any code of theirs runs, and what it builds meanwhile has no prototype that could interfere.
enum CodecScript {
    /// A function of the pieces of `BufferScript` that gives `encode` and `decode`.
    ///
    /// `Date` crosses as a date, `Buffer`, typed arrays and `ArrayBuffer` as binary; functions and symbols are undefined,
    /// as for JSON; what is no number (NaN, the infinities) is null; an object with `toJSON` is what that gives, one
    /// around a number, text or boolean what is in it, any other the members of its own. A promise is an error.
    static let source = #"""
        ((pieces) => {
          'use strict';
          const { apply, getOwnPropertyDescriptor } = Reflect;
          const { keys, getPrototypeOf, setPrototypeOf } = Object;
          const { isArray } = Array;
          const { asBuffer, toBase64, fromBase64 } = pieces;
          const { parse, stringify } = JSON;
          const OwnDate = Date, OwnError = Error, Bytes = Uint8Array;
          const objects = Object.prototype, arrays = Array.prototype, typedArrays = getPrototypeOf(Bytes.prototype);
          const getter = (prototype, name) => getOwnPropertyDescriptor(prototype, name).get;
          const { getTime } = OwnDate.prototype;
          const kindOf = getter(typedArrays, Symbol.toStringTag), bufferOf = getter(typedArrays, 'buffer');
          const offsetOf = getter(typedArrays, 'byteOffset'), lengthOf = getter(typedArrays, 'byteLength');
          const sizeOf = getter(ArrayBuffer.prototype, 'byteLength');
          // The engine's own where it has them.
          const { fromBase64: read } = Bytes, { toBase64: write } = Bytes.prototype;
          const bytesOf = (text) => (read ? apply(read, Bytes, [text]) : new Bytes(fromBase64(text)));
          const base64Of = (bytes) => (write ? apply(write, bytes, []) : toBase64(bytes, false));
          const list = () => setPrototypeOf([], null);
          const { isPrototypeOf } = objects, promises = Promise.prototype;
          const holders = [Number, String, Boolean, BigInt].map(({ prototype }) => prototype.valueOf);
          const depthLimit = 256, memberLimit = 5000000;

          const isPlain = (value, depth) => {
            switch (typeof value) {
              case 'string': case 'number': case 'boolean': return true;
              case 'object': break;
              default: return false;
            }
            if (value === null) return true;
            if (depth > depthLimit) return false;
            const prototype = getPrototypeOf(value);
            if (isArray(value)) {
              if (prototype !== arrays || value.toJSON !== undefined) return false;
              for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth + 1)) return false;
              return true;
            }
            if (prototype !== objects && prototype !== null || value.toJSON !== undefined) return false;
            const names = keys(value);
            for (let index = 0; index < names.length; index++) {
              if (!isPlain(value[names[index]], depth + 1)) return false;
            }
            return true;
          };

          const timeOf = (value) => { try { return apply(getTime, value, []); } catch { return undefined; } };
          const binaryOf = (value) => {
            if (apply(kindOf, value, []) !== undefined) {
              return new Bytes(apply(bufferOf, value, []), apply(offsetOf, value, []), apply(lengthOf, value, []));
            }
            try { apply(sizeOf, value, []); } catch { return undefined; }
            return new Bytes(value);
          };

          // What `new Number(5)` and its like hold.
          const heldBy = (value) => {
            for (let index = 0; index < holders.length; index++) {
              try { return apply(holders[index], value, []); } catch {}
            }
            return undefined;
          };

          // The same value of what JSON can say, in objects without prototypes; the rest goes into `parts`.
          const plainOf = (root, parts) => {
            let members = 0;
            const spend = (count) => {
              members += count;
              if (!(members <= memberLimit)) throw new OwnError(`it gave a value with more than ${memberLimit} members.`);
            };
            const note = (kind, payload, place) => {
              let length = 2;
              for (let at = place; at !== null; at = at.above) length++;
              const part = list();
              part[0] = kind;
              part[1] = payload;
              for (let at = place; at !== null; at = at.above) part[--length] = at.key;
              parts[parts.length] = part;
              return null;
            };
            const taken = (value, depth, place) => {
              switch (typeof value) {
                case 'string': case 'number': case 'boolean': return value;
                case 'bigint': return note('n', `${value}`, place);
                case 'object': return value === null ? null : object(value, depth + 1, place);
                default: return note('u', 0, place);
              }
            };
            const object = (value, depth, place) => {
              if (depth > depthLimit) {
                throw new OwnError(`it gave a value that nests deeper than ${depthLimit} levels, perhaps holding itself.`);
              }
              const time = timeOf(value);
              if (time !== undefined) return time === time ? note('d', time, place) : null;
              const binary = binaryOf(value);
              if (binary !== undefined) return note('b', base64Of(binary), place);
              if (isArray(value)) {
                const result = list(), count = value.length;
                spend(count);
                for (let key = 0; key < count; key++) result[key] = taken(value[key], depth, { __proto__: null, key, above: place });
                return result;
              }
              const replace = value.toJSON;
              if (typeof replace === 'function') return taken(apply(replace, value, []), depth, place);
              const prototype = getPrototypeOf(value);
              if (prototype !== objects && prototype !== null) {
                const held = heldBy(value);
                if (held !== undefined) return taken(held, depth, place);
                if (apply(isPrototypeOf, promises, [value])) {
                  throw new OwnError('it gave a promise; functions cannot be asynchronous.');
                }
              }
              const result = { __proto__: null }, names = keys(value);
              spend(names.length);
              for (let index = 0; index < names.length; index++) {
                const key = names[index];
                result[key] = taken(value[key], depth, { __proto__: null, key, above: place });
              }
              return result;
            };
            return taken(root, 0, null);
          };

          const encode = (value) => {
            if (isPlain(value, 1)) return '[' + stringify(value) + ']';
            const parts = list();
            parts[0] = null;
            parts[0] = plainOf(value, parts);
            return stringify(parts);
          };
          const exceptional = (kind, payload) => {
            switch (kind) {
              case 'd': return new OwnDate(payload);
              case 'b': return asBuffer(bytesOf(payload));
              default: return undefined;
            }
          };
          const decode = (text) => {
            const parts = parse(text), count = parts.length;
            let value = parts[0];
            for (let index = 1; index < count; index++) {
              const part = parts[index], last = part.length - 1, made = exceptional(part[0], part[1]);
              if (last < 2) { value = made; continue; }
              let holder = value;
              for (let at = 2; at < last; at++) holder = holder[part[at]];
              holder[part[last]] = made;
            }
            return value;
          };
          return { encode, decode };
        })
        """#
}
