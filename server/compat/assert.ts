// Stands in for @std/assert where its registry cannot be reached: the same names and signatures,
// over node:assert/strict. To use the original, point "@std/assert" in deno.json at jsr:@std/assert@1.
import nodeAssert from "node:assert/strict";

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

export class AssertionError extends nodeAssert.AssertionError {
  constructor(message: string) {
    super({ message });
  }
}

export function assert(condition: unknown, message = "Expected a truthy value"): asserts condition {
  if (!condition) throw new AssertionError(message);
}

export function assertFalse(condition: unknown, message?: string): void {
  assert(!condition, message ?? "Expected a falsy value");
}

export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  nodeAssert.strictEqual(actual, expected, message);
}

export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  assert(
    actual !== undefined && actual !== null,
    message ?? `Expected a value, received ${actual}`,
  );
}

export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  assert(
    actual.includes(expected),
    message ?? `Expected ${JSON.stringify(actual)} to include ${JSON.stringify(expected)}`,
  );
}

export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message);
}

export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  assert(actual > expected, message ?? `Expected ${actual} > ${expected}`);
}

export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  assert(actual >= expected, message ?? `Expected ${actual} >= ${expected}`);
}

export function assertLess<T>(actual: T, expected: T, message?: string): void {
  assert(actual < expected, message ?? `Expected ${actual} < ${expected}`);
}

export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  assert(actual <= expected, message ?? `Expected ${actual} <= ${expected}`);
}

export function assertAlmostEquals(actual: number, expected: number, tolerance = 1e-7): void {
  assert(
    Math.abs(actual - expected) <= tolerance,
    `Expected ${actual} within ${tolerance} of ${expected}`,
  );
}

export function assertInstanceOf<T>(
  actual: unknown,
  expected: abstract new (...args: never[]) => T,
  message?: string,
): asserts actual is T {
  assert(actual instanceof expected, message ?? `Expected an instance of ${expected.name}`);
}

export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes = "",
): E {
  try {
    fn();
  } catch (error) {
    return checked(error, errorClass, messageIncludes);
  }
  throw new AssertionError("Expected the function to throw");
}

export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  messageIncludes = "",
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checked(error, errorClass, messageIncludes);
  }
  throw new AssertionError("Expected the promise to reject");
}

export function fail(message = "Failed"): never {
  throw new AssertionError(message);
}

function checked<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E> | undefined,
  text: string,
): E {
  assert(error instanceof Error, `Expected an Error, received ${String(error)}`);
  if (errorClass) {
    assert(error instanceof errorClass, `Expected ${errorClass.name}, received ${error.name}`);
  }
  assertStringIncludes(error.message, text);
  return error as E;
}
