// An OAuth 1.0a signature with nothing but Node's own library (RFC 5849, HMAC-SHA1, header).
"use strict";
const crypto = require("node:crypto");

const hex = character => "%" + character.charCodeAt(0).toString(16).toUpperCase();
const escape = text => encodeURIComponent(text).replace(/[!'()*]/g, hex);

/** The Authorization header of a request; `form` is a urlencoded body or empty. */
function sign(method, address, form, credentials) {
    const url = new URL(address);
    const oauth = {
        oauth_consumer_key: credentials.consumerKey, oauth_nonce: crypto.randomBytes(16).toString("hex"),
        oauth_signature_method: "HMAC-SHA1", oauth_timestamp: String(Math.floor(Date.now() / 1000)),
        oauth_token: credentials.token, oauth_version: "1.0",
    };
    const pairs = [...url.searchParams, ...new URLSearchParams(form), ...Object.entries(oauth)]
        .map(([name, value]) => [escape(name), escape(value)])
        .sort(([a, x], [b, y]) => a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0);
    const parameters = pairs.map(pair => pair.join("=")).join("&");
    const base = [method.toUpperCase(), escape(url.origin + url.pathname), escape(parameters)].join("&");
    const key = `${escape(credentials.consumerSecret)}&${escape(credentials.tokenSecret)}`;
    oauth.oauth_signature = crypto.createHmac("sha1", key).update(base).digest("base64");
    return "OAuth " + Object.entries(oauth).map(([name, value]) => `${name}="${escape(value)}"`).join(", ");
}

module.exports = { sign };
