// Loaded before the README's examples: they end once they have shown something, those that would listen for ever too.
import WebSocket from 'ws';

// Browsers have it, and Node.js from 22 on.
globalThis.WebSocket ??= WebSocket;

const log = console.log;
console.log = (...values) => {
  log(...values);
  process.exit();
};
