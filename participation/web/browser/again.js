// A page that waits for the worker looks again by itself.

const EVERY_MS = 3000;

setInterval(() => document.hidden || location.reload(), EVERY_MS);
