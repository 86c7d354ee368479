it("keeps letters and digits", () => {
    assert.strictEqual(slug("10 Ways to Say \"Hello\"!"), "10-ways-to-say-hello");
});

it("writes accents as plain letters", () => {
    assert.strictEqual(slug("Žluťoučký kůň à Orléans"), "zlutoucky-kun-a-orleans");
});

it("cuts at a word", () => {
    assert.strictEqual(slug("one two three four", 9), "one-two");
});

it("cuts a single word that is too long", () => {
    assert.strictEqual(slug("incomprehensibilities", 8), "incompre");
});
