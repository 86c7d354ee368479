/// Node's `Buffer` as far as functions of apps use it.
enum BufferScript {
    /// A function that gives `Buffer`, and what else is made of the same pieces.
    static let source = #"""
        (() => {
          'use strict';
          const { setPrototypeOf } = Object;
          const encodings = { 'utf-8': 'utf8', binary: 'latin1', ucs2: 'utf16le', 'ucs-2': 'utf16le', 'utf-16le': 'utf16le' };
          const encodingOf = (name) => {
            const lower = String(name === undefined || name === null ? 'utf8' : name).toLowerCase();
            return encodings[lower] || lower;
          };
          const unknownEncoding = (name) => new TypeError('Unknown encoding: ' + name);

          const toUTF8 = (text) => {
            const bytes = [];
            for (const character of text) {
              let code = character.codePointAt(0);
              if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
              if (code < 0x80) bytes.push(code);
              else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
              else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
              else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
            }
            return bytes;
          };
          const fromUTF8 = (bytes) => {
            let text = '';
            let index = 0;
            const next = (low, high) => {
              const byte = bytes[index];
              if (byte === undefined || byte < low || byte > high) return -1;
              index++;
              return byte & 63;
            };
            while (index < bytes.length) {
              const lead = bytes[index++];
              if (lead < 0x80) { text += String.fromCharCode(lead); continue; }
              let code = -1;
              if (lead >= 0xc2 && lead < 0xe0) {
                const a = next(0x80, 0xbf);
                if (a >= 0) code = (lead & 31) << 6 | a;
              } else if (lead >= 0xe0 && lead < 0xf0) {
                const a = next(lead === 0xe0 ? 0xa0 : 0x80, lead === 0xed ? 0x9f : 0xbf);
                const b = a < 0 ? -1 : next(0x80, 0xbf);
                if (b >= 0) code = (lead & 15) << 12 | a << 6 | b;
              } else if (lead >= 0xf0 && lead < 0xf5) {
                const a = next(lead === 0xf0 ? 0x90 : 0x80, lead === 0xf4 ? 0x8f : 0xbf);
                const b = a < 0 ? -1 : next(0x80, 0xbf);
                const c = b < 0 ? -1 : next(0x80, 0xbf);
                if (c >= 0) code = (lead & 7) << 18 | a << 12 | b << 6 | c;
              }
              text += code < 0 ? '\ufffd' : String.fromCodePoint(code);
            }
            return text;
          };
          const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
          const toBase64 = (bytes, urlSafe) => {
            let text = '';
            for (let index = 0; index < bytes.length; index += 3) {
              const left = bytes.length - index;
              const bits = bytes[index] << 16 | (left > 1 ? bytes[index + 1] << 8 : 0) | (left > 2 ? bytes[index + 2] : 0);
              text += digits[bits >> 18] + digits[bits >> 12 & 63];
              text += left > 1 ? digits[bits >> 6 & 63] : '=';
              text += left > 2 ? digits[bits & 63] : '=';
            }
            return urlSafe ? text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') : text;
          };
          const fromBase64 = (text) => {
            const bytes = [];
            let bits = 0, count = 0;
            for (const character of text) {
              if (character === '=') break;
              const value = character === '-' ? 62 : character === '_' ? 63 : digits.indexOf(character);
              if (value < 0) continue;
              bits = bits << 6 | value;
              count += 6;
              if (count >= 8) { count -= 8; bytes.push(bits >> count & 255); bits &= (1 << count) - 1; }
            }
            return bytes;
          };
          const encode = (text, encoding) => {
            switch (encodingOf(encoding)) {
              case 'utf8': return toUTF8(text);
              case 'latin1': case 'ascii': return Array.from(text, (c) => c.charCodeAt(0) & 255);
              case 'base64': case 'base64url': return fromBase64(text);
              case 'hex': {
                const bytes = [];
                for (let index = 0; index + 1 < text.length; index += 2) {
                  const pair = text.slice(index, index + 2);
                  if (!/^[0-9a-fA-F]{2}$/.test(pair)) break;
                  bytes.push(parseInt(pair, 16));
                }
                return bytes;
              }
              case 'utf16le': {
                const bytes = [];
                for (let index = 0; index < text.length; index++) {
                  const unit = text.charCodeAt(index);
                  bytes.push(unit & 255, unit >> 8);
                }
                return bytes;
              }
              default: throw unknownEncoding(encoding);
            }
          };
          const decode = (bytes, encoding) => {
            switch (encodingOf(encoding)) {
              case 'utf8': return fromUTF8(bytes);
              case 'latin1': { let t = ''; for (const b of bytes) t += String.fromCharCode(b); return t; }
              case 'ascii': { let t = ''; for (const b of bytes) t += String.fromCharCode(b & 127); return t; }
              case 'base64': return toBase64(bytes, false);
              case 'base64url': return toBase64(bytes, true);
              case 'hex': { let t = ''; for (const b of bytes) t += (b < 16 ? '0' : '') + b.toString(16); return t; }
              case 'utf16le': {
                let t = '';
                for (let i = 0; i + 1 < bytes.length; i += 2) t += String.fromCharCode(bytes[i] | bytes[i + 1] << 8);
                return t;
              }
              default: throw unknownEncoding(encoding);
            }
          };

          class Buffer extends Uint8Array {
            static from(value, encoding, length) {
              if (typeof value === 'string') return asBuffer(Uint8Array.from(encode(value, encoding)));
              if (value instanceof ArrayBuffer) return asBuffer(new Uint8Array(value, encoding, length));
              if (value && value.type === 'Buffer' && Array.isArray(value.data)) return asBuffer(Uint8Array.from(value.data));
              if (value && typeof value === 'object') return asBuffer(Uint8Array.from(value));
              throw new TypeError('Buffer.from takes a string, an array, a buffer or an ArrayBuffer');
            }
            static alloc(size, fill, encoding) {
              const buffer = asBuffer(new Uint8Array(size));
              return fill === undefined ? buffer : buffer.fill(fill, 0, size, encoding);
            }
            static allocUnsafe(size) { return Buffer.alloc(size); }
            static isBuffer(value) { return value instanceof Buffer; }
            static isEncoding(name) {
              return ['utf8', 'latin1', 'ascii', 'base64', 'base64url', 'hex', 'utf16le'].includes(encodingOf(name));
            }
            static byteLength(value, encoding) {
              return typeof value === 'string' ? encode(value, encoding).length : value.byteLength;
            }
            static concat(list, length) {
              const total = length === undefined ? list.reduce((sum, item) => sum + item.length, 0) : length;
              const result = Buffer.alloc(total);
              let offset = 0;
              for (const item of list) {
                if (offset >= total) break;
                Uint8Array.prototype.set.call(result, item.subarray(0, total - offset), offset);
                offset += item.length;
              }
              return result;
            }
            static compare(a, b) {
              for (let index = 0; index < Math.min(a.length, b.length); index++) {
                if (a[index] !== b[index]) return a[index] < b[index] ? -1 : 1;
              }
              return Math.sign(a.length - b.length);
            }
            toString(encoding, start, end) {
              return decode(start === undefined && end === undefined ? this : this.subarray(start, end), encoding);
            }
            toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
            equals(other) { return Buffer.compare(this, other) === 0; }
            compare(other) { return Buffer.compare(this, other); }
            slice(start, end) { return this.subarray(start, end); }
            subarray(start, end) { return asBuffer(Uint8Array.prototype.subarray.call(asBytes(this), start, end)); }
            write(text, offset, length, encoding) {
              if (typeof offset === 'string') { encoding = offset; offset = 0; length = undefined; }
              if (typeof length === 'string') { encoding = length; length = undefined; }
              const bytes = encode(text, encoding).slice(0, Math.min(length ?? Infinity, this.length - (offset || 0)));
              this.set(bytes, offset || 0);
              return bytes.length;
            }
            fill(value, start, end, encoding) {
              if (typeof value !== 'string') return super.fill(value, start, end);
              const bytes = encode(value, encoding);
              const last = end === undefined ? this.length : end;
              for (let index = start || 0; index < last; index++) this[index] = bytes[(index - (start || 0)) % bytes.length];
              return this;
            }
            indexOf(value, from, encoding) {
              if (typeof value === 'number') return super.indexOf(value, from);
              const wanted = typeof value === 'string' ? encode(value, encoding) : value;
              for (let index = from || 0; index + wanted.length <= this.length; index++) {
                let matches = true;
                for (let next = 0; matches && next < wanted.length; next++) matches = this[index + next] === wanted[next];
                if (matches) return index;
              }
              return -1;
            }
            includes(value, from, encoding) { return this.indexOf(value, from, encoding) >= 0; }
            readUInt8(offset) { return this[offset || 0]; }
            readUInt16BE(offset) { return viewOf(this).getUint16(offset || 0); }
            readUInt16LE(offset) { return viewOf(this).getUint16(offset || 0, true); }
            readUInt32BE(offset) { return viewOf(this).getUint32(offset || 0); }
            readUInt32LE(offset) { return viewOf(this).getUint32(offset || 0, true); }
            readInt32BE(offset) { return viewOf(this).getInt32(offset || 0); }
            readInt32LE(offset) { return viewOf(this).getInt32(offset || 0, true); }
          }
          const viewOf = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
          const asBytes = (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
          const asBuffer = (bytes) => setPrototypeOf(bytes, Buffer.prototype);
          return { Buffer, asBuffer, toBase64, fromBase64 };
        })
        """#
}
