// The one function of the test runner, so that no other global of Deno's is visible to the console.
// Imported by tests only.
type Test = (name: string, fn: () => void | Promise<void>) => void;

export const test: Test = (globalThis as unknown as { Deno: { test: Test } }).Deno.test;
