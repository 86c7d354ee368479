// The last part of an address for a title: small letters, digits and hyphens, cut at a word.
function slug(title, longest) {
    const words = iml.lower(iml.ascii(title, true)).split(/[^a-z0-9]+/).filter(Boolean);
    const limit = longest || Infinity;
    let result = "";
    for (const word of words) {
        const next = result ? `${result}-${word}` : word;
        if (next.length > limit) {
            break;
        }
        result = next;
    }
    return result || words.join("-").slice(0, limit);
}
